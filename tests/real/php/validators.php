<?php
/** A must-use plugin, as page caches do: an ETag with each answer, and 304 for who has it already. */
$asked = $_SERVER['HTTP_IF_NONE_MATCH'] ?? ''; // taken before WordPress puts backslashes before its quotes
ob_start();
$level = ob_get_level();
// Before WordPress lets go of all buffers, while the status may still be set.
add_action('shutdown', function () use ($asked, $level) {
    while (ob_get_level() > $level) {
        ob_end_flush();
    }
    $body = ob_get_level() === $level ? ob_get_clean() : '';
    if ($body === '' || http_response_code() !== 200) {
        echo $body;
        return;
    }
    $etag = '"' . md5($body) . '"';
    header("ETag: $etag");
    if ($asked === $etag) {
        status_header(304);
        return;
    }
    echo $body;
}, 0);
