<?php
/**
 * Gives a WordPress another theme: php theme.php WWW THEME
 *
 * What stands around a post besides is what a village would add: in the classic theme's footer the widgets WordPress
 * proposes, in a block theme's, through the site editor, links to the neighbours, the latest posts and comments.
 */
[, $www, $slug] = $argv; // not $theme: WordPress unsets that while it loads
$_SERVER += ['HTTP_HOST' => 'localhost', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
require "$www/wp-load.php";
// Not switch_theme: on the next request it would move the widgets to where it thinks they belong.
update_option('template', $slug);
update_option('stylesheet', $slug);
if (wp_get_theme($slug)->is_block_theme()) {
    write_footer($slug);
} else {
    write_widgets();
}

function write_widgets(): void
{
    $group = fn (string $title, string $block) => [
        'content' => '<!-- wp:group --><div class="wp-block-group"><!-- wp:heading --><h2>' . $title
            . "</h2><!-- /wp:heading --><!-- wp:$block /--></div><!-- /wp:group -->",
    ];
    update_option('widget_block', [
        2 => ['content' => '<!-- wp:search /-->'],
        3 => $group('Pos-pos Terbaru', 'latest-posts'),
        4 => $group('Komentar Terbaru', 'latest-comments {"displayAvatar":false,"displayExcerpt":false}'),
        5 => $group('Arsip', 'archives'),
        6 => $group('Kategori', 'categories'),
        '_multiwidget' => 1,
    ]);
    $widgets = array_map(fn (int $number) => "block-$number", range(2, 6));
    update_option('sidebars_widgets', ['wp_inactive_widgets' => [], 'sidebar-1' => $widgets, 'array_version' => 3]);
}

function write_footer(string $theme): void
{
    $id = wp_insert_post(wp_slash([
        'post_type' => 'wp_template_part',
        'post_status' => 'publish',
        'post_name' => 'footer',
        'post_title' => 'Footer',
        'post_content' => <<<'BLOCKS'
            <!-- wp:group {"layout":{"type":"constrained"}} -->
            <div class="wp-block-group"><!-- wp:group {"layout":{"type":"flex","justifyContent":"space-between"}} -->
            <div class="wp-block-group"><!-- wp:post-navigation-link {"type":"previous","showTitle":true} /-->

            <!-- wp:post-navigation-link {"showTitle":true} /--></div>
            <!-- /wp:group -->

            <!-- wp:columns -->
            <div class="wp-block-columns"><!-- wp:column -->
            <div class="wp-block-column"><!-- wp:heading {"level":3} -->
            <h3>Berita Terbaru</h3>
            <!-- /wp:heading -->

            <!-- wp:latest-posts {"displayPostContent":true,"excerptLength":12,"displayPostDate":true} /--></div>
            <!-- /wp:column -->

            <!-- wp:column -->
            <div class="wp-block-column"><!-- wp:heading {"level":3} -->
            <h3>Komentar Terbaru</h3>
            <!-- /wp:heading -->

            <!-- wp:latest-comments {"displayAvatar":false} /--></div>
            <!-- /wp:column --></div>
            <!-- /wp:columns -->

            <!-- wp:site-title {"level":0} /--></div>
            <!-- /wp:group -->
            BLOCKS,
    ]), true);
    if (is_wp_error($id)) {
        throw new RuntimeException($id->get_error_message());
    }
    wp_set_object_terms($id, $theme, 'wp_theme');
    wp_set_object_terms($id, 'footer', 'wp_template_part_area');
}
