"""An erasure takes out what was asked for, everywhere, and nothing else; what it leaves is whole."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from archive import Collection
from archive.access.takedowns import takedown_of
from archive.against import Compared, compare_with_copy
from archive.erasure.names import first_stem, next_stem, now_called
from archive.erasure.scrubbing import Marks
from archive.erasure.told import tombstones_in
from archive.errors import ArchiveError
from archive.fixity import Fault, Verified, verify_collection
from archive.index.cdxj import read_all_captures
from archive.replay.payload import payload_of
from archive.warc.members import read_members
from archive.warc.reader import read_record, read_records
from crawler.erasing import Facts, erase_takedown
from crawler.frontier.store import Frontier
from crawler.importing import import_warcs
from tests.archive.erasure.made import GONE, SECRET, TAKEDOWN, all_bytes, make_collection, request_erasure
from tests.archive.replay.stored import SITE
from tests.end_to_end.foreign import SITE as ASING
from tests.end_to_end.foreign import article, bare_record, chunked, html, members, written_by_warcio


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    collection = make_collection(tmp_path_factory.mktemp("hapus") / "koleksi")
    assert faults_of(collection) == []
    assert SECRET.encode() in all_bytes(collection)
    return collection


@pytest.fixture
def collection(made: Collection, tmp_path: Path) -> Collection:
    shutil.copytree(made.root, tmp_path / "koleksi")
    return Collection.open(tmp_path / "koleksi")


def faults_of(collection: Collection) -> list[Fault]:
    return list(verify_collection(collection, Verified()))


def erase(collection: Collection, takedown: str = TAKEDOWN, **more: bool) -> Facts:
    given = {"with_pictures": False, "is_trial": False} | more
    return erase_takedown(
        collection, takedown, authority="Kepala Arsip", by="Uji", reason="melindungi anak",
        progress=lambda *told: None, **given,
    )  # fmt: skip


def records(collection: Collection) -> dict[str, bytes]:
    """Each record's bytes on disk, by its id."""
    found = {}
    for stem in collection.stems():
        content = collection.warc_file(stem).read_bytes()
        for member in read_members(collection.warc_file(stem)):
            record_id = (member.record.field("warc-record-id") or "").strip("<>")
            found[record_id] = content[member.offset : member.offset + member.length]
    return found


def test_what_was_asked_for_is_nowhere_and_everything_else_is_byte_for_byte(collection: Collection) -> None:
    before = records(collection)
    captures = {
        one.record_id: one for stem in collection.stems() for one in read_all_captures(collection.cdxj_file(stem))
    }

    done = erase(collection)

    after = records(collection)
    gone = {one for one, capture in captures.items() if capture.url == GONE}
    assert {one["record_id"] for one in done["erased"]} == gone
    assert len(gone) == 2
    kept = before.keys() & after.keys()
    changed = {one for one in kept if before[one] != after[one]}
    assert all(b"WARC-Type: warcinfo" in gzip.decompress(after[one]) for one in changed - captures.keys())
    (standing,) = changed & captures.keys()  # the copy at another address, which was a revisit
    assert captures[standing].url == f"{SITE}/salinan/"
    # Two answers with a request and a metadata record each, and the resource that quoted the page.
    assert len(before.keys() - after.keys()) == 7
    report = (collection.crawl_folder("20261125000000-abcd") / "report.html").read_text()
    assert SECRET not in report


def test_a_revisit_of_what_went_holds_its_payload_itself_and_is_read(collection: Collection) -> None:
    erase(collection)

    (capture,) = [one for one in collection.captures() if one.url == f"{SITE}/salinan/"]
    record = read_record(collection.archive / capture.warc_filename, capture.offset)
    assert record.type == "response"
    assert SECRET.encode() in record.block
    assert record.field("warc-refers-to") is None
    (line,) = [one for one in collection.documents() if one.id == capture.record_id]
    assert line.url == capture.url
    assert line.title == SECRET
    assert faults_of_kinds(collection) == {"erased"}


def faults_of_kinds(collection: Collection) -> set[str]:
    return {fault.kind for fault in faults_of(collection)}


