"""A backup made as docs/backup.md says, while a crawl runs, is a collection again elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from archive import Collection
from crawler.demo import requests
from tests.end_to_end.conftest import ARTICLE, MANY, crawl, links, lumbung, new_collection, small_site
from tests.end_to_end.foreign import written_by_warcio
from tests.end_to_end.test_stops import running_crawl, wait_until

BACKUP = (Path(__file__).parents[2] / "docs/backup.md").read_text("utf-8")

pytestmark = pytest.mark.needs("rsync")


def by_the_book(what: str, collection: Path, copy: Path) -> None:
    """The commands of the page, as they stand there."""
    (block,) = re.findall(rf"```sh\n# {what}\n(.*?)```", BACKUP, re.DOTALL)
    folders = {"COLLECTION": str(collection), "COPY": str(copy)}
    done = subprocess.run(
        ["sh", "-euc", block], env=os.environ | folders, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_a_copy_made_while_a_crawl_runs_is_whole_and_can_be_crawled_further(tmp_path: Path) -> None:
    # Many small WARCs, so that some are finished while others are copied.
    collection = new_collection(tmp_path / "koleksi", "[crawl.limits]\nwarc_bytes = 8192\n")
    copy, restored = tmp_path / "salinan", tmp_path / "pulih"
    assert lumbung("import", written_by_warcio(tmp_path / "lama.warc.gz", {"/": ARTICLE.body}), "-c", collection.root).code == 0  # fmt: skip
    with small_site({"/": links(*MANY), **MANY}) as site:
        with running_crawl(collection, site.url, "0.02") as process:
            for fetched in (10, 25, 40):
                wait_until(lambda fetched=fetched: len(requests(site)) > fetched)
                by_the_book("backup", collection.root, copy)
                assert process.poll() is None
                once = shutil.copytree(copy, tmp_path / f"salinan-{fetched}")
                by_the_book("restore", tmp_path / f"pulih-{fetched}", Path(once))
            process.communicate(timeout=60)
        by_the_book("backup", collection.root, copy)

        for fetched in (10, 25, 40):
            restored = tmp_path / f"pulih-{fetched}"
            rebuilt = lumbung("rebuild", "-c", restored)
            assert rebuilt.code == 0, rebuilt.err
            verified = lumbung("verify", "-c", restored)
            assert verified.code == 0, verified.out
        lagging = lumbung("verify", "--against", tmp_path / "salinan-10", "--json", "-c", collection.root)
        assert lagging.code == 2
        assert {fault["kind"] for fault in lagging.json["faults"]} == {"not_copied"}
        assert crawl(Collection.open(restored), site.url).code == 0

    assert len(list(Collection.open(tmp_path / "pulih-25").captures())) > 20
    assert lumbung("verify", "-c", restored).code == 0
    against = lumbung("verify", "--against", copy, "-c", collection.root)
    assert against.code == 0, against.out
    assert not list(copy.rglob("*.open*"))
    assert {path.name for path in copy.iterdir()} == {
        *("archive", "manifests", "crawls", "decisions", "collection.toml", "seeds.csv")
    }


def test_evidence_that_went_bad_here_does_not_overwrite_a_good_copy(collection: Collection, tmp_path: Path) -> None:
    with small_site({"/": ARTICLE}) as site:
        crawl(collection, site.url)
    by_the_book("backup", collection.root, tmp_path / "salinan")
    warc = min(collection.archive.iterdir())
    good = warc.read_bytes()
    warc.write_bytes(good[:-1] + b"x")

    by_the_book("backup", collection.root, tmp_path / "salinan")

    assert (tmp_path / "salinan/archive" / warc.name).read_bytes() == good
    assert lumbung("verify", "--against", tmp_path / "salinan", "-c", collection.root).code == 3
