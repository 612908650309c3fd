<?php
/** A must-use plugin, as page caches do: an ETag with each answer, and 304 for who has it already. */
$asked = $_SERVER['HTTP_IF_NONE_MATCH'] ?? ''; // taken before WordPress puts backslashes before its quotes
ob_start(function (string $body) use ($asked): string {
    if (http_response_code() !== 200 || $body === '') {
        return $body;
    }
    $etag = '"' . md5($body) . '"';
    header("ETag: $etag");
    if ($asked === $etag) {
        http_response_code(304);
        return '';
    }
    return $body;
});
