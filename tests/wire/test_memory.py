"""Huge answers and bombs go to disk: they cost neither the crawl nor its readers memory."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.spool import sha1_label
from tests.end_to_end.conftest import lumbung, new_collection, python
from tests.wire.odd_answers import Answer, ok, own_page
from tests.wire.odd_server import serve

MB = 1024 * 1024
LIMITS = f"""
[crawl.limits]
max_body_bytes = {40 * MB}
"""
MOST_KIB_MORE = 20 * 1024

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def bomb(block: bytes, times: int) -> bytes:
    """Gzip that inflates to `block` so many times; made in no time, because each block is compressed alike."""
    compressor = zlib.compressobj(9, wbits=-15)
    compressed = compressor.compress(block) + compressor.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(times):
        checksum = zlib.crc32(block, checksum)
    end = checksum.to_bytes(4, "little") + (len(block) * times % 2**32).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + compressed * times + compressor.flush() + end


def paragraphs(size: int) -> bytes:
    return (b"<p>Ibu-ibu belajar menjahit di perpustakaan desa.</p>\n" * (size // 54 + 1))[:size]


@cache
def huge_answers() -> dict[str, bytes]:
    return {
        "page-of-30-mb": ok(own_page("Besar") + paragraphs(30 * MB)),
        "bomb-of-30-mb": ok(bomb(paragraphs(30 * MB), 1), b"Content-Encoding: gzip"),
        "bomb-of-1-gb": ok(bomb(paragraphs(32 * MB), 32), b"Content-Encoding: gzip"),
    }


SMALL = {f"kecil-{number}": ok(own_page(f"Nomor {number}") + paragraphs(30_000)) for number in range(20)}


@dataclass(frozen=True)
class Measured:
    collection: Collection
    url: str
    peaks: dict[str, Any]


def measured_crawl(folder: Path, answers: Mapping[str, bytes]) -> Measured:
    collection = new_collection(folder, LIMITS)
    with serve({name: (Answer((answer,)),) for name, answer in answers.items()}) as site:
        arguments = ["crawl", site.url, "--delay", "0", "--allow-private", "-c", str(collection.root)]
        done = python("-P", Path(__file__).with_name("measured.py"), *arguments)
    assert done.returncode == 0, done.stderr
    return Measured(collection, site.url, json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return measured_crawl(tmp_path_factory.mktemp("kecil") / "koleksi", SMALL)


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return measured_crawl(tmp_path_factory.mktemp("besar") / "koleksi", {**SMALL, **huge_answers()})


def test_huge_answers_cost_the_crawl_no_memory(small: Measured, huge: Measured) -> None:
    assert huge.peaks["crawl"] - small.peaks["crawl"] < MOST_KIB_MORE


def test_huge_answers_cost_the_readers_no_memory(small: Measured, huge: Measured) -> None:
    assert max(huge.peaks["readers"]) - max(small.peaks["readers"]) < MOST_KIB_MORE


def test_huge_answers_are_captured_whole(huge: Measured) -> None:
    captures = {capture.url: capture for capture in huge.collection.captures()}

    for name, answer in huge_answers().items():
        capture = captures[f"{huge.url}kasus/{name}"]
        assert capture.truncated is None
        assert capture.digest == sha1_label(answer.partition(b"\r\n\r\n")[2])


def test_huge_answers_are_verified(huge: Measured) -> None:
    run = lumbung("verify", "-c", huge.collection.root)

    assert run.code == 0, run.out + run.err
