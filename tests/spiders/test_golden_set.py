"""Pages with everything that is known of them: of WordPress as a running one printed them, the rest from the facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spiders.scoring import GOLDEN, cases, score

# What is not read yet, by page: the measures that differ.
NOT_YET: dict[str, set[str]] = {
    "blogger/blog_2012_jam_pasifik": {"absent", "text"},
    "blogger/domain_sendiri_malas": {"dateline", "text"},
    "drupal/d7_image_field_titles": {"captions"},
    "generic/bootstrap_news_picture_source": {"addresses", "alts", "captions", "credits", "images"},
    "generic/codeigniter_nested_divs_twice": {"absent", "text"},
    "generic/php_figcaption_first": {"addresses", "alts", "images", "published_at"},
    "generic/php_latin1_header_only": {"text"},
    "joomla/j3_helix_gallery_data_caption": {"published_at"},
    "opensid/tema_telaga_slider_kredit": {"absent", "text"},
}


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_page_is_read_as_its_author_knows_it(case: Path) -> None:
    faults = score(case).faults
    name = case.relative_to(GOLDEN).with_suffix("").as_posix()

    assert {measure for measure, _, _ in faults} == NOT_YET.get(name, set()), faults
