"""The contract of the wire: what odd servers send and are sent is what the archive holds, byte for byte."""

from __future__ import annotations

import base64
import json
import re
import ssl
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive import Collection
from tests.end_to_end.conftest import Run, crawl, lumbung, new_collection
from tests.wire.conftest import Recorded, closed_port, recorded_exchanges
from tests.wire.odd_answers import ANSWER_SECONDS, BROTLI_ANSWERS, MAX_BODY_BYTES, ODD_ANSWERS, UNANSWERED
from tests.wire.odd_server import OddSite, Turn, expired_certificate, serve

LIMITS = f"""
[crawl.limits]
max_body_bytes = {MAX_BODY_BYTES}
answer_seconds = {ANSWER_SECONDS}
"""
# On several sites, because a site rests after each fault.
SHARES = [dict(list(ODD_ANSWERS.items())[number::4]) for number in range(4)]
VERSIONS = [version for version in ssl.TLSVersion if version.name.startswith("TLSv1")]
NO_ANSWER = {
    *("head-of-300-kb", "slow-head", "cut-in-the-head", "closed-without-a-word", "reset-at-once"),
    *("garbage", "garbage-before-the-status-line"),
}
TRUNCATED = {
    None: None,
    "time": "time",
    "length": "length",
    "garbage": "unspecified",
    **dict.fromkeys(("disconnect", "unconfirmed"), "disconnect"),
}


@dataclass(frozen=True)
class Crawled:
    """One crawl of all odd sites. `unanswering` is address to error of those that are no HTTP server."""

    collection: Collection
    sites: list[OddSite] = field(repr=False)
    unanswering: dict[str, str]
    run: Run
    seconds: float
    exchanges: list[Recorded] = field(repr=False)

    def turns_and_exchanges(self, site: OddSite, name: str) -> list[tuple[Turn, Recorded]]:
        """Each request for an answer as the server saw it, and as it was recorded."""
        turns = [turn for turn in site.turns if turn.target == f"/kasus/{name}"]
        exchanges = [one for one in self.exchanges if one.url == site.url_of(name) and one.request]
        return list(zip(turns, exchanges, strict=True))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("wire")
    collection = new_collection(folder / "koleksi", LIMITS)
    with ExitStack() as stack:
        sites = [stack.enter_context(serve(share)) for share in SHARES]
        for share, version in zip(SHARES, VERSIONS, strict=True):
            sites.append(stack.enter_context(serve(share, expired_certificate(folder, version))))
        unanswering = {
            "http://tidak-ada.invalid/": "dns",
            f"http://127.0.0.1:{closed_port(stack)}/": "refused",
            stack.enter_context(serve({})).url.replace("http:", "https:"): "tls",
        }
        started = time.monotonic()
        run = crawl(collection, *(site.url for site in sites), *unanswering)
        seconds = time.monotonic() - started
        yield Crawled(collection, sites, unanswering, run, seconds, recorded_exchanges(collection))


