<?php
/** Gives a WordPress other addresses: php shape.php WWW STRUCTURE; an empty structure means ?p=ID. */
[, $www, $structure] = $argv;
$_SERVER += ['HTTP_HOST' => 'localhost', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
require "$www/wp-load.php";
$wp_rewrite->set_permalink_structure($structure);
$wp_rewrite->init();
create_initial_taxonomies();
$wp_rewrite->flush_rules(false);
