<?php
/** A must-use plugin, as page caches do: an ETag with each answer, and 304 for who has it already. */
ob_start(function (string $body): string {
    if (http_response_code() !== 200 || $body === '') {
        return $body;
    }
    $etag = '"' . md5($body) . '"';
    header("ETag: $etag");
    if (($_SERVER['HTTP_IF_NONE_MATCH'] ?? '') === $etag) {
        http_response_code(304);
        return '';
    }
    return $body;
});