@pytest.mark.parametrize("name", ODD_ANSWERS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_a_server_sent_is_held_byte_for_byte(crawled: Crawled, scheme: str, name: str) -> None:
    (site,) = (site for site in crawled.sites if name in site.answers and site.url.startswith(scheme + ":"))

    rounds = crawled.turns_and_exchanges(site, name)
    assert rounds
    for turn, exchange in rounds:
        check_round(turn, exchange)


def check_round(turn: Turn, exchange: Recorded) -> None:
    """One answer as the server sent it against what the records say was received."""
    message = turn.answer.message
    if turn.answer is UNANSWERED:
        # Whether this side still hears the end of an idle connection as one is chance.
        assert exchange.note("error") in ("closed", "reset")
        assert exchange.received == b""
        return
    assert exchange.note("error") == turn.error
    if turn.error is None:
        assert bytes(turn.sent) == message
        assert exchange.received == message
    else:
        assert message.startswith(exchange.received)
    if turn.error in ("time", "disconnect", "unconfirmed"):
        # The end came after all that was sent.
        assert exchange.received == bytes(turn.sent)
    if turn.error == "length":
        assert len(exchange.received) > MAX_BODY_BYTES
    if exchange.answer is None:
        assert turn.error
    elif turn.error or exchange.answer.type == "response":
        assert exchange.answer.type == "response"
        assert exchange.answer.field("warc-truncated") == TRUNCATED[turn.error]


def test_answers_that_share_a_payload_are_stored_once_and_rebuilt_all_the_same(crawled: Crawled) -> None:
    revisits = [one for one in crawled.exchanges if one.answer and one.answer.type == "revisit"]

    assert any(one.note("wire-chunk-framing") for one in revisits)
    assert any(one.note("wire-preamble") for one in revisits)
    assert any(one.note("wire-rest") for one in revisits)


def test_every_request_a_server_received_is_recorded_and_no_other(crawled: Crawled) -> None:
    recorded = defaultdict(list)
    for exchange in crawled.exchanges:
        if exchange.request:
            recorded[exchange.url].append(exchange.request.block)
    received = defaultdict(list)
    for site in crawled.sites:
        for turn in site.turns:
            received[site.url + turn.target[1:]].append(turn.received)

    assert recorded == received


def test_the_second_attempt_on_a_new_connection_is_not_hidden(crawled: Crawled) -> None:
    for site in (crawled.sites[0], crawled.sites[len(SHARES)]):
        lost = site.turns.index(next(turn for turn in site.turns if turn.answer is UNANSWERED))
        first, second = site.turns[lost : lost + 2]
        assert (first.target, first.received) == (second.target, second.received)
        assert first.connection != second.connection
        attempts = crawled.turns_and_exchanges(site, first.target.removeprefix("/kasus/"))
        assert [exchange.note("connection") for _, exchange in attempts] == ["reused", "new"]


def test_an_answer_that_is_none_is_kept_with_its_error_and_no_capture(crawled: Crawled) -> None:
    for site in crawled.sites:
        for name in NO_ANSWER.intersection(site.answers):
            _, exchange = crawled.turns_and_exchanges(site, name)[0]
            assert exchange.answer is None
            assert exchange.request
            assert exchange.metadata.field("warc-concurrent-to") == f"<{exchange.request.id}>"
            assert exchange.note("error") == site.answers[name][0].error
    captured = {capture.url for capture in crawled.collection.captures()}
    assert not any(url.endswith("/closed-without-a-word") for url in captured)


def test_a_server_that_cannot_be_talked_to_leaves_metadata_with_the_reason(crawled: Crawled) -> None:
    for url, error in crawled.unanswering.items():
        attempts = [one for one in crawled.exchanges if one.url == url + "robots.txt"]
        assert attempts
        for one in attempts:
            assert (one.answer, one.request) == (None, None)
            assert one.note("error") == error
            assert one.note("errorDetail")


def test_records_of_one_exchange_point_at_each_other(crawled: Crawled) -> None:
    for one in crawled.exchanges:
        if one.answer and one.request:
            assert one.request.field("warc-concurrent-to") == f"<{one.answer.id}>"
            assert one.answer.field("warc-concurrent-to") == f"<{one.request.id}>"
            assert one.metadata.field("warc-concurrent-to") == f"<{one.answer.id}>"
            assert one.answer.url == one.request.url == one.metadata.url
            assert one.answer.field("warc-ip-address") == "127.0.0.1"


def test_tls_version_cipher_and_certificate_are_kept_though_nobody_should_trust_it(crawled: Crawled) -> None:
    for site, version in zip(crawled.sites[len(SHARES) :], VERSIONS, strict=True):
        assert site.tls
        protocol = version.name.replace("TLSv1_", "tls/1.").replace("TLSv1", "tls/1.0")
        for name in site.answers:
            for turn, exchange in crawled.turns_and_exchanges(site, name):
                assert turn.tls == (exchange.note("tlsVersion"), exchange.note("tlsCipher"))
                assert ("warc-protocol", protocol) in exchange.metadata.fields
                suite = exchange.metadata.field("warc-cipher-suite") or ""
                assert re.fullmatch(r"TLS_(\w+_WITH_)?(AES|CHACHA20)_\w+_SHA(256|384)?", suite), turn.tls
                is_new = exchange.note("connection") == "new"
                certificate = base64.b64decode(exchange.note("tlsCertificate") or "")
                assert certificate == (site.tls.certificate if is_new else b"")


def test_nothing_hangs(crawled: Crawled) -> None:
    assert crawled.run.code in (0, 2), crawled.run.err
    assert crawled.seconds < 60
    for site in crawled.sites:
        assert {turn.target for turn in site.turns} >= {f"/kasus/{name}" for name in site.answers}
    longest = max(int(one.note("fetchTimeMs") or 0) for one in crawled.exchanges)
    assert longest < 1000 * (ANSWER_SECONDS + 2)


def test_what_was_stored_is_verified(crawled: Crawled) -> None:
    run = lumbung("verify", "-c", crawled.collection.root)

    assert run.code == 0, run.out + run.err


@pytest.mark.needs("judges")
@pytest.mark.parametrize("tool", ["warcio", "fastwarc"])
def test_others_find_every_digest_right(crawled: Crawled, judges: Path, tool: str) -> None:
    for stem in crawled.collection.stems():
        checked = subprocess.run(
            [judges / tool, "check", crawled.collection.warc_file(stem)], capture_output=True, text=True, check=False
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.needs("judges")
def test_cdxj_indexer_makes_the_same_index_of_it(crawled: Crawled, judges: Path) -> None:
    for stem in crawled.collection.stems():
        warc = crawled.collection.warc_file(stem)
        indexed = subprocess.run([judges / "cdxj-indexer", "-s", warc], capture_output=True, text=True, check=True)
        theirs = [row for row in rows(indexed.stdout) if str(row[0]).startswith("http")]
        assert rows(crawled.collection.cdxj_file(stem).read_text()) == theirs


def rows(cdxj: str) -> list[tuple[str | None, ...]]:
    lines = (json.loads(line.split(" ", 2)[2]) for line in cdxj.splitlines())
    return sorted(tuple(facts.get(key) for key in ("url", "status", "digest", "length", "offset")) for facts in lines)


def test_brotli_sent_unasked_is_stored_as_it_came(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "koleksi")
    with serve(BROTLI_ANSWERS) as site:
        run = crawl(collection, site.url)
    exchanges = recorded_exchanges(collection)

    assert run.code == 0, run.err
    crawled = Crawled(collection, [site], {}, run, 0, exchanges)
    for name in BROTLI_ANSWERS:
        for turn, exchange in crawled.turns_and_exchanges(site, name):
            check_round(turn, exchange)
            assert exchange.request
            assert b"\r\nAccept-Encoding: gzip\r\n" in exchange.request.block
    assert lumbung("verify", "-c", collection.root).code == 0