def test_nothing_of_a_page_survives_when_its_copies_go_too(collection: Collection) -> None:
    request_erasure(
        collection, {"kind": "address", "value": f"{SITE}/salinan/"}, {"kind": "address", "value": GONE}, takedown="t-2"
    )

    erase(collection, "t-2", with_pictures=True)

    assert SECRET.encode() not in all_bytes(collection)
    assert b"JFIF" not in all_bytes(collection)
    assert b"Fulan" not in all_bytes(collection)
    assert not list(collection.root.glob("*.sqlite"))
    folder = collection.crawl_folder("20261125000000-abcd")
    assert (folder / "events.jsonl").read_text().count("\n") == 1
    assert (folder / "failures.csv").read_bytes() == f"time,site,url,reason,detail\r\n2,s,{SITE}/b,x,y\r\n".encode()
    assert (folder / "log.txt").read_text() == f"12:01 INFO Capture stored: {SITE}/b\n"
    assert faults_of_kinds(collection) == {"erased"}


def test_the_tombstone_says_what_went_when_why_and_on_whose_authority(collection: Collection) -> None:
    original = next(one for one in collection.captures() if one.url == GONE)
    erase(collection)

    found = [told for stem in collection.stems() for told in tombstones_in(collection.warc_file(stem))]

    answers = [one for one in found if one.type in ("response", "revisit")]
    assert {one.url for one in answers} == {GONE}
    one = next(told for told in answers if told.record_id == original.record_id)
    assert one.digest == original.digest
    assert one.date.startswith("2026-11-2")
    assert (one.who, one.reason, one.takedown) == ("Kepala Arsip", "melindungi anak", TAKEDOWN)
    (shortened,) = [told for told in found if told.type == "resource"]
    replaced = [
        record
        for stem in collection.stems()
        for record in read_records(collection.warc_file(stem))
        if record.id == shortened.replaced_by
    ]
    assert b"Berita lain lagi" in replaced[0].block
    step = takedown_of(collection.root, TAKEDOWN)
    assert step.state == "erased"
    assert {told["url"] for told in step.of("erasure")[0]["erased"]} == {GONE}
    assert SECRET not in json.dumps(step.steps)


def test_old_names_are_resolved_and_untouched_files_keep_theirs(collection: Collection) -> None:
    before = set(collection.stems())
    done = erase(collection)

    for one in done["warcs"]:
        assert not collection.warc_file(one["old"]).exists()
        assert not collection.manifest_file(one["old"]).exists()
        assert collection.now_called(one["old"]) == one["new"]
    assert len(before & set(collection.stems())) == 1
    assert [first_stem(stem) for stem in collection.stems()] == sorted(before)
    # Pointers to the picture, which stayed, lead to it where it lies now.
    names = {collection.warc_file(stem).name for stem in collection.stems()}
    assert all(line.capture.warc_filename in names for line in collection.documents())


def test_an_erasure_of_one_capture_leaves_the_address(collection: Collection) -> None:
    (first, *_rest) = sorted((one for one in collection.captures() if one.url == GONE), key=lambda one: one.captured_at)
    request_erasure(collection, {"kind": "capture", "value": first.record_id}, takedown="t-3")

    erase(collection, "t-3")

    left = [one for one in collection.captures() if one.url == GONE]
    assert len(left) == 1
    assert left[0].revisit_of is None  # it was a revisit of the one that went
    assert faults_of_kinds(collection) == {"erased"}


def test_erasing_again_from_the_same_file_counts_up(collection: Collection) -> None:
    erase(collection)
    request_erasure(collection, {"kind": "address", "value": f"{SITE}/2026/11/biasa/"}, takedown="t-4")

    done = erase(collection, "t-4")

    (one,) = done["warcs"]
    assert one["new"].endswith(".e2")
    assert faults_of_kinds(collection) == {"erased"}
    urls = {told.url for stem in collection.stems() for told in tombstones_in(collection.warc_file(stem))}
    assert urls >= {GONE, f"{SITE}/2026/11/biasa/"}


def test_a_trial_changes_nothing(collection: Collection) -> None:
    before = all_bytes(collection)

    done = erase(collection, is_trial=True)

    assert len(done["erased"]) == 2
    (collection.root / ".lock").unlink()
    assert all_bytes(collection) == before


