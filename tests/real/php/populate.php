<?php
/**
 * Installs WordPress and writes the posts of a JSON file into it: php populate.php WWW POSTS PICTURES
 *
 * A post has paragraphs, between which its pictures are put, or content, which is taken as it is but for holes
 * like {{FILE id}} or {{FILE medium width}}: see `filled`. Comments are of the post's date if they have none.
 *
 * Prints as JSON, for each post in the same order, what WordPress made of it: id, url, title, pictures, and sizes,
 * which has for each picture every size it is kept in.
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
        'post_author' => author_id($post['author'], $post['author_bio'] ?? ''),
        'post_password' => $post['password'],
        'post_category' => array_map('category_id', $post['categories']),
        'tags_input' => $post['tags'] ?? [],
        'comment_status' => 'open',
    ]), true);
    if (is_wp_error($id)) {
        throw new RuntimeException($post['slug'] . ': ' . $id->get_error_message());
    }
    $attachments = [];
    foreach ($post['photos'] as $photo) {
        $attachments[$photo['file']] = upload_picture($photo, $id, $post['date'], $pictures);
    }
    $content = isset($post['content']) ? filled($post['content'], $attachments) : content_of($post, $attachments);
    wp_update_post(wp_slash(['ID' => $id, 'post_content' => $content]));
    if (isset($post['featured'])) {
        set_post_thumbnail($id, $attachments[$post['featured']]);
    }
    foreach ($post['comments'] as $comment) {
        [$name, $text, $approved] = $comment;
        wp_insert_comment(wp_slash([
            'comment_post_ID' => $id,
            'comment_author' => $name,
            'comment_content' => $text,
            'comment_approved' => (int) $approved,
            'comment_date' => $comment[3] ?? $post['date'],
        ]));
    }
    return [
        'id' => $id,
        'url' => get_permalink($id),
        'title' => html_entity_decode(get_the_title($id)),
        'pictures' => array_map('wp_get_original_image_url', $attachments),
        'sizes' => array_map('sizes_of', $attachments),
    ];
}

/** Every size a picture is kept in, "full" among them: size => url, width, height. */
function sizes_of(int $id): array
{
    $sizes = [];
    foreach (['full', ...array_keys(wp_get_attachment_metadata($id)['sizes'])] as $size) {
        $sizes[$size] = array_combine(['url', 'width', 'height'], array_slice(wp_get_attachment_image_src($id, $size), 0, 3));
    }
    return $sizes;
}

/** Content with its holes filled: {{FILE id}}, {{FILE SIZE url}}, {{FILE SIZE width}}, {{FILE SIZE height}}. */
function filled(string $content, array $attachments): string
{
    return preg_replace_callback('/\{\{(\S+) (\w+)(?: (\w+))?\}\}/', function (array $hole) use ($attachments) {
        $id = $attachments[$hole[1]];
        return (string) ($hole[2] === 'id' ? $id : sizes_of($id)[$hole[2]][$hole[3]]);
    }, $content);
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
    if (!empty($photo['alt'])) {
        update_post_meta($id, '_wp_attachment_image_alt', wp_slash($photo['alt']));
    }
    return $id;
}

function author_id(string $name, string $biography = ''): int
{
    $login = sanitize_title($name);
    $user = get_user_by('login', $login);
    if ($user) {
        return $user->ID;
    }
    $user = ['user_login' => $login, 'display_name' => $name, 'user_pass' => 'sandi-contoh', 'role' => 'author'];
    return wp_insert_user($user + ['description' => $biography]);
}

function category_id(string $name): int
{
    $term = term_exists($name, 'category') ?: wp_insert_term($name, 'category');
    return (int) $term['term_id'];
}
