"""WARCs: what is written is read back byte for byte, and nothing harms what was written."""

import errno
import gzip
import hashlib
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import Collection
from archive.errors import EvidenceError
from archive.http import split_head
from archive.index.cdxj import read_cdxj, scan_captures
from archive.spool import Spool
from archive.warc import writer as writer_module
from archive.warc.exchange import Trail, wire_response
from archive.warc.members import read_members
from archive.warc.reader import page_of, parse_fields, read_record, read_records
from archive.warc.records import one_line, warc_fields
from archive.warc.salvage import salvage
from archive.warc.writer import WarcWriter
from tests.archive.conftest import exchange

URL = "http://contoh.desa.id/berita"
HEAD = b"HTTP/1.1 200 Oke Sip\r\nx-Odd:   a\r\nContent-Type: text/html; charset=utf-8\r\nX-Latin: \xe9\r\n\r\n"
TRAIL = Trail(via="http://contoh.desa.id/", hops="L")


def only_warc(collection: Collection) -> Path:
    (stem,) = collection.stems()
    return collection.warc_file(stem)


def test_an_exchange_is_stored_as_response_request_and_metadata_of_one_moment(
    collection: Collection, writer: WarcWriter
) -> None:
    sent = exchange(URL, HEAD + b"isi")
    writer.write_exchange(sent, TRAIL)
    writer.finish()

    info, response, request, metadata = read_records(only_warc(collection))

    assert [record.type for record in (info, response, request, metadata)] == [
        "warcinfo",
        "response",
        "request",
        "metadata",
    ]
    assert response.block == HEAD + b"isi"
    assert request.block == sent.request
    assert {record.field("warc-date") for record in (response, request, metadata)} == {"2026-11-25T01:02:03.456789Z"}
    assert response.field("warc-concurrent-to") == f"<{request.id}>"
    assert metadata.field("warc-concurrent-to") == f"<{response.id}>"
    assert {record.field("warc-warcinfo-id") for record in (response, request, metadata)} == {f"<{info.id}>"}
    fields = dict(parse_fields(metadata.block))
    assert (fields["via"], fields["hopsFromSeed"], fields["fetchTimeMs"]) == ("http://contoh.desa.id/", "L", "250")


def test_a_capture_points_at_the_record_that_holds_its_answer(collection: Collection, writer: WarcWriter) -> None:
    first = writer.write_exchange(exchange(URL, HEAD + b"satu"), TRAIL)
    second = writer.write_exchange(exchange(URL + "/2", HEAD + b"dua"), TRAIL)
    writer.finish()

    assert first is not None
    assert second is not None
    record = read_record(only_warc(collection), second.offset)
    assert (record.id, record.length, record.url) == (second.record_id, second.length, URL + "/2")
    assert page_of(record).body == b"dua"
    assert list(read_cdxj(collection.cdxj_file(collection.stems()[0]))) == [first, second]


def test_an_index_made_while_writing_equals_one_made_from_the_records(
    collection: Collection, writer: WarcWriter
) -> None:
    for number in range(5):
        writer.write_exchange(exchange(f"{URL}/{number}", HEAD + b"%d" % number), TRAIL)
    writer.finish()

    assert sorted(scan_captures(only_warc(collection)), key=lambda c: c.url) == list(
        read_cdxj(collection.cdxj_file(collection.stems()[0]))
    )


@given(body=st.binary(max_size=2000), value=st.binary(max_size=40).filter(lambda v: b"\n" not in v and b"\r" not in v))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_body_and_any_header_bytes_are_read_back_as_they_were(
    collection: Collection, body: bytes, value: bytes
) -> None:
    writer = WarcWriter(collection, [("software", "x")])
    answer = b"HTTP/1.1 200 OK\r\nX-Any: " + value + b"\r\n\r\n" + body
    capture = writer.write_exchange(exchange(URL, answer), TRAIL)
    writer.finish()

    assert capture is not None
    assert read_record(collection.archive / capture.warc_filename, capture.offset).block == answer


def test_a_chunked_answer_is_stored_unframed_and_can_be_put_together_again(
    collection: Collection, writer: WarcWriter
) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: 1\r\n\r\n"
    framing = b"4;ext=1\r\n\r\n6\r\n\n0\r\nX-Trailer: ya\r\n\r\n"
    early = b"HTTP/1.1 103 Early Hints\r\n\r\n"
    sent = exchange(URL, head + b"satudualah", framing=framing, preamble=early, rest=b"SAMPAH")
    writer.write_exchange(sent, TRAIL)
    writer.finish()

    _, response, _, metadata = read_records(only_warc(collection))

    assert response.block == b"HTTP/1.1 200 OK\r\nA: 1\r\n\r\nsatudualah"
    whole = early + head + b"4;ext=1\r\nsatu\r\n6\r\ndualah\n0\r\nX-Trailer: ya\r\n\r\n" + b"SAMPAH"
    assert wire_response(*split_head(response.block), parse_fields(metadata.block)) == whole


