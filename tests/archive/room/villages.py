"""A made-up collection for the pages about villages, recipients, reviews and jobs.

    python -m tests.archive.room.villages DIR        makes it, to look at with: lumbung serve -c DIR

Each site, article and recipient is there for one thing that a page must tell; names of regions come from the table.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive import Collection
from archive.config import Who

Line = dict[str, Any]

DWIMULYO, SIDOMULYO = "18.05.13.2021", "18.05.13.2006"
PHONE = "0812-3456-7890"
HOSTILE = '<script>alert(1)</script> \u202e=HYPERLINK("http://jahat.example") \x07'
STEM = "lumbung-20261101000000000-00000-contoh"

# site id, code, state
SITES: dict[str, tuple[str, str]] = {
    "satu.contoh.desa.id": (DWIMULYO, "well"),
    "dua.contoh.desa.id": (SIDOMULYO, "well"),
    "judi.contoh.desa.id": ("33.22.01.2001", "hijacked"),
    "pindah.contoh.desa.id": ("33.22.01.2002", "moved"),
    "mati.contoh.desa.id": ("33.22.01.2003", "unreachable"),
    "anonim.contoh.desa.id": ("", "well"),
}
JOBS = ("20260901000000-aaaa", "20261101000000-bbbb")

RECIPIENTS = (
    ("Perpustakaan Satu", "Dwimulyo", "Penawar Tama", "Kab. Tulang Bawang", "Lampung", "2024"),
    ("Perpustakaan Dua", "Sidomulyo", "Penawar Tama", "Kab. Tulang Bawang", "Lampung", "2023"),
    ("Perpustakaan Tiga", "Getasan", "Getasan", "Kab. Semarang", "Jawa Tengah", "2024"),
    ("Perpustakaan Empat", "Tajuk", "Getasan", "Kab. Semarang", "Jawa Tengah", "2022"),
    ("Perpustakaan Lima", "Batur", "Getasan", "Kab. Semarang", "Jawa Tengah", "2024"),
    ("Perpustakaan Enam", "Kopeng", "Getasan", "Kab. Semarang", "Jawa Tengah", "2024"),
    ("Perpustakaan Ragu", "Tellulimpoe", "", "", "Sulawesi Selatan", "2024"),
    ("Perpustakaan Entah", "Desa Yang Tidak Ada", "Tiada", "Kab. Antah Berantah", "", "2024"),
)
WITHOUT_SITE = "33.22.01.2006"  # Getasan


def write_collection(root: Path) -> Collection:
    """The collection in a new or empty folder."""
    collection = Collection.create(root, Who(operator="Perpustakaan Contoh", contact="arsip@contoh.example"))
    _write_seeds(root)
    _write_recipients(root)
    (root / "archive" / f"{STEM}.warc.gz").write_bytes(b"")
    lines = documents()
    with (root / "documents" / f"{STEM}.jsonl").open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    for crawl in JOBS:
        write_job(root, crawl)
    return collection


def _write_seeds(root: Path) -> None:
    rows = [
        {"id": site, "url": f"https://{site}/", "name": f"Situs {site}", "kode_wilayah": code, "tags": "contoh"}
        for site, (code, _) in SITES.items()
    ]
    _write_csv(root / "seeds.csv", rows)


def _write_recipients(root: Path) -> None:
    rows = [
        {
            "id": hashlib.sha256(name.encode()).hexdigest()[:10], "name": name, "desa": desa, "kecamatan": kecamatan,
            "kabupaten": kabupaten, "provinsi": provinsi, "year": year, "batch": "Tahap 1",
            "kode_wilayah": "", "source": f"sk-{year}.csv:{number}",
        }
        for number, (name, desa, kecamatan, kabupaten, provinsi, year) in enumerate(RECIPIENTS, 2)
    ]  # fmt: skip
    _write_csv(root / "recipients.csv", rows)


def _write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)


def documents() -> list[Line]:
    """All lines, in the order of their captures."""
    whole = "Warga Dwimulyo belajar bersama di perpustakaan. Program TPBIS membuka kelas menjahit bagi 25 ibu."
    quote = "“Saya dulu tidak punya penghasilan, sekarang bisa menjual keripik lewat internet,” kata Ibu Contoh."
    private = f"{whole}\n\nHubungi Bapak Contoh di {PHONE} untuk pelatihan TPBIS berikutnya."
    found = [
        article("satu.contoh.desa.id", 1, "2026-10-12", "Kelas menjahit TPBIS di perpustakaan", whole,
                activities=["pelatihan_keterampilan"], event="2026-10-10", participants=25),
        article("satu.contoh.desa.id", 1, "2026-10-12", "Kelas menjahit TPBIS di perpustakaan desa",
                whole.replace("25 ibu", "30 ibu dan 5 bapak"), captured="2026-11-01T02:00:00Z",
                activities=["pelatihan_keterampilan"], event="2026-10-10", participants=35),
        article("satu.contoh.desa.id", 2, "2026-11-03", "Kisah Ibu Contoh berkat perpustakaan",
                f"Perpustakaan desa ikut TPBIS sejak 2024.\n\n{quote}\n\nKini ia mengajar tetangganya.",
                activities=["testimoni"], testimony=quote),
        article("satu.contoh.desa.id", 3, "2026-09-20", "Pelatihan komputer TPBIS", private, private=PHONE,
                activities=["pelatihan_tik"]),
        article("satu.contoh.desa.id", 4, "2026-10-01", "Musyawarah desa", "Musyawarah di balai desa.", terms=()),
        article("satu.contoh.desa.id", 5, "2026-11-05", HOSTILE, f"Program TPBIS {HOSTILE} selesai.",
                activities=["kunjungan"], caption=HOSTILE),
        article("satu.contoh.desa.id", 6, "2026-08-17", "Lomba baca di taman",
                "Anak-anak lomba membaca di taman baca dekat perpustakaan inklusi.", terms=("inklusi",),
                relation="borderline", score=0.4),
        article("dua.contoh.desa.id", 1, "2025-06-01", "Sosialisasi TPBIS", "Sosialisasi program TPBIS di balai desa.",
                activities=["sosialisasi"]),
        article("dua.contoh.desa.id", 2, "2026-10-15", "Kelas menjahit TPBIS di perpustakaan (salinan)", whole,
                activities=["pelatihan_keterampilan"], story=article_id("satu.contoh.desa.id", 1)),
        article("anonim.contoh.desa.id", 1, "2026-10-20", "Warung baca warga",
                "Warung baca warga belajar keterampilan inklusi bersama.", terms=("inklusi",),
                relation="borderline", score=0.55),
        article("judi.contoh.desa.id", 1, "2024-05-05", "Bimtek pengelola TPBIS", "Bimtek pengelola program TPBIS.",
                activities=["bimtek"]),
    ]  # fmt: skip
    # The copy is the story of what came before it and is old news in its own village: it stopped.
    found[8]["published_at"] = "2025-12-01"
    return found


def article_id(site: str, number: int) -> str:
    return "sha1:" + hashlib.sha256(f"{site}/{number}".encode()).hexdigest()[:40]


def article(
    site: str,
    number: int,
    day: str,
    title: str,
    text: str,
    *,
    terms: tuple[str, ...] = ("TPBIS",),
    relation: str = "",
    score: float = 0.95,
    activities: list[str] | None = None,
    event: str | None = None,
    participants: int | None = None,
    testimony: str = "",
    private: str = "",
    story: str = "",
    captured: str = "2026-09-01T02:00:00Z",
    caption: str = "Warga di perpustakaan",
) -> Line:
    """A line as the reader writes it; what says it is of the programme stands where its terms stand."""
    evidence = [
        {"term": term.lower(), "where": where, "quote": _sentence(said, term), "start": said.index(term),
         "end": said.index(term) + len(term)}
        for where, said in (("title", title), ("text", text)) for term in terms if term in said
    ]  # fmt: skip
    relation = relation or ("core" if evidence else "none")
    shown = testimony or text.split(". ")[0]
    facts = [
        {"field": "activity", "value": one, "where": "text", "quote": shown, "start": text.index(shown),
         "end": text.index(shown) + len(shown)}
        for one in activities or ()
    ]  # fmt: skip
    record = "urn:uuid:" + hashlib.sha256(f"{site}{number}{captured}".encode()).hexdigest()[:32]
    url = f"https://{site}/artikel/{day.replace('-', '/')}/{number}"
    own = article_id(site, number)
    code = SITES[site][0]
    return {
        "schema": "lumbung-document/1", "id": record, "article_id": own, "url": url, "canonical_url": url,
        "captured_at": captured,
        "capture": {"warc_filename": f"{STEM}.warc.gz", "offset": number * 1000, "length": 900, "record_id": record,
                    "payload_digest": "sha1:" + "A" * 32, "status": 200, "mime": "text/html"},
        "kind": "article", "platform": "opensid", "title": title, "author": "Penulis Contoh", "author_kind": "person",
        "language": "id", "categories": ["Berita"], "tags": None, "published_at": day, "published_source": "url",
        "modified_at": None, "text": text, "dateline": None,
        "captions": [{"text": caption, "credit": "Dok. Contoh", "image_url": f"https://{site}/foto.jpg",
                      "original_url": None, "alt": None, "raw": f"{caption} (Foto: Dok. Contoh)", "image": None,
                      "image_status": "not_fetched"}],
        "parts": None,
        "programme": {"relevant": relation == "core" or (relation == "borderline" and score >= 0.5),
                      "score": score if relation != "none" else 0.0, "relation": relation, "evidence": evidence,
                      "activities": activities or [], "event_start": event, "event_end": event, "place": None,
                      "participants": participants, "facts": facts},
        "village": _village(code), "regions": [], "same_as": None, "near_duplicate_of": None, "story_id": story or own,
        "flags": ["personal_data"] if private else [],
        "flag_details": [
            {"flag": "personal_data", "kind": "phone", "where": "text", "quote": "08…", "start": text.index(private),
             "end": text.index(private) + len(private)}
        ] if private else [],
        "reader": {"version": "4", "platform_reader": "opensid"},
    }  # fmt: skip


def _sentence(text: str, term: str) -> str:
    return next((part for part in text.replace("\n\n", ". ").split(". ") if term in part), text)


def _village(code: str) -> Mapping[str, Any] | None:
    from archive.regions import region_table

    table = region_table()
    region = table.get(code)
    if region is None:
        return None
    names = {one.level: one.name for one in (*table.ancestors(code), region)}
    return {"kode_wilayah": code, **names, "evidence": [{"where": "seeds.csv", "quote": code}]}


def write_job(root: Path, crawl: str, *, finish_reason: str = "finished") -> None:
    """A job's folder: the later one finds what became of the sites since."""
    folder = root / "crawls" / crawl
    folder.mkdir(parents=True, exist_ok=True)
    at = f"{crawl[:4]}-{crawl[4:6]}-{crawl[6:8]}T01:00:00Z"
    is_last = crawl == JOBS[-1]
    sites = [
        {"site": site, "url": f"https://{site}/", "platform": "opensid", "archived": 3, "new": 2, "relevant": 1,
         "failed": 0, "bytes": 40_000, "finish_reason": "finished", **_state(state if is_last else "well")}
        for site, (_, state) in SITES.items()
    ]  # fmt: skip
    names = ("archived", "relevant", "failed", "bytes")
    report = {
        "schema": "lumbung-crawl/1", "crawl_id": crawl, "started_at": at,
        "finished_at": None if finish_reason == "running" else at.replace("T01", "T02"),
        "finish_reason": finish_reason, "operator": "Perpustakaan Contoh", "contact": "arsip@contoh.example",
        "options": {"delay": None}, "requisites": "relevant", "error": None, "internal_errors": [], "runs": [],
        "totals": {name: sum(int(site.get(name) or 0) for site in sites) for name in names}, "sites": sites,
        "remaining": 0, "failures": {"gone": 1}, "skips": {"robots": 2}, "warcs": [f"{STEM}.warc.gz"],
        "hosts": {"hosts": len(sites), "urls": 40, "bytes": 240_000}, "findings": [_finding(crawl)] if is_last else [],
    }  # fmt: skip
    (folder / "report.json").write_text(json.dumps(report))
    (folder / "report.html").write_text("<!doctype html><title>L</title><script>alert(1)</script><p>Laporan panen")
    rows = [
        {"time": at, "site": "satu.contoh.desa.id", "url": f"https://satu.contoh.desa.id/{number}",
         "via": "https://satu.contoh.desa.id/", "reason": "gone", "detail": " =1+1" if number else "HTTP 404"}
        for number in range(130)
    ]  # fmt: skip
    _write_csv(folder / "failures.csv", rows)
    _write_csv(folder / "skipped.csv", [{**rows[0], "reason": "robots"}])
    _write_csv(folder / "hosts.csv", [{"host": site, "urls": 5, "bytes": 9_000, "new": 3} for site in SITES])
    _write_csv(folder / "mime_types.csv", [{"mime": "text/html", "urls": 30, "bytes": 1000, "new_bytes": 900}])
    _write_csv(folder / "response_codes.csv", [{"code": 200, "urls": 30, "bytes": 1000}])
    missing = {"site": "satu.contoh.desa.id", "source": "feed", "url": "https://x/", "reason": "gone", "detail": ""}
    _write_csv(folder / "missing.csv", [missing])
    (folder / "events.jsonl").write_text("".join(json.dumps(one) + "\n" for one in (_events(at) if is_last else ())))


