"""Sites that go on for ever: the trap is named and left, and every article beside it is captured."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qs

import pytest

from archive import Collection
from crawler.demo.answers import Answer, Visit
from tests.end_to_end.conftest import captured, crawl, only_report, page, reasons, small_site

NEWS = {
    f"/kabar/{name}-di-balai-desa": page(
        f"<h1>{name.title()}</h1><p>Warga Contohrejo berkumpul untuk {name} bersama pengelola perpustakaan.</p>"
    )
    for name in ("menjahit", "beternak-lele", "membatik", "membaca-nyaring", "menanam-cabai", "membuat-keripik")
}
# The last three are found in the trap only.
LISTED, HIDDEN = list(NEWS)[:3], list(NEWS)[3:]


def linking(*targets: str, words: str = "") -> Answer:
    menu = ["/", *LISTED]
    return page(f"<p>{words}</p>" + "".join(f'<a href="{target}">x</a> ' for target in [*menu, *targets]))


def calendar(visit: Visit) -> Answer:
    """Months, weeks and days, forwards and backwards without end."""
    folder, kind, shown = visit.path.strip("/").split("/")
    day = date.fromisoformat(shown + "-01" if kind == "bulan" else shown)
    step = {"bulan": 31, "minggu": 7, "hari": 1}[kind]
    around = [day + timedelta(days=step), day - timedelta(days=step)]
    targets = [f"/{folder}/{other}/{one.isoformat()}" for one in around for other in ("minggu", "hari")]
    targets += [f"/{folder}/bulan/{one:%Y-%m}" for one in around]
    if shown == "2026-12":
        targets.append(HIDDEN[0])
    return linking(*targets, words=f"Tidak ada kegiatan desa yang tercatat pada {day:%d %B %Y} di kalender ini.")


def shop(visit: Visit) -> Answer:
    """Filters that combine, and pages of each combination."""
    chosen = dict(pair.split("=") for pair in visit.query.split("&") if pair)
    choices = {
        "warna": ("merah", "biru", "hijau"),
        "ukuran": ("kecil", "sedang", "besar"),
        "urut": ("baru", "murah"),
        "asal": ("rw-satu", "rw-dua"),
        "page": ("2", "3"),
    }
    targets = []
    for name, values in choices.items():
        for value in values:
            query = "&".join(f"{key}={one}" for key, one in {**chosen, name: value}.items())
            targets.append(f"/lapak?{query}")
    if chosen == {"warna": "merah"}:
        targets.append(HIDDEN[1])
    return linking(*targets, words="Keranjang bambu, tas rotan dan kain batik buatan ibu-ibu Contohrejo.")


def pager(visit: Visit) -> Answer:
    """There is always a next page; after the third it shows the third again."""
    number = int(visit.path.rstrip("/").rpartition("/")[2])
    last = [HIDDEN[2]] if number >= 3 else []
    return linking(*last, f"/berita/halaman/{number + 1}/", words="Semua kabar desa, yang terbaru di atas.")


def sessions(name: str) -> Callable[[Visit], Answer]:
    """Every link of every page carries a session id of its own."""
    numbers = itertools.count()

    def answer(visit: Visit) -> Answer:
        target = parse_qs(visit.query).get("ke", [""])[0]
        if target and target not in NEWS:
            return page("tidak ada")

        def with_id(path: str) -> str:
            return f"/sesi?ke={path}&{name}={next(numbers):016x}a9b8c7d6"

        body = NEWS[target].body.decode() if target else "<p>Selamat datang di situs resmi pemerintah desa.</p>"
        return page(body + "".join(f'<a href="{with_id(path)}">x</a>' for path in ["", *NEWS]))

    return answer


def redirects(visit: Visit) -> Answer:
    return Answer(b"", status=302, headers=(("Location", f"/putar?ke={int(visit.query.partition('=')[2]) + 1}"),))


@pytest.mark.parametrize(
    ("door", "trap", "reason", "hidden"),
    [
        ("/kalender/bulan/2026-11", {"/kalender/": calendar}, "calendar", [HIDDEN[0]]),
        ("/lapak", {"/lapak": shop}, "facets", [HIDDEN[1]]),
        ("/berita/halaman/1/", {"/berita/halaman/": pager}, "pager", [HIDDEN[2]]),
        ("/putar?ke=1", {"/putar": redirects}, "too_many_redirects", []),
    ],
)
def test_a_trap_is_left_and_named_and_the_articles_beside_and_in_it_are_captured(
    collection: Collection, door: str, trap: dict[str, Callable[[Visit], Answer]], reason: str, hidden: list[str]
) -> None:
    with small_site({"/": linking(door), **NEWS}, below=trap) as site:
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        paths = captured(collection, site)
        assert {*LISTED, *hidden} <= set(paths)
        assert len([path for path in paths if path not in {"/", *NEWS}]) <= 50
        assert reason in reasons(collection, "skipped.csv").values()
        report = only_report(collection)
        assert (report["finish_reason"], report["remaining"]) == ("finished", 0)


def test_a_session_id_of_a_known_name_makes_no_new_address(collection: Collection) -> None:
    with small_site({"/": linking("/sesi?ke=")}, below={"/sesi": sessions("PHPSESSID")}) as site:
        crawl(collection, site.url)

        asked = [path for path in captured(collection, site) if path.startswith("/sesi")]
        assert sorted(path.partition("&")[0] for path in asked) == sorted(f"/sesi?ke={path}" for path in ["", *NEWS])


def test_a_session_id_of_an_unknown_name_is_seen_through(collection: Collection) -> None:
    with small_site({"/": linking("/sesi?ke=")}, below={"/sesi": sessions("kunci")}) as site:
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        asked = [path.partition("&")[0] for path in captured(collection, site) if path.startswith("/sesi")]
        assert set(asked) == {f"/sesi?ke={path}" for path in ["", *NEWS]}
        assert len(asked) <= 50
        assert "session" in reasons(collection, "skipped.csv").values()


def test_a_long_archive_that_has_something_to_show_is_followed_to_its_end(collection: Collection) -> None:
    def month(visit: Visit) -> Answer:
        year, number = map(int, visit.path.strip("/").split("/"))
        before = f"/{year - (number == 1)}/{(number - 2) % 12 + 1:02d}/"
        article = f"/kabar/panen-raya-tahun-{year}-bulan-{number}"
        return linking(article, *([before] if year > 2018 else []), words="Arsip bulanan kabar desa Contohrejo.")

    def article(visit: Visit) -> Answer:
        return page(f"<h1>{visit.path.rpartition('/')[2]}</h1><p>Sawah desa dipanen bersama.</p>")

    months = {f"/{year}/": month for year in range(2015, 2030)}
    with small_site({"/": linking("/2026/11/")}, below={"/kabar/": article, **months}) as site:
        crawl(collection, site.url)

        paths = captured(collection, site)
        assert len([path for path in paths if path.startswith("/20")]) == 8 * 12
        assert len([path for path in paths if path.startswith("/kabar/panen")]) == 8 * 12


def test_pages_told_apart_by_a_number_alone_are_never_taken_for_a_trap(collection: Collection) -> None:
    def numbered(visit: Visit) -> Answer:
        number = int(visit.query.partition("=")[2])
        return linking(*([f"/berita?id={number + 1}"] if number < 120 else []), words="Kabar dari balai desa kami.")

    with small_site({"/": linking("/berita?id=1")}, below={"/berita": numbered}) as site:
        crawl(collection, site.url)

        assert len([path for path in captured(collection, site, 200) if path.startswith("/berita")]) == 120
