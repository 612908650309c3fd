"""No export holds anybody's number, in whatever place of a page it stood, unless that was asked for and written down."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from archive import Collection
from archive.decisions import read_lines
from crawler.demo.answers import Answer
from crawler.demo.pictures import mosaic_jpeg
from tests.end_to_end.conftest import crawl, links, new_collection, small_site
from tests.end_to_end.exported import ALL, FORMS, export, manifest, texts

# Made up; each is what its kind looks like.
SECRETS = {
    "nik": "1805134505900001",
    "kk": "1805131208150003",
    "phone": "081234567890",
    "bank_account": "123401012345678",
    "email": "siti.contoh@gmail.com",
}
SAID = {
    "nik": f"NIK {SECRETS['nik']}",
    "kk": f"Kartu Keluarga {SECRETS['kk']}",
    "phone": "WA 0812-3456-7890",
    "bank_account": f"rekening BRI {SECRETS['bank_account']}",
    "email": SECRETS["email"],
}


def jpeg(kind: str) -> bytes:
    return mosaic_jpeg(kind, 600, 400)


def _article(kind: str) -> Answer:
    """Everything it says holds something of somebody's."""
    said = SAID[kind]
    tag = f"/tag/{quote(said)}"
    body = (
        f"<article><h1>Bantuan warga {said}</h1><p class=author>Penulis: {said}</p>"
        f'<figure><img src="/foto/{kind}.jpg" width=600 height=400 alt="Foto {said}">'
        f"<figcaption>Warga {said} (Foto: {said})</figcaption></figure>"
        + f"<p>Warga Desa Contohrejo menerima bantuan, hubungi {said} untuk keterangan lebih lanjut.</p>" * 6
        + f'<p>Tag: <a rel=tag href="{tag}">{said}</a></p></article>'
    )
    head = f'<meta name=author content="{said}"><meta name=keywords content="bantuan, {said}">'
    return Answer(f"<!DOCTYPE html><html><head><title>Bantuan {said}</title>{head}</head><body>{body}".encode())


def _path(kind: str) -> str:
    """Of an address that says it once more, plain or encoded."""
    said = SAID[kind]
    encoded = "".join(f"%{byte:02X}" for byte in said.encode()) if kind in ("nik", "phone") else quote(said, safe="")
    return f"/artikel/{re.sub('[^A-Za-z0-9@.]+', '-', said)}?asal={encoded}"


@pytest.fixture(scope="module")
def personal(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    collection = new_collection(tmp_path_factory.mktemp("pribadi") / "koleksi")
    paths = [_path(kind) for kind in SECRETS]
    answers: dict[str, Answer | Callable[..., Answer]] = {"/": links(*paths)}
    answers |= {path: _article(kind) for path, kind in zip(paths, SECRETS, strict=True)}
    answers |= {f"/foto/{kind}.jpg": Answer(jpeg(kind), "image/jpeg") for kind in SECRETS}
    with small_site(answers) as site:
        run = crawl(collection, site.url, "--requisites", "all")
    assert run.code in (0, 2), run.err
    return collection


def _digests(collection: Collection) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in collection.archive.iterdir()}


@pytest.mark.parametrize("form", FORMS)
def test_no_export_holds_personal_data_and_the_archive_stays_as_it_is(
    personal: Collection, tmp_path: Path, form: str
) -> None:
    before, to = _digests(personal), tmp_path / FORMS[form]

    run = export(personal, form, to, *ALL)

    assert run.code == 0, run.err
    said = texts(to)
    packed = re.sub(r"(?<=\d)[ .+-]{1,2}(?=\d)", "", unquote(said))
    for kind, secret in SECRETS.items():
        assert secret not in said, kind
        assert secret not in packed, kind
        assert quote(secret, safe="") not in said, kind
    assert "siti" not in said
    assert "contoh@" not in said
    assert "▒▒▒" in said
    assert _digests(personal) == before
    redaction = manifest(to)["redaction"]
    assert redaction["redacted"]
    assert set(redaction["covered"]) == set(SECRETS)
    assert all(redaction["covered"].values()), redaction


def test_what_was_planted_is_really_there(personal: Collection, tmp_path: Path) -> None:
    to = tmp_path / "a.jsonl"

    run = export(personal, "jsonl", to, *ALL, "--unredacted", "--reason", "uji dengan data buatan", "--who", "Penguji")

    assert run.code == 0, run.err
    rows = [json.loads(line) for line in to.read_text("utf-8").splitlines()]
    of = {kind: next(row for row in rows if secret in row["text"].replace("-", "")) for kind, secret in SECRETS.items()}
    for kind, row in of.items():
        said = SAID[kind]
        assert said in row["title"]
        assert said in " ".join(row["tags"])
        assert said in str(row["captions"])
        assert "▒" not in json.dumps(row, ensure_ascii=False)
        assert said.split()[-1] in unquote(unquote(row["url"])).replace("+", " ")


def test_personal_data_leave_only_with_a_reason_that_is_kept_before(personal: Collection, tmp_path: Path) -> None:
    to, record = tmp_path / "a.jsonl", personal.root / "decisions" / "access.jsonl"
    before = [line for _, line in read_lines(record)]

    refused = export(personal, "jsonl", to, "--unredacted")
    assert refused.code == 1
    assert "--reason" in refused.err
    assert not to.exists()
    assert [line for _, line in read_lines(record)] == before

    asked = ("--unredacted", "--reason", "penelitian dengan izin desa", "--who", "Penguji", *ALL)
    assert export(personal, "jsonl", to, *asked).code == 0

    (line,) = [line for _, line in read_lines(record)][len(before) :]
    assert (line["who"], line["reason"]) == ("Penguji", "penelitian dengan izin desa")
    assert line["what"].startswith("export jsonl")
    told = manifest(to)["redaction"]
    assert told == {
        "redacted": False, "reason": "penelitian dengan izin desa", "who": "Penguji",
        "recorded_in": "decisions/access.jsonl",
    }  # fmt: skip


def test_pictures_come_out_of_the_archive_as_their_servers_gave_them(personal: Collection, tmp_path: Path) -> None:
    to = tmp_path / "gambar.zip"

    run = export(personal, "captions", to, *ALL, "--images", "--as", "csv")

    assert run.code == 0, run.err
    with zipfile.ZipFile(to) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("captions.csv").decode(), newline="")))
        inside = json.loads(archive.read("manifest.json"))
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith("images/")}
    assert set(files.values()) == {jpeg(kind) for kind in SECRETS}
    assert {row["image_file"] for row in rows} == set(files)
    for row in rows:
        assert row["image_status"] == "archived"
        assert row["warc_filename"] in {path.name for path in personal.archive.iterdir()}
    assert inside["pictures"] == manifest(to)["pictures"] == {"written": len(SECRETS), "missing": 0}
    assert "file" not in inside
