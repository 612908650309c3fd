<?php
/** The settings of one WordPress for tests; what differs comes from settings.php beside it. */
require __DIR__ . '/settings.php'; // SITE_URL and DB_HOST

define('WP_HOME', SITE_URL);
define('WP_SITEURL', SITE_URL);
define('WP_CONTENT_URL', SITE_URL . '/wp-content'); // else without host while installing
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WPLANG', 'id_ID');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define("{$name}_KEY", "invented $name key");
    define("{$name}_SALT", "invented $name salt");
}

// Nothing may leave the machine: see also quiet.php.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_AUTO_UPDATE_CORE', false);

$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