def test_a_request_without_an_answer_leaves_what_came_and_why(collection: Collection, writer: WarcWriter) -> None:
    assert (
        writer.write_exchange(exchange(URL, head=b"SSH-2.0\r\n", error="garbage", error_detail="no\r\nstatus"), TRAIL)
        is None
    )
    assert writer.write_exchange(exchange(URL, request=b"", ip_address=None, error="dns"), TRAIL) is None
    writer.finish()

    _, request, garbage, dns = read_records(only_warc(collection))

    assert request.type == "request"
    fields = dict(parse_fields(garbage.block))
    assert (fields["error"], fields["errorDetail"], fields["wire-received"]) == ("garbage", "no status", "U1NILTIuMA0K")
    assert dict(parse_fields(dns.block))["error"] == "dns"


@pytest.mark.parametrize(
    ("error", "truncated"),
    [("length", "length"), ("time", "time"), ("disconnect", "disconnect"), ("garbage", "unspecified")],
)
def test_a_cut_off_answer_says_why_it_was_cut(
    collection: Collection, writer: WarcWriter, error: str, truncated: str
) -> None:
    capture = writer.write_exchange(exchange(URL, HEAD + b"separ", error=error), TRAIL)
    writer.finish()

    assert capture is not None
    assert capture.truncated == truncated
    assert read_record(only_warc(collection), capture.offset).field("warc-truncated") == truncated


def test_a_file_is_open_until_finished_and_then_has_its_manifest(collection: Collection, writer: WarcWriter) -> None:
    writer.write_exchange(exchange(URL, HEAD), TRAIL)
    assert collection.stems() == []
    assert [path.name.endswith(".warc.gz.open") for path in collection.open_warcs()] == [True]

    writer.finish()

    assert collection.open_warcs() == []
    path = only_warc(collection)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert collection.manifest_file(collection.stems()[0]).read_text() == f"{digest}  archive/{path.name}\n"


def test_captures_are_in_an_open_index_once_synced_and_sorted_at_the_end(
    collection: Collection, writer: WarcWriter
) -> None:
    captures = [writer.write_exchange(exchange(f"{URL}/{number}", HEAD), TRAIL) for number in (2, 1)]
    writer.sync()

    (path,) = collection.open_indexes()
    assert list(read_cdxj(path)) == captures

    writer.finish()

    assert collection.open_indexes() == []
    assert list(read_cdxj(collection.cdxj_file(collection.stems()[0]))) == captures[::-1]


def test_a_file_that_the_disk_gives_back_changed_gets_no_final_name(collection: Collection, writer: WarcWriter) -> None:
    writer.write_exchange(exchange(URL, HEAD + b"isi"), TRAIL)
    (path,) = collection.open_warcs()
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)

    with pytest.raises(EvidenceError, match="other bytes than were written"):
        writer.finish()

    assert collection.stems() == []
    assert list((collection.root / "manifests").iterdir()) == []


def test_files_are_rotated_by_size_and_each_begins_with_a_warcinfo(tmp_path: Path, collection: Collection) -> None:
    config = (collection.root / "collection.toml").read_text() + "\n[crawl.limits]\nwarc_bytes = 1500\n"
    (collection.root / "collection.toml").write_text(config)
    writer = WarcWriter(Collection.open(collection.root), [("software", "x")])
    for number in range(6):
        writer.write_exchange(exchange(f"{URL}/{number}", HEAD), TRAIL)
    writer.finish()

    stems = collection.stems()
    assert len(stems) > 2
    for stem in stems:
        info, *rest = read_records(collection.warc_file(stem))
        assert info.type == "warcinfo"
        assert info.field("warc-filename") == stem + ".warc.gz"
        assert rest


def test_a_large_body_goes_through_a_file_and_comes_back_the_same(
    collection: Collection, writer: WarcWriter, tmp_path: Path
) -> None:
    body = random.Random(1).randbytes(3_000_000)
    spool = Spool(HEAD, tmp_path)
    for start in range(0, len(body), 50_000):
        spool.write(body[start : start + 50_000])
    assert not spool.is_small
    small = writer.write_exchange(exchange(URL, HEAD + b"kecil"), TRAIL)
    large = writer.write_exchange(exchange(URL, HEAD, body=spool), TRAIL)
    writer.finish()

    assert small is not None
    assert large is not None
    record = read_record(only_warc(collection), large.offset)
    assert record.block == HEAD + body
    assert record.length == large.length
    assert all(member.record.is_whole for member in read_members(only_warc(collection)))
    checked = [member.record for member in read_members(only_warc(collection)) if member.offset == large.offset]
    assert (checked[0].block_digest, checked[0].payload_digest) == (record.field("warc-block-digest"), large.digest)


