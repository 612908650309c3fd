"""What a command loads: no more than it needs, for that is most of what a short one costs."""

from __future__ import annotations

import json
from pathlib import Path

from archive import Collection
from tests.end_to_end.changing import Pages, address, article, changing_site, front
from tests.end_to_end.conftest import crawl, python

_AND_TELL = """
import json, sys
from crawler.cli.main import main
code = main(sys.argv[2:])
open(sys.argv[1], "w").write(json.dumps(sorted(sys.modules)))
sys.exit(code)
"""


def loaded_by(told: Path, *arguments: str | Path) -> set[str]:
    done = python("-P", "-c", _AND_TELL, told, *arguments)
    assert done.returncode == 0, done.stderr
    return set(json.loads(told.read_text()))


def test_a_verb_loads_no_other(tmp_path: Path, collection: Collection) -> None:
    loaded = loaded_by(tmp_path / "told", "status", "-c", collection.root)

    assert "crawler.cli.status" in loaded
    assert loaded.isdisjoint({"crawler.cli.crawl", "crawler.cli.check_quality", "scrapy"})


def test_a_visit_of_an_unchanged_site_loads_nothing_that_reads_texts_and_no_server(
    tmp_path: Path, collection: Collection
) -> None:
    pages = Pages(validators=True)
    pages |= {"/": front(range(3)), **{address(number): article(number) for number in range(3)}}
    with changing_site(pages) as site:
        assert crawl(collection, site.url).code == 0
        visit = ("crawl", site.url, "--delay", "0", "--allow-private", "-c", collection.root)
        loaded = loaded_by(tmp_path / "told", *visit)

    assert "scrapy.core.engine" in loaded
    unneeded = {"aiohttp", "twisted.conch", "scrapy.extensions.telnet", "trafilatura", "crawler.link", "sqlalchemy"}
    assert loaded.isdisjoint(unneeded)