@pytest.mark.parametrize("spoil", ["no outcome", "damaged", "nothing", "no authority"])
def test_what_may_not_be_erased_is_refused_before_anything_is_changed(collection: Collection, spoil: str) -> None:
    takedown, authority, before = TAKEDOWN, "Kepala", records(collection)
    if spoil == "no outcome":
        path = collection.root / "decisions" / "takedowns.jsonl"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    elif spoil == "damaged":
        manifest = collection.manifest_file(collection.stems()[0])
        manifest.write_text(manifest.read_text().replace("a", "b"))
    elif spoil == "nothing":
        takedown = "t-9"
        request_erasure(collection, {"kind": "address", "value": f"{SITE}/tidak-ada"}, takedown=takedown)
    else:
        authority = " "

    with pytest.raises(ArchiveError):
        erase_takedown(collection, takedown, authority=authority, by="Uji", reason="x", with_pictures=False,
                       is_trial=False, progress=lambda *told: None)  # fmt: skip

    assert records(collection) == before
    assert not (collection.root / "erasing.json").exists()


def test_nothing_is_erased_while_a_crawl_is_not_at_its_end(collection: Collection) -> None:
    (collection.archive / "lumbung-20261126120000000-00000-uji.warc.gz.open").write_bytes(b"")
    before = records(collection)
    collection_with_open = Collection.open(collection.root)
    frontier = Frontier(collection.frontier_file)
    frontier.remember("crawl_id", "20261125000000-abcd")
    frontier.commit()
    frontier.close()
    path = collection.crawl_folder("20261125000000-abcd") / "report.json"
    path.write_text(path.read_text().replace('"finished",', '"stopped",'))

    with pytest.raises(ArchiveError, match="a crawl is not at its end"):
        erase(collection_with_open)

    assert records(collection) == before


def test_what_others_wrote_is_erased_as_well(collection: Collection, tmp_path: Path) -> None:
    plain = written_by_warcio(
        tmp_path / "asing.warc", {"/rahasia": article("Rahasia asing yang panjang"), "/b": article("Dua")}
    )
    packed = written_by_warcio(
        tmp_path / "lain.warc.gz", {"/rahasia": article("Rahasia asing yang panjang"), "/c": article("Tiga")}
    )
    with collection.lock():
        import_warcs(collection, [plain, packed], "Uji", None, lambda *told: None)
    before = records(collection)
    request_erasure(collection, {"kind": "address", "value": f"{ASING}/rahasia"}, takedown="t-5")

    done = erase(collection, "t-5")

    assert len(done["erased"]) == 2
    assert {one["new"] for one in done["warcs"]} >= {"asing.e1.warc", "lain.e1"}
    assert b"Rahasia asing" not in all_bytes(collection)
    after = records(collection)
    assert all(after[one] == before[one] for one in after.keys() & before.keys())
    assert collection.import_of("asing.e1.warc") == collection.import_of("lain.e1")
    assert faults_of_kinds(collection) == {"erased"}


def test_what_browser_crawlers_keep_of_a_page_and_what_could_not_be_indexed_goes_with_it(
    collection: Collection, tmp_path: Path
) -> None:
    page, other = f"{ASING}/rahasia", f"{ASING}/lain"
    beside = [f"urn:text:{page}", f"urn:view:{page}", f"screenshot:{page}", page]
    kept = [bare_record(uri, b"Rahasia asing", 10 + place, WARC_Type="resource") for place, uri in enumerate(beside)]
    kept += [
        bare_record(page, b"Rahasia asing", 20, WARC_Type="conversion"),
        bare_record(page, b"tanpa kepala: Rahasia asing", 21),
        bare_record(page, html(article("Rahasia asing")), 22, WARC_Date=""),
        bare_record(f"{page}?lanjutan", b"Rahasia asing", 23, WARC_Type="continuation",
                    WARC_Segment_Origin_ID="<urn:uuid:00000000-0000-4000-8000-000000000001>"),
        bare_record(f"urn:text:{other}", b"teks lain", 24, WARC_Type="resource"),
    ]  # fmt: skip
    answers = (bare_record(page, html(article("Rahasia asing"))), bare_record(other, html(article("Lain")), 2))
    (tmp_path / "peramban.warc.gz").write_bytes(members(*answers, *kept))
    with collection.lock():
        import_warcs(collection, [tmp_path / "peramban.warc.gz"], "Uji", None, lambda *told: None)
    request_erasure(collection, {"kind": "address", "value": page}, takedown="t-6")

    erase(collection, "t-6")

    left = all_bytes(collection)
    assert b"Rahasia asing" not in left
    assert b"teks lain" in left


