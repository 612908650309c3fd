<?php
/** A must-use plugin: no request and no mail leaves this WordPress, whatever asks for it. */
add_filter('pre_http_request', fn () => new WP_Error('offline', 'This WordPress stays on its machine.'));
add_filter('pre_wp_mail', '__return_true');
