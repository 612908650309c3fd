"""A hand-made site: frames, tables, session ids in every link, and windows-1252 that says it is utf-8."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from crawler.demo.answers import Answer, Entry, Site, Visit
from crawler.demo.stories import indonesian_date, wib
from tests.sites.expected import SampleArticle, SampleSite
from tests.sites.reports import Report, first, first_number, jpeg, make_reports, nothing_expected, pages_of

NAME = "Website Resmi Desa Contohsari"
PLACES = ("Dusun Krajan", "Dusun Contohlor", "Dusun Contohkidul", "Dusun Sumbermisal")
REPORTS = make_reports("handmade", 31, wib(2014, 11, 18, 9, 0), timedelta(days=13), PLACES)
LIST_LENGTH = 5
STATIC_PAGES = ("/isi.php", "/menu.php", "/profil.php", "/bukutamu.php")


def _id(report: Report) -> int:
    """The newest has the highest number."""
    return len(REPORTS) + 1 - report.number


def _title(report: Report) -> str:
    """With the curly quotes and dashes of the word processor it was written in."""
    return report.title + ("", " – Kabar Gembira", "", " “Guyub Rukun”")[report.number % 4]


def _has_date(report: Report) -> bool:
    return _id(report) % 2 == 0


def _build(base: str) -> Site:
    entries = {
        "/": Entry("page", _frames),
        "/index.php": Entry("page", _frames),
        "/menu.php": Entry("page", _menu),
        "/isi.php": Entry("page", _welcome),
        "/berita.php": Entry("article", _news),
        "/profil.php": Entry("page", lambda visit: _page(visit, "Profil Desa", _PROFILE)),
        "/bukutamu.php": Entry("page", lambda visit: _page(visit, "Buku Tamu", _GUEST_BOOK)),
        "/admin/login.php": Entry("trap", lambda visit: _page(visit, "Login Admin", _LOGIN)),
        **{f"/gambar/foto{_id(report)}.jpg": Entry("picture", jpeg(report.slug, 320)) for report in REPORTS},
    }
    missing = Answer(
        b"<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD><BODY><H1>Not Found</H1></BODY></HTML>", status=404
    )
    return Site(NAME, "generic", "Apache/2.2.22 (Unix) PHP/5.2.17", entries, missing, nothing_expected())


def _session(visit: Visit) -> str:
    """PHP without cookies: a new session, and so a new id in all links, for each request."""
    return hashlib.sha256(f"{visit.path} {visit.query} {visit.number}".encode()).hexdigest()[:32]


def _link(visit: Visit, file: str, query: str = "") -> str:
    return f"{file}?{f'{query}&' if query else ''}PHPSESSID={_session(visit)}"


def _answer(visit: Visit, html: str) -> Answer:
    headers = (
        ("X-Powered-By", "PHP/5.2.17"),
        ("Set-Cookie", f"PHPSESSID={_session(visit)}; path=/"),
        ("Expires", "Thu, 19 Nov 1981 08:52:00 GMT"),
        ("Cache-Control", "no-store, no-cache, must-revalidate, post-check=0, pre-check=0"),
    )
    return Answer(html.encode("cp1252"), "text/html; charset=utf-8", headers=headers)


def _head(title: str) -> str:
    return f"""<HTML>
<HEAD><TITLE>{title}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">
<META NAME="Author" CONTENT="Karang Taruna Contohsari"></HEAD>
"""


def _frames(visit: Visit) -> Answer:
    frames = f"""<FRAMESET COLS="180,*" BORDER=0>
<FRAME SRC="{_link(visit, "menu.php")}" NAME="menu" NORESIZE>
<FRAME SRC="{_link(visit, "isi.php")}" NAME="isi">
<NOFRAMES><BODY>Browser Anda tidak mendukung frame.</BODY></NOFRAMES>
</FRAMESET>
</HTML>
"""
    return _answer(visit, _head(NAME) + frames)


def _menu(visit: Visit) -> Answer:
    lines = "\n".join(
        f'<TR><TD BGCOLOR="#009900"><A HREF="{_link(visit, file)}" TARGET="{target}"><FONT COLOR="white">{label}</FONT></A>'
        for file, target, label in (
            ("index.php", "_top", "Depan"),
            ("profil.php", "isi", "Profil"),
            ("berita.php", "isi", "Berita"),
            ("bukutamu.php", "isi", "Buku Tamu"),
            ("admin/login.php", "isi", "Admin"),
        )
    )
    return _answer(visit, f'{_head("Menu")}<BODY BGCOLOR="#CCFFCC"><TABLE BORDER=0>\n{lines}\n</TABLE></BODY></HTML>\n')


def _page(visit: Visit, title: str, main: str) -> Answer:
    # From /admin/ the same relative links lead nowhere, as on many such sites.
    return _answer(
        visit,
        f"""{_head(f"{title} - {NAME}")}<BODY BGCOLOR="#FFFFCC" TEXT="#000000">