def test_a_revisit_that_was_sent_otherwise_than_what_it_repeats_is_read_as_that_was(
    collection: Collection, tmp_path: Path
) -> None:
    page, again = f"{ASING}/rahasia", f"{ASING}/lagi"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    original = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(article("Rahasia asing"))
    revisit = bare_record(again, head + b"\r\n", 2, WARC_Type="revisit", WARC_Profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
                          WARC_Refers_To="<urn:uuid:00000000-0000-4000-8000-000000000001>")  # fmt: skip
    (tmp_path / "asing.warc.gz").write_bytes(members(bare_record(page, original), revisit))
    with collection.lock():
        import_warcs(collection, [tmp_path / "asing.warc.gz"], "Uji", None, lambda *told: None)
    request_erasure(collection, {"kind": "address", "value": page}, takedown="t-7")

    erase(collection, "t-7")

    (capture,) = (one for one in collection.captures() if one.url == again)
    assert payload_of(collection, capture).body == article("Rahasia asing")


def test_no_other_file_is_overwritten_though_it_is_called_as_a_rewritten_one_would_be(
    collection: Collection, tmp_path: Path
) -> None:
    stem = next(one.warc_filename for one in collection.captures() if one.url == GONE).removesuffix(".warc.gz")
    namesake = written_by_warcio(tmp_path / f"{stem}.e1.warc.gz", {"/milik": article("Milik orang lain")})
    with collection.lock():
        import_warcs(collection, [namesake], "Uji", None, lambda *told: None)

    done = erase(collection)

    assert f"{stem}.e2" in {one["new"] for one in done["warcs"]}
    assert collection.warc_file(f"{stem}.e1").read_bytes() == namesake.read_bytes()
    assert faults_of_kinds(collection) == {"erased"}


def test_a_backup_that_still_holds_it_is_told_of(collection: Collection, tmp_path: Path) -> None:
    shutil.copytree(collection.root, tmp_path / "salinan")
    erase(collection)

    faults = list(compare_with_copy(collection, tmp_path / "salinan", Compared()))

    held = {fault.file for fault in faults if fault.kind == "copy_of_erased"}
    assert len(held) == 3
    assert all("still holds what was erased" in fault.fault for fault in faults if fault.kind == "copy_of_erased")
    assert not any(fault.is_of_evidence for fault in faults)


def test_names_of_rewritten_warcs_sort_where_the_old_ones_stood() -> None:
    assert next_stem("lumbung-20261126-00000-desa") == "lumbung-20261126-00000-desa.e1"
    assert next_stem("lumbung-20261126-00000-desa.e9") == "lumbung-20261126-00000-desa.e10"
    assert next_stem("asing.warc") == "asing.e1.warc"
    assert now_called("a", ["a.e2", "a.e10", "ab.e11"]) == "a.e10"
    assert now_called("a.e3", ["a.e2"]) is None


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.jsonl", '{"url": "http://x.id/a"}\n{"url": "http://x.id/ab"}\n', '{"url": "http://x.id/ab"}\n'),
        ("a.jsonl", '{"title": "Judul \\u00e9 yang panjang"}\n', '{"title": "[dihapus]"}\n'),
        ("a.html", "<b>Judul é yang panjang</b> http://x.id/a", "<b>[dihapus]</b> http://x.id/a"),
        ("a.csv", 'u,v\nhttp://x.id/a,"1\n2"\nb,"http://x.id/a/c"\n', 'u,v\nb,"http://x.id/a/c"\n'),
        ("a.txt", "lihat http://x.id/a, lalu\nlain\n", "lain\n"),
        ("a.jsonl", '{"id": "urn:x:1"}\n{}\n', "{}\n"),
        ("a.jsonl", '{"url": "http://x.id/a", "title": "satu\u2028dua\x85tiga"}\n{}\n', "{}\n"),
        ("a.csv", "http://x.id/a,satu\u2028dua\r\nb,satu\u2028dua\r\n", "b,satu\u2028dua\r\n"),
    ],
)  # fmt: skip
def test_lines_that_name_a_page_go_and_its_title_goes_everywhere(name: str, before: str, after: str) -> None:
    marks = Marks(frozenset({"urn:x:1"}), frozenset({"http://x.id/a"}), frozenset({"Judul é yang panjang"}))
    assert marks.shortened(name, before.encode()) == after.encode()
    assert marks.shortened(name, after.encode()) in (None, after.encode())
    assert marks.shortened(name, b"tentang hal lain\n") is None
