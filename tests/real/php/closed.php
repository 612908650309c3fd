<?php
/** A must-use plugin, as "security" plugins do: no interface for guests, no sitemap, and no link to either but oEmbed's. */
add_filter('rest_authentication_errors', fn () => new WP_Error('rest_closed', 'Ditutup.', ['status' => 401]));
remove_action('wp_head', 'rest_output_link_wp_head');
remove_action('template_redirect', 'rest_output_link_header', 11);
add_filter('wp_sitemaps_enabled', '__return_false');