def test_nothing_from_outside_can_add_a_field_to_a_record(collection: Collection, writer: WarcWriter) -> None:
    trail = Trail(via="http://a.id/\r\nWARC-Type: warcinfo", hops="L")
    writer.write_exchange(exchange(URL, HEAD, error="time", error_detail="a\nb\x00c"), trail)
    writer.finish()

    for record in read_records(only_warc(collection)):
        assert len([name for name, _ in record.fields if name == "warc-type"]) == 1
        if record.type == "metadata":
            fields = parse_fields(record.block)
            assert ("errorDetail", "a b c") in fields
            assert "WARC-Type" not in dict(fields)


@given(value=st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_written_into_a_block_of_fields_comes_back_as_one_field(value: str) -> None:
    read = parse_fields(warc_fields([("reason", value), ("takedown", "T-1")]))

    assert [name for name, _ in read] == ["reason", "takedown"]
    assert read[0][1] == one_line(value)


@pytest.mark.parametrize("line_end", ["\u2028", "\x85", "\x0b"])
def test_only_a_line_break_ends_a_field(line_end: str) -> None:
    said = f"satu{line_end}takedown: palsu"

    assert dict(parse_fields(warc_fields([("reason", said)])))["reason"].endswith("takedown: palsu")


def test_a_record_id_tells_nothing_of_the_machine(collection: Collection, writer: WarcWriter) -> None:
    writer.write_exchange(exchange(URL, HEAD), TRAIL)
    writer.finish()

    assert all(record.id.split("-")[2].startswith("4") for record in read_records(only_warc(collection)))


# ---- crashes and full disks ----


@pytest.fixture(autouse=True)
def _let_go(writer: WarcWriter) -> Iterator[None]:
    yield
    writer.leave()


class FullDisk:
    """A file on a disk that is full after so many bytes."""

    def __init__(self, path: Path, room: int) -> None:
        self._file = path.open("xb", buffering=0)
        self._room = room

    def write(self, data: bytes) -> int:
        taken = min(len(data), self._room)
        if not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        self._room -= taken
        return self._file.write(data[:taken])

    def make_room(self) -> None:
        self._room = 1_000_000

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


def test_a_full_disk_stops_the_writer_and_harms_nothing_written_before(
    collection: Collection, writer: WarcWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "open_file", lambda path, mode: FullDisk(path, 2500))

    def fill_the_disk() -> None:
        for number in range(99):
            writer.write_exchange(exchange(f"{URL}/{number}", HEAD), TRAIL)

    with pytest.raises(EvidenceError, match="make space") as caught:
        fill_the_disk()

    assert isinstance(caught.value.__cause__, OSError)
    (path,) = collection.open_warcs()
    assert all(member.fault is None for member in read_members(path))
    (mended,) = salvage(collection, {})
    assert mended.cut_bytes == 0
    assert len(list(read_records(only_warc(collection)))) >= 4


def test_a_record_written_after_a_refused_one_follows_the_last_whole_one(
    collection: Collection, writer: WarcWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    disks: list[FullDisk] = []

    def small_disk(path: Path, mode: str) -> FullDisk:
        disks.append(FullDisk(path, 1500))
        return disks[-1]

    monkeypatch.setattr(writer_module, "open_file", small_disk)
    writer.write_resource("urn:x:first", "text/plain", b"isi")
    with pytest.raises(EvidenceError):
        writer.write_resource("urn:x:refused", "text/plain", os.urandom(9000))
    disks[0].make_room()
    writer.write_resource("urn:x:second", "text/plain", b"isi")
    writer.finish()

    path = only_warc(collection)
    assert all(member.fault is None for member in read_members(path))
    uris = [record.field("warc-target-uri") for record in read_records(path)]
    assert uris == [None, "urn:x:first", "urn:x:second"]
    (manifest,) = (collection.root / "manifests").iterdir()
    assert manifest.read_text().startswith(hashlib.sha256(path.read_bytes()).hexdigest())


def test_a_damaged_member_is_named_with_its_place(collection: Collection, writer: WarcWriter) -> None:
    writer.write_exchange(exchange(URL, HEAD + b"isi" * 500), TRAIL)
    writer.finish()
    path = only_warc(collection)
    whole = list(read_members(path))
    data = bytearray(path.read_bytes())
    data[whole[1].offset + 40] ^= 0xFF
    path.write_bytes(data)

    last = list(read_members(path))[-1]

    assert last.offset == whole[1].offset
    assert last.fault is not None


def test_each_record_is_one_gzip_member_that_any_gunzip_reads(collection: Collection, writer: WarcWriter) -> None:
    writer.write_exchange(exchange(URL, HEAD + b"isi"), TRAIL)
    writer.finish()
    path = only_warc(collection)

    members = list(read_members(path))

    assert len(members) == 4
    assert gzip.decompress(path.read_bytes()).count(b"WARC/1.1\r\n") == 4
    assert all(member.record.is_whole for member in members)
    assert sum(member.length for member in members) == path.stat().st_size