<TABLE WIDTH="100%" BORDER=0 CELLPADDING=4>
<TR><TD COLSPAN=2 BGCOLOR="#006600"><FONT FACE="Verdana" COLOR="yellow" SIZE=5><MARQUEE>Selamat datang di {NAME}…</MARQUEE></FONT>
<TR><TD VALIGN=top WIDTH="75%">
{main}
<TD VALIGN=top BGCOLOR="#FFFF99"><FONT SIZE=2><B>Tautan</B><BR>
<A HREF="{_link(visit, "isi.php")}">Depan</A><BR>
<A HREF="{_link(visit, "berita.php", "hal=1")}">Semua Berita</A><BR>
Pengunjung ke-{1200 + visit.number}</FONT>
</TABLE>
<CENTER><FONT SIZE=1>Dibuat oleh Karang Taruna – hak cipta dilindungi</FONT></CENTER>
</BODY></HTML>
""",
    )


def _welcome(visit: Visit) -> Answer:
    newest = "".join(
        f'<LI><A HREF="{_link(visit, "berita.php", f"id={_id(report)}")}">{_title(report)}</A>'
        for report in REPORTS[:3]
    )
    main = f"""<FONT FACE="Arial" SIZE=4 COLOR="#990000"><B>Sugeng rawuh – selamat datang</B></FONT>
<P>Situs sederhana ini memuat kabar dari “Bumi Contohsari”.
<UL>{newest}</UL>"""
    return _page(visit, "Selamat Datang", main)


def _news(visit: Visit) -> Answer:
    """berita.php?id=N is an article, berita.php?hal=N a page of the list."""
    if first(visit.query, "id"):
        return _article(visit, first_number(visit.query, "id", 0))
    page, last = first_number(visit.query, "hal", 1), pages_of(REPORTS, LIST_LENGTH)
    shown = REPORTS[max(0, page - 1) * LIST_LENGTH : max(1, page) * LIST_LENGTH]
    rows = "".join(
        f'<TR><TD><LI><A HREF="{_link(visit, "berita.php", f"id={_id(report)}")}"><B>{_title(report)}</B></A><BR>'
        f"<FONT SIZE=2>{report.paragraphs[0][:80]}…</FONT>\n"
        for report in shown
    )
    numbers = " | ".join(
        f"<B>{number}</B>"
        if number == page
        else f'<A HREF="{_link(visit, "berita.php", f"hal={number}")}">{number}</A>'
        for number in range(1, last + 1)
    )
    table = f"<TABLE BORDER=0>\n{rows}</TABLE>" if rows else "<P>Tidak ada berita."
    return _page(visit, "Berita", f"<FONT SIZE=4><B>Kumpulan Berita</B></FONT>\n{table}\n<P>Halaman: {numbers}")


def _article(visit: Visit, number: int) -> Answer:
    report = next((report for report in REPORTS if _id(report) == number), None)
    if report is None:
        return _page(visit, "Berita", "<P>Maaf, berita tidak ditemukan.")
    written = f" pada {indonesian_date(report.moment)}" if _has_date(report) else ""
    picture = (
        f'<CENTER><IMG SRC="gambar/foto{number}.jpg" WIDTH=320 HEIGHT=240><BR><FONT SIZE=1>{report.caption}</FONT></CENTER>\n'
        if report.caption
        else ""
    )
    opening, *others = report.paragraphs
    quoted = f"“Kami bangga – sungguh bangga – dengan kekompakan ini,” kata seorang warga. {others[0]}"
    text = "\n".join(f"<P ALIGN=justify>{paragraph}" for paragraph in (opening, quoted, *others[1:]))
    main = f"""<H2><FONT FACE="Arial" COLOR="#990000">{_title(report)}</FONT></H2>
<FONT SIZE=1 COLOR="gray">Ditulis oleh: Admin{written}</FONT><BR>
{picture}<FONT FACE="Times New Roman" SIZE=3>
{text}
</FONT>
<P><A HREF="{_link(visit, "berita.php", f"hal={(report.number - 1) // LIST_LENGTH + 1}")}">Kembali ke daftar berita</A>"""
    return _page(visit, _title(report), main)


_PROFILE = """<FONT SIZE=4><B>Profil Desa</B></FONT>
<P>Desa Contohsari terletak di tepi Kali Misal, terdiri atas empat dusun – semuanya rukun.
<P>Mata pencaharian utama warga ialah bertani dan beternak."""
_GUEST_BOOK = """<FONT SIZE=4><B>Buku Tamu</B></FONT>
<FORM ACTION="bukutamu.php" METHOD=POST><INPUT NAME=nama><TEXTAREA NAME=pesan></TEXTAREA>
<INPUT TYPE=submit VALUE="Kirim"></FORM>"""
_LOGIN = """<FORM ACTION="login.php" METHOD=POST>Nama: <INPUT NAME=user><BR>
Sandi: <INPUT TYPE=password NAME=pass><BR><INPUT TYPE=submit VALUE="Masuk"></FORM>"""

HANDMADE = SampleSite(
    name=NAME,
    platform="generic",
    articles=tuple(
        SampleArticle(
            path=f"/berita.php?id={_id(report)}",
            title=_title(report),
            day=report.moment.date() if _has_date(report) else None,
            words=report.words,
            other_paths=(f"/berita.php?id={_id(report)}&PHPSESSID={_id(report):032x}",),
        )
        for report in REPORTS
    ),
    build=_build,
    hidden=("/berita.php?id=999", "/berita.php?hal=99", "/admin/login.php"),
)
