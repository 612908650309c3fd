<?php
/**
 * Installs WordPress and writes the posts of a JSON file into it: php populate.php WWW POSTS PICTURES
 *
 * Prints as JSON, for each post in the same order, what WordPress made of it: id, url, title, pictures.
 */
[, $www, $posts_file, $pictures] = $argv;
$_SERVER += ['HTTP_HOST' => 'localhost', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
define('WP_INSTALLING', true);
require "$www/wp-load.php";

// Ours stand in for WordPress's own, which would write sample posts and send a mail.
function wp_install_defaults($user_id)
{
    global $wpdb;
    $wpdb->insert($wpdb->terms, ['name' => 'Tanpa Kategori', 'slug' => 'tanpa-kategori']);
    $wpdb->insert($wpdb->term_taxonomy, ['term_id' => 1, 'taxonomy' => 'category', 'description' => '']);
}
function wp_new_blog_notification()
{
}

require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
wp_install('Desa Contoh Makmur', 'admin', 'admin@contoh.invalid', true, '', 'sandi-contoh', 'id_ID');
foreach (
    [
        'blogdescription' => 'Kecamatan Semisal',
        'permalink_structure' => '/%year%/%monthnum%/%day%/%postname%/',
        'timezone_string' => 'Asia/Jakarta',
        'date_format' => 'j F Y',
        'show_avatars' => 0,
        'ping_sites' => '',
        'default_pingback_flag' => 0,
        'template' => 'twentytwentyone',
        'stylesheet' => 'twentytwentyone',
        'thread_comments' => 1,
    ] as $name => $value
) {
    update_option($name, $value);
}
$wp_rewrite->init();
create_initial_taxonomies(); // categories get their addresses from the structure just set
$wp_rewrite->flush_rules(false);
wp_installing(false);

$posts = json_decode(file_get_contents($posts_file), true);
echo json_encode(array_map(fn ($post) => add_village_post($post, $pictures), $posts), JSON_UNESCAPED_SLASHES);
// As if nothing had been touched since it was published.
$wpdb->query(
    "UPDATE $wpdb->posts SET post_modified = post_date, post_modified_gmt = post_date_gmt WHERE post_status = 'publish'"
);

function add_village_post(array $post, string $pictures): array
{
    $id = wp_insert_post(wp_slash([
        'post_type' => $post['type'],
        'post_status' => $post['status'],
        'post_title' => $post['title'],
        'post_name' => $post['slug'],
        'post_date' => $post['date'],
        'post_author' => author_id($post['author']),
        'post_password' => $post['password'],
        'post_category' => $post['category'] ? [category_id($post['category'])] : [],
        'comment_status' => 'open',
    ]), true);
    if (is_wp_error($id)) {
        throw new RuntimeException($post['slug'] . ': ' . $id->get_error_message());
    }
    $attachments = [];
    foreach ($post['photos'] as $photo) {
        $attachments[$photo['file']] = upload_picture($photo, $id, $post['date'], $pictures);
    }
    wp_update_post(wp_slash(['ID' => $id, 'post_content' => content_of($post, $attachments)]));
    foreach ($post['comments'] as [$name, $text, $approved]) {
        wp_insert_comment(wp_slash([
            'comment_post_ID' => $id,
            'comment_author' => $name,
            'comment_content' => $text,
            'comment_approved' => (int) $approved,
            'comment_date' => $post['date'],
        ]));
    }
    return [
        'id' => $id,
        'url' => get_permalink($id),
        'title' => html_entity_decode(get_the_title($id)),
        'pictures' => array_map('wp_get_original_image_url', $attachments),
    ];
}

/** Posts with block pictures are written in blocks, all others as the classic editor leaves them, with blank lines. */
function content_of(array $post, array $attachments): string
{
    $in_blocks = in_array('block', array_column($post['photos'], 'markup'), true);
    $blocks = [];
    foreach ($post['paragraphs'] as $place => $text) {
        if (in_array($place, $post['breaks'], true)) {
            $blocks[] = '<!--nextpage-->';
        }
        $blocks[] = $in_blocks ? "<!-- wp:paragraph -->\n<p>$text</p>\n<!-- /wp:paragraph -->" : $text;
        if ($place === 0) {
            array_push($blocks, ...picture_markup($post['photos'], $attachments));
        }
    }
    return implode("\n\n", $blocks);
}

function picture_markup(array $photos, array $attachments): array
{
    $markup = [];
    $gallery = [];
    foreach ($photos as $photo) {
        $id = $attachments[$photo['file']];
        $full = wp_get_attachment_url($id);
        [$medium, $width, $height] = wp_get_attachment_image_src($id, 'medium');
        $caption = $photo['printed'];
        if ($photo['markup'] === 'featured') {
            set_post_thumbnail(wp_get_post_parent_id($id), $id);
        } elseif ($photo['markup'] === 'gallery') {
            $gallery[] = $id;
        } elseif ($photo['markup'] === 'block') {
            $markup[] = "<!-- wp:image {\"id\":$id,\"sizeSlug\":\"full\",\"linkDestination\":\"none\"} -->\n"
                . "<figure class=\"wp-block-image size-full\"><img src=\"$full\" alt=\"\" class=\"wp-image-$id\"/>"
                . "<figcaption class=\"wp-element-caption\">$caption</figcaption></figure>\n<!-- /wp:image -->";
        } else {
            $markup[] = "[caption id=\"attachment_$id\" align=\"aligncenter\" width=\"$width\"]<a href=\"$full\">"
                . "<img class=\"size-medium wp-image-$id\" src=\"$medium\" alt=\"\" width=\"$width\" height=\"$height\" />"
                . "</a> {$caption}[/caption]";
        }
    }
    return $gallery ? [...$markup, '[gallery link="file" ids="' . implode(',', $gallery) . '"]'] : $markup;
}

function upload_picture(array $photo, int $post_id, string $date, string $pictures): int
{
    $name = $photo['file'] . '.jpg';
    $upload = wp_upload_bits($name, null, file_get_contents("$pictures/$name"), $date);
    if ($upload['error']) {
        throw new RuntimeException("$name: {$upload['error']}");
    }
    $id = wp_insert_attachment(wp_slash([
        'post_mime_type' => 'image/jpeg',
        'post_title' => $photo['file'],
        'post_excerpt' => $photo['printed'],
        'post_date' => $date,
    ]), $upload['file'], $post_id, true);
    if (is_wp_error($id)) {
        throw new RuntimeException("$name: " . $id->get_error_message());
    }
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $upload['file']));
    return $id;
}

function author_id(string $name): int
{
    $login = sanitize_title($name);
    $user = get_user_by('login', $login);
    if ($user) {
        return $user->ID;
    }
    $user = ['user_login' => $login, 'display_name' => $name, 'user_pass' => 'sandi-contoh', 'role' => 'author'];
    return wp_insert_user($user);
}

function category_id(string $name): int
{
    $term = term_exists($name, 'category') ?: wp_insert_term($name, 'category');
    return (int) $term['term_id'];
}