def _state(state: str) -> Line:
    match state:
        case "hijacked":
            return {"hijack": {"is_taken": True, "pages": {}}}
        case "moved":
            return {"moved_to": "https://pindah-baru.contoh.example/"}
        case "unreachable":
            return {"archived": 0, "unreachable": 1, "failed": 1, "new": 0, "relevant": 0}
    return {}


def _finding(crawl: str) -> Line:
    words = {"title": "Situs tidak terjangkau", "what": "mati.contoh.desa.id tidak menjawab",
             "means": "Beritanya tidak dapat dipanen.", "advice": "Tanyakan kepada pihak desa."}  # fmt: skip
    return {
        "id": f"{crawl}/unreachable/mati", "monitor": "unreachable", "severity": "warning",
        "site": "mati.contoh.desa.id", "state": "new", "since": "2026-11-01T01:00:00Z",
        "first_found_at": "2026-11-01T01:00:00Z", "last_found_at": "2026-11-01T01:00:00Z", "closed_at": None,
        "closed_because": None, "passes": False, "figures": {}, "events": [],
        "text": {"id": words, "en": {**words, "title": "Site cannot be reached"}},
    }  # fmt: skip


def _events(at: str) -> list[Line]:
    site, own = "satu.contoh.desa.id", article_id("satu.contoh.desa.id", 1)
    url = f"https://{site}/artikel/2026/10/12/1"
    common = {"site": site, "found_at": at, "last_seen_at": "2026-09-01T02:00:00Z", "before": None, "after": None}
    return [
        {**common, "event": "edited", "url": url, "article_id": own, "title": "Kelas", "detail": "title, text"},
        {**common, "event": "vanished", "url": f"https://{site}/9", "article_id": None, "title": "Berita lama",
         "detail": "HTTP 404"},
        {**common, "event": "site_hijacked", "site": "judi.contoh.desa.id", "url": "https://judi.contoh.desa.id/",
         "article_id": None, "title": None, "detail": None},
    ]  # fmt: skip


if __name__ == "__main__":
    write_collection(Path(sys.argv[1]))
