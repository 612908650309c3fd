"""What a second crawl of an unchanged WordPress costs, against the first.

    python -m tests.real.second_crawl [--posts 800]

Ratios of one run: CPU of the whole command, readers included, and bytes that the server's answers took on the wire, as
the WARCs hold them. Once with a plugin that gives validators, as page caches do, and once with WordPress as it is; each
as a crawl of everything, and as the visit for news that `crawl --due` makes a week later (under that date, by
libfaketime: apt install libfaketime).
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive import Collection
from archive.config import Who
from archive.seeds import parse_seeds, write_seeds
from archive.warc.reader import read_records
from tests.end_to_end.conftest import command, environment
from tests.real.village_posts import all_posts
from tests.real.wordpress import give_validators, start_with, stop_wordpress
from tests.year.clock import clock_environment, find_library


@dataclass(frozen=True)
class Cost:
    """CPU seconds; `body_bytes` as received; records by type, 304 revisits apart as `not_modified`."""

    cpu: float
    body_bytes: int
    records: Counter[str]


def many_posts(count: int) -> list[dict[str, Any]]:
    """The village's posts, as often as it takes, each time under other titles."""
    own = [post.as_json() for post in all_posts()]
    posts = list(own)
    for number in range(count - len(own)):
        post, turn = own[number % 60], 2 + number // 60
        title, slug = f"{post['title']} Tahap {turn}", f"{post['slug']}-tahap-{turn}"
        closing = f"Tahap ke-{turn} dari pekerjaan ini diikuti {number} warga."
        posts.append({**post, "title": title, "slug": slug, "paragraphs": [*post["paragraphs"], closing], "photos": []})
    return posts


def crawl_once(collection: Collection, which: str, moment: datetime | None = None) -> Cost:
    """One crawl of its own process, and what it took: of an address, or `--due` at a moment to come."""
    before, stems = resource.getrusage(resource.RUSAGE_CHILDREN), set(collection.stems())
    arguments = ("crawl", which, "-c", collection.root, "--delay", "0", "--allow-private")
    around = environment() | (clock_environment(_library(), moment) if moment else {})
    # As on any user's machine, compiled modules are kept from one start to the next.
    around = {name: value for name, value in around.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command(*arguments), env=around, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"crawl ended with {done.returncode}: {done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, *_recorded(collection, set(collection.stems()) - stems))


def _library() -> str:
    library = find_library()
    if library is None:
        raise RuntimeError("libfaketime is not there: apt install libfaketime")
    return library


def _recorded(collection: Collection, stems: set[str]) -> tuple[int, Counter[str]]:
    """Of pages: what is asked anew each time (robots.txt) and the job's own files are not looked at."""
    size, records = 0, Counter[str]()
    for stem in sorted(stems):
        for record in read_records(collection.warc_file(stem)):
            if not record.is_http_answer or (record.url or "").endswith("/robots.txt"):
                continue
            is_304 = (record.field("warc-profile") or "").endswith("server-not-modified")
            records["not_modified" if is_304 else record.type] += 1
            if record.type == "response":
                size += len(record.block)
            elif not is_304:
                size += _sent(record.block)
    return size, records


def _sent(head: bytes) -> int:
    """The bytes of an answer whose payload the archive had: they came over the wire all the same."""
    length = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
    return len(head) + int(length.partition(b":")[2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=800)
    posts = many_posts(parser.parse_args().posts)
    with tempfile.TemporaryDirectory(prefix="wp") as folder:
        address, _ = start_with(Path(folder) / "wp", posts)
        try:
            for name in ("as it is", "with validators"):
                if name == "with validators":
                    give_validators(Path(folder) / "wp")
                who = Who(operator="Uji Kunjungan", contact="uji@contoh.example")
                collection = Collection.create(Path(folder) / name.replace(" ", "-"), who)
                write_seeds(collection.seeds_file, parse_seeds(f"url,interval_days\n{address},7", "second crawl"))
                first, second = crawl_once(collection, address), crawl_once(collection, address)
                news = crawl_once(collection, "--due", datetime.now(UTC) + timedelta(days=8))
                print(f"{name}: {len(posts)} posts; first {first.cpu:.1f} s of CPU, {first.body_bytes:,} bytes")
                print(f"    records {dict(first.records)}")
                for words, cost in (("all again", second), ("for news", news)):
                    print(f"    {words}: CPU {cost.cpu:.1f} s, {cost.cpu / first.cpu:.3f}; ", end="")
                    print(f"bytes {cost.body_bytes:,}, {cost.body_bytes / first.body_bytes:.3f}")
                    print(f"        records {dict(cost.records)}", flush=True)
        finally:
            stop_wordpress(Path(folder) / "wp")


if __name__ == "__main__":
    sys.exit(main())
