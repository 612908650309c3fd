"""Desa Contohmulyo: OpenSID of 2019 with the theme Natra, articles at /index.php/first/artikel/{id}-{slug}.

The invented stories of the other sites and what both OpenSID sites print for machines are made here too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from html import escape
from urllib.parse import parse_qs, quote_plus

from crawler.demo.answers import Answer, Entry, Expectation, Maker, Site, Visit, targets
from crawler.demo.pictures import mosaic_jpeg
from crawler.demo.stories import indonesian_date, wib
from tests.sites.expected import SampleArticle, SampleSite

# ---- stories -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Story:
    """`kind` is berita, kegiatan or pustaka; `words` is the sentence that only this story has."""

    number: int
    kind: str
    title: str
    published: datetime
    author: str
    paragraphs: tuple[str, ...]
    words: str
    picture: str | None
    caption: str

    @property
    def slug(self) -> str:
        return re.sub(r"[ -]+", "-", re.sub(r"[^a-z0-9 -]", "", self.title.lower()))

    @property
    def excerpt(self) -> str:
        return self.paragraphs[0][:120]

    def mentions(self, text: str) -> bool:
        return text.lower() in " ".join((self.title, *self.paragraphs)).lower()


TOPICS = (
    ("berita", "Kerja Bakti Bersihkan Saluran Irigasi di {tempat}", "Warga {tempat} turun ke sawah sejak pagi untuk mengangkat lumpur dari saluran irigasi sepanjang {jumlah} meter."),
    ("pustaka", "Perpustakaan Desa Buka Pojok Baca di {tempat}", "Perpustakaan desa menaruh dua rak buku anak dan satu meja panjang sebagai pojok baca di {tempat}."),
    ("berita", "Penyaluran BLT Dana Desa Tahap Kedua untuk {tempat}", "Sebanyak {jumlah} keluarga penerima manfaat dari {tempat} menerima bantuan langsung tunai di balai desa."),
    ("kegiatan", "Posyandu Balita {tempat} Timbang {jumlah} Anak", "Kader posyandu {tempat} menimbang dan mengukur tinggi badan balita pada hari buka bulanan."),
    ("berita", "Musyawarah Dusun {tempat} Usulkan Perbaikan Jembatan", "Jembatan bambu menuju {tempat} menjadi usulan pertama dalam musyawarah dusun tahun ini."),
    ("kegiatan", "Jum'at Bersih: Warga {tempat} Cat Ulang Pagar Masjid", "Kegiatan Jum'at bersih kali ini diisi dengan mengecat ulang pagar masjid di {tempat}."),
    ("berita", "Panen Raya Padi di {tempat} Naik Dibanding Musim Lalu", "Kelompok tani {tempat} memanen padi dari lahan seluas {jumlah} petak dengan hasil yang lebih baik."),
    ("pustaka", "Lomba Bercerita Perpustakaan Desa Dimenangkan Siswa {tempat}", "Seorang siswa kelas lima dari {tempat} memenangkan lomba bercerita yang diadakan perpustakaan desa."),
    ("berita", "Pavingisasi Jalan Lingkungan {tempat} Selesai Tepat Waktu", "Jalan lingkungan di {tempat} kini berlapis paving sepanjang {jumlah} meter."),
    ("kegiatan", "PKK & Karang Taruna {tempat} Gelar Bazar Kue Tradisional", "Ibu-ibu PKK bersama pemuda Karang Taruna menggelar bazar kue tradisional di lapangan {tempat}."),
    ("berita", "Vaksinasi Ternak Sapi di {tempat} Cegah Penyakit Mulut dan Kuku", "Petugas peternakan menyuntik {jumlah} ekor sapi milik warga {tempat}."),
    ("kegiatan", "Senam Lansia Setiap Rabu Ramaikan {tempat}", "Para lansia {tempat} kini mempunyai jadwal senam bersama setiap hari Rabu."),
    ("berita", "Pemasangan Lampu Jalan Tenaga Surya di {tempat}", "Sebanyak {jumlah} titik lampu tenaga surya dipasang di jalan gelap menuju {tempat}."),
    ("kegiatan", "Pelatihan Menjahit untuk Ibu Rumah Tangga {tempat}", "Pelatihan menjahit selama lima hari diikuti ibu rumah tangga dari {tempat}."),
    ("berita", "Banjir Surut, Warga {tempat} Mulai Bersihkan Rumah", "Air yang menggenangi {tempat} sejak dua hari lalu sudah surut dan warga mulai membersihkan rumah."),
    ("pustaka", "Koleksi Perpustakaan Desa Bertambah Berkat Donasi Warga {tempat}", "Warga {tempat} menyerahkan {jumlah} buku bekas layak baca kepada perpustakaan desa."),
    ("berita", "Pendaftaran Calon Ketua RT di {tempat} Dibuka", "Panitia membuka pendaftaran calon ketua RT di {tempat} mulai pekan depan."),
    ("kegiatan", "Turnamen Voli \"Kades Cup\" Dimenangkan {tempat}", "Regu voli {tempat} menjadi juara setelah pertandingan final lima babak."),
    ("berita", "Bantuan Bibit Mangga Dibagikan kepada Petani {tempat}", "Pemerintah desa membagikan {jumlah} bibit mangga kepada petani {tempat}."),
    ("kegiatan", "Pentas Wayang Kulit Meriahkan Sedekah Bumi {tempat}", "Sedekah bumi di {tempat} ditutup dengan pentas wayang kulit semalam suntuk."),
    ("berita", "Sosialisasi Pengelolaan Sampah Rumah Tangga di {tempat}", "Warga {tempat} belajar memilah sampah rumah tangga menjadi tiga jenis."),
    ("berita", "Pelayanan KTP Keliling Hadir di {tempat}", "Mobil pelayanan administrasi kependudukan melayani {jumlah} warga di {tempat}."),
    ("kegiatan", "Gotong Royong Bedah Rumah Warga Kurang Mampu di {tempat}", "Sebuah rumah berdinding bambu di {tempat} diperbaiki secara gotong royong."),
    ("pustaka", "Kelas Komputer Gratis di Perpustakaan Desa Diikuti Pemuda {tempat}", "Empat komputer perpustakaan desa dipakai bergantian oleh pemuda {tempat} dalam kelas gratis."),
    ("berita", "Pos Kamling {tempat} Diresmikan Kepala Desa", "Pos keamanan lingkungan {tempat} yang dibangun dari swadaya warga diresmikan kepala desa."),
    ("berita", "Laporan Realisasi Dana Desa Dipaparkan di {tempat}", "Pemerintah desa memaparkan realisasi dana desa kepada warga {tempat}."),
    ("kegiatan", "Lomba Kebersihan Antar-RT: {tempat} Raih Juara Pertama", "Penilaian kebersihan lingkungan menempatkan {tempat} pada urutan pertama."),
    ("berita", "Sumur Bor Baru Atasi Kekeringan di {tempat}", "Sumur bor sedalam {jumlah} meter mulai mengalirkan air bersih untuk {tempat}."),
    ("kegiatan", "Mahasiswa KKN Ajari Warga {tempat} Membuat Pupuk Kompos", "Mahasiswa kuliah kerja nyata mengajak warga {tempat} membuat kompos dari kotoran kambing."),
    ("berita", "Pendataan Keluarga Dimulai dari {tempat}", "Petugas pendata mendatangi {jumlah} rumah di {tempat} pada hari pertama."),
    ("pustaka", "Perpustakaan Keliling Desa Singgah di {tempat}", "Gerobak motor perpustakaan keliling singgah di {tempat} dengan seratus lebih judul buku."),
    ("berita", "BUMDes Buka Unit Penggilingan Padi di {tempat}", "Badan usaha milik desa membuka unit penggilingan padi di {tempat}."),
    ("kegiatan", "Peringatan Hari Kemerdekaan di {tempat} Berlangsung Meriah", "Upacara dan aneka lomba mengisi peringatan hari kemerdekaan di {tempat}."),
    ("berita", "Fogging Nyamuk Demam Berdarah di {tempat}", "Petugas puskesmas melakukan pengasapan di {jumlah} rumah warga {tempat}."),
    ("kegiatan", "Pengajian Akbar Maulid Nabi Digelar di {tempat}", "Pengajian akbar dalam rangka maulid nabi digelar di halaman masjid {tempat}."),
    ("berita", "Harga Cabai Naik, Petani {tempat} Tersenyum", "Kenaikan harga cabai di pasar kecamatan membawa untung bagi petani {tempat}."),
    ("kegiatan", "Kelompok Tani {tempat} Studi Banding Budidaya Melon", "Anggota kelompok tani {tempat} berkunjung ke desa tetangga untuk belajar budidaya melon."),
    ("berita", "Penetapan Batas Tanah Kas Desa di {tempat}", "Tim desa memasang patok batas tanah kas desa di sisi barat {tempat}."),
    ("kegiatan", "Kelas Ibu Hamil {tempat} Bahas Gizi Seimbang", "Bidan desa membahas gizi seimbang dalam kelas ibu hamil di {tempat}."),
    ("berita", "Normalisasi Sungai Kecil di Sekitar {tempat}", "Alat berat mengeruk sungai kecil di sekitar {tempat} sepanjang {jumlah} meter."),
)  # fmt: skip

SENTENCES = (
    "Kegiatan dimulai pukul {jam} dan berakhir menjelang waktu zuhur.",
    "{orang} selaku ketua panitia mengucapkan terima kasih kepada semua pihak yang telah membantu.",
    "Dana kegiatan berasal dari anggaran desa dan iuran sukarela warga {tempat}.",
    "“Kami berharap hal seperti ini dapat dilanjutkan tahun depan,” kata {orang}.",
    "Hadir pula Babinsa, Bhabinkamtibmas, serta perwakilan Badan Permusyawaratan Desa.",
    "Warga yang datang lebih banyak daripada perkiraan, sehingga kursi tambahan diambil dari sekolah dasar.",
    "Hujan yang turun sebentar tidak mengurangi semangat warga {desa}.",
    "Kepala {desa} meminta agar hasilnya dirawat bersama.",
    "Menurut {orang}, persiapan memakan waktu hampir {hari} hari.",
    "Konsumsi disiapkan oleh ibu-ibu dasawisma dari rumah masing-masing.",
    "Catatan lengkap dapat dilihat pada papan pengumuman di kantor {desa}.",
    "Bagi warga yang belum sempat ikut, kesempatan berikutnya dibuka bulan depan.",
    "{orang} mengaku baru pertama kali mengikuti acara semacam ini.",
    "Rombongan kemudian meninjau lokasi dengan berjalan kaki sejauh {jumlah} meter.",
    "Perangkat desa mencatat semua usulan untuk dibahas dalam rapat berikutnya.",
    "Anak-anak tampak senang dan tidak mau pulang sampai sore.",
    "Pemuda setempat mengatur parkir kendaraan di tepi lapangan.",
    "Sebelumnya, kegiatan serupa pernah diadakan {hari} bulan yang lalu di dusun tetangga.",
    "Camat dalam sambutannya memuji kekompakan warga {tempat}.",
    "Beberapa kendala masih ditemui, terutama jalan masuk yang sempit dan licin.",
    "“Yang penting semua ikut merasakan manfaatnya,” ujar {orang} sambil tertawa.",
    "Acara ditutup dengan doa bersama dan makan nasi tumpeng.",
    "Pemerintah {desa} menargetkan pekerjaan susulan selesai sebelum musim hujan.",
    "Bidan, guru, dan tokoh agama ikut memberi masukan yang berguna.",
    "Dokumentasi kegiatan diserahkan kepada sekretaris desa untuk arsip.",
    "Jarak dari kantor desa ke {tempat} hanya sekitar {hari} kilometer.",
)  # fmt: skip

MARKS = (
    "Daftar hadir bernomor {nomor} memuat {jumlah} nama warga {tempat}.",
    "Dalam buku catatan {orang} kegiatan ini tertulis dengan nomor {nomor}.",
    "Berita acara nomor {nomor} ditandatangani {orang} bersama {hari} orang saksi.",
    "Panitia menyimpan kuitansi nomor {nomor} sebagai bukti belanja di {tempat}.",
)

PLACES = (
    "Dusun Andaian",
    "RW 03",
    "Dusun Misalan Lor",
    "Dusun Permisalan",
    "RW 05",
    "Dusun Contoh Kidul",
    "Dusun Tamsil",
)
PEOPLE = (
    "Bu Sriatun",
    "Pak Wagimin",
    "Mbak Lestariningsih",
    "Pak Darsonoto",
    "Bu Maimunaroh",
    "Mas Agungan",
    "Pak Sukartono",
)


def invent_stories(village: str, count: int, newest: datetime, author: str = "Administrator") -> tuple[Story, ...]:
    """`count` stories of one village, newest first; the same call always invents the same."""
    chance = random.Random(village)
    stories: list[Story] = []
    published, offset = newest, chance.randrange(len(TOPICS))
    for place in range(count):
        number = 11 + (count - place) * 2
        kind, title, opening = TOPICS[(place * 7 + offset) % len(TOPICS)]
        fill = {
            "desa": village,
            "tempat": PLACES[(place + place // len(TOPICS) * 3) % len(PLACES)],
            "jumlah": str(chance.randrange(18, 140)),
            "nomor": f"{number}/{published:%m/%Y}",
        }
        sentences = iter(chance.sample(SENTENCES, 13))
        mark = _fill(MARKS[place % len(MARKS)], fill, chance)
        paragraphs = [
            f"{_dateline(village, published, place)}{opening.format(**fill)} {_fill(next(sentences), fill, chance)}"
        ]
        paragraphs += [
            " ".join(_fill(next(sentences), fill, chance) for _ in range(chance.choice((2, 3))))
            for _ in range(chance.randrange(2, 5))
        ]
        later = chance.randrange(1, len(paragraphs))
        paragraphs[later] = f"{paragraphs[later]} {mark}"
        stories.append(
            Story(
                number,
                kind,
                title.format(**fill),
                published,
                author,
                tuple(paragraphs),
                mark,
                f"foto_{number}" if place % 3 == 0 else None,
                f"Suasana kegiatan di {fill['tempat']} (Foto: {chance.choice(PEOPLE)})",
            )
        )
        published -= timedelta(
            days=chance.randrange(3, 17), minutes=chance.randrange(240), seconds=chance.randrange(60)
        )
    return tuple(stories)


def _fill(sentence: str, fill: Mapping[str, str], chance: random.Random) -> str:
    hour = f"{chance.randrange(7, 11):02}.{chance.choice(('00', '15', '30'))}"
    return sentence.format(**fill, orang=chance.choice(PEOPLE), hari=chance.randrange(3, 15), jam=hour)


def _dateline(village: str, published: datetime, place: int) -> str:
    forms = ("", f"{village.upper()} - ", "", f"{village}, ({published:%d/%m/%Y}) - ")
    return forms[place % len(forms)]


def sheet(stories: Sequence[Story], number: int, length: int) -> Sequence[Story]:
    """The stories on page `number`, counted from 1."""
    return stories[max(number - 1, 0) * length : max(number, 1) * length]


def last_sheet(stories: Sequence[Story], length: int) -> int:
    return max(1, -(-len(stories) // length))


def expect_addresses(base: str, entries: Mapping[str, Entry], hidden: Sequence[str]) -> Expectation:
    """Only addresses: what the articles say stands in the SampleSite."""
    pages = tuple(base + target for target in targets(entries, "article", "listing"))
    return Expectation(pages, (), (), (), (), (), (), tuple(base + target for target in hidden))


def picture_entries(paths: Sequence[str]) -> dict[str, Entry]:
    return {path: Entry("picture", Answer(mosaic_jpeg(path, 176, 128), "image/jpeg")) for path in paths}


def asset_entries(*paths: str) -> dict[str, Entry]:
    """Style, script, icons and logos, as empty as they may be."""
    mimes = {"css": "text/css", "js": "text/javascript", "ico": "image/x-icon", "png": "image/png"}
    return {path: Entry("asset", Answer(b"/* */", mimes[path.rpartition(".")[2]])) for path in paths}


# ---- both OpenSID sites ------------------------------------------------------------------------


def opensid_html(page: Callable[[Visit], str], status: int = 200) -> Maker:
    """Every answer starts a session and forbids caches, as PHP does."""

    def answer(visit: Visit) -> Answer:
        session = random.Random(f"{visit}").randbytes(16).hex()
        headers = (
            ("X-Powered-By", "PHP/7.2.34"),
            ("Set-Cookie", f"sidcsrf={session[::-1]}; path=/; SameSite=Lax"),
            ("Set-Cookie", f"ci_session={session}; path=/; HttpOnly"),
            ("Expires", "Thu, 19 Nov 1981 08:52:00 GMT"),
            ("Cache-Control", "no-store, no-cache, must-revalidate"),
            ("Pragma", "no-cache"),
        )
        return Answer(page(visit).encode(), status=status, headers=headers)

    return answer


def opensid_feed(village: str, base: str, items: Sequence[tuple[str, Story, str]]) -> Answer:
    """RSS of (path, story, body); a blank line stands where the XML declaration ought to."""
    rows = "\n".join(
        f"<item><title>{escape(story.title)}</title><link>{base}{path}</link><guid>{base}{path}</guid>"
        f"<description><![CDATA[{story.excerpt}]]></description><category>{story.kind}</category>"
        f"<dc:creator>{story.author}</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<pubDate>{format_datetime(story.published.replace(tzinfo=UTC))}</pubDate></item>"
        for path, story, body in items
    )
    rss = f"""
  <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>{village}</title><link>{base}/</link><description>Situs Web {village}</description>
<dc:language>id</dc:language><dc:rights>Copyright {village} - OpenSID</dc:rights>
{rows}
</channel></rss>
"""
    return Answer(rss.encode(), "application/rss+xml; charset=utf-8")


def opensid_sitemap(base: str, rows: Sequence[tuple[str, datetime]]) -> Answer:
    urls = "\n".join(f"<url><loc>{base}{path}</loc><lastmod>{day:%Y-%m-%d}</lastmod></url>" for path, day in rows)
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{base}/</loc></url>
{urls}</urlset>"""
    return Answer(text.encode(), "text/xml; charset=utf-8")


def opensid_robots() -> Answer:
    folders = ("app", "assets/files", "desa", "donjo-app", "storage", "vendor")
    return Answer(("User-agent: *\n" + "".join(f"Disallow: /{folder}/\n" for folder in folders)).encode(), "text/plain")


def page_number(visit: Visit) -> int:
    """The number at the end of the path, else 1."""
    tail = visit.path.rpartition("/")[2]
    return int(tail) if tail.isdigit() else 1


def sought(visit: Visit) -> str:
    return parse_qs(visit.query).get("cari", [""])[0]


# ---- Desa Contohmulyo --------------------------------------------------------------------------

VILLAGE = "Desa Contohmulyo"
STORIES = invent_stories(VILLAGE, 53, wib(2019, 11, 28, 14, 5))
HEADLINE = STORIES[2]
CATEGORIES = {1: ("berita", "Berita Desa"), 4: ("kegiatan", "Kegiatan Desa"), 9: ("pustaka", "Perpustakaan Desa")}
DISABLED = (
    "/index.php/first/artikel/3-rancangan-pengumuman-lelang",
    "/index.php/first/artikel/8-agenda-rapat-yang-batal",
)


def article_path(story: Story) -> str:
    return f"/index.php/first/artikel/{story.number}-{story.slug}"


def other_paths(story: Story) -> tuple[str, ...]:
    return (
        f"/first/artikel/{story.number}",
        f"/first/artikel/{story.number}-{story.slug}",
        f"/index.php/first/artikel/{story.number}",
    )


@dataclass(frozen=True, slots=True)
class _Natra:
    base: str

    def frame(self, visit: Visit, title: str, content: str, head: str = "") -> str:
        base, hit = self.base, visit.number
        turning = random.Random(f"{visit.path} {hit}").sample(STORIES, 5)
        return f"""<!DOCTYPE html>
<html><head><meta http-equiv="encoding" content="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name='theme' content='Natra' />
<meta name='theme:designer' content='Ariandi Ryan Kahfi, S.Pd.' />
<meta name='theme:version' content='v19.11' />
<meta property="og:site_name" content="{VILLAGE}"/><meta property="og:type" content="article"/>
<title>{escape(title)}</title>
<link rel="shortcut icon" href="{base}/desa/logo/favicon.ico" />
<link rel="stylesheet" href="{base}/themes/natra/assets/css/style.css">
{head}<script>function renderDate() {{ var saat = new Date(); document.getElementById("jam").innerHTML = saat.getHours() +
":" + saat.getMinutes() + " 17 Agustus 1945"; setTimeout("renderDate()", 1000); }}</script></head>
<body onLoad="renderDate()"><div class="container"><header id="header"><div class="header_top">
<a href="{base}/index.php/first"><img src="{base}/desa/logo/contohmulyo.png" alt="{VILLAGE}"/></a>
<div id="jam" class="clock"></div></div>
<nav class="navbar"><ul class="nav"><li><a href="{base}/index.php/first">Beranda</a></li>
{"".join(f'<li><a href="{base}/index.php/first/kategori/{key}">{name}</a></li>' for key, (_, name) in CATEGORIES.items())}
<li><a href="{base}/index.php/first/arsip">Arsip Artikel</a></li><li><a href="{base}/index.php/siteman">Login</a></li>
</ul></nav></header>
<div class="teks_berjalan"><marquee onmouseover="this.stop()">Selamat datang di situs web {VILLAGE}. Kantor desa buka Senin
sampai Jumat pukul 08.00 - 15.00. Bayarlah PBB sebelum jatuh tempo.</marquee></div>
<section id="mainContent"><div class="content_bottom"><div class="col-lg-9 col-md-9"><div class="content_left">
{content}
</div></div><div class="col-lg-3 col-md-3"><div class="content_right">
<form action="{base}/index.php/first" method="get"><input type="text" name="cari" placeholder="Cari..."></form>
<div class="single_bottom_rightbar"><h2>Artikel Terkini</h2><ul class="recent_post">{"".join(map(self._side_item, STORIES[:6]))}
</ul></div><div class="single_bottom_rightbar"><h2>Arsip Artikel Acak</h2><ul>{"".join(map(self._side_item, turning))}</ul></div>
<div class="single_bottom_rightbar"><h2>Tautan</h2><a href="{base}{other_paths(STORIES[7])[0]}">Kabar pilihan</a>
<a href="{base}{other_paths(STORIES[20])[1]}">Kabar lama</a> <a href="{base}{DISABLED[0]}">Pengumuman lelang</a></div>
<div class="single_bottom_rightbar"><h2>Aparatur Desa</h2><div class="aparatur">Pak Sukartono<br/>Kepala Desa</div>
<div class="aparatur">Bu Maimunaroh<br/>Sekretaris Desa</div></div>
<div class="single_bottom_rightbar"><h2>Statistik Pengunjung</h2><table><tr><td>Hari ini</td><td>{57 + hit}</td></tr>
<tr><td>Total Pengunjung</td><td>{31877 + hit}</td></tr></table></div></div></div></div></section>
<footer id="footer"><a href="https://github.com/OpenSID/OpenSID">OpenSID</a> v19.11 - Tema Natra</footer></div></body></html>
"""

    def article(self, story: Story, visit: Visit) -> str:
        address = self.base + article_path(story)
        content = f"""<div class="single_page_area"><h2 class="post_titile">{VILLAGE}</h2>
<div class="single_category wow fadeInDown"><h2><span class="bold_line"><span></span></span> <span class="solid_line"></span>
<span class="title_text">Artikel</span></h2></div><div id="printableArea">
<h4 class="catg_titile" style="font-family: Oswald"><font color="#FFFFFF">{escape(story.title)}</font></h4>
<div class="post_commentbox"><span class="meta_date">{indonesian_date(story.published)} {story.published:%H:%M:%S}&nbsp;
<i class="fa fa-user"></i>{story.author}&nbsp;<i class="fa fa-eye"></i>Dibaca {story.number * 4 + visit.number} Kali</span></div>
<div class="single_page_content" style="margin-bottom:10px;">{self._main_picture(story)}
<div class="title_text">{paragraphs_html(story)}</div></div></div></div>
<div class="fb-comments" data-href="{address}"></div>
<div class="contact_bottom"><div class="box-body">{self._comment(story)}</div></div>
<form id="kolom-komentar" action="{self.base}/index.php/first/add_comment/{story.number}" method="post">
<img id="captcha" src="{self.base}/securimage/securimage_show.png" alt="CAPTCHA"/><textarea name="komentar"></textarea></form>"""
        head = f"""<meta property="og:title" content="{escape(story.title)}"/>
<meta property="og:url" content="{address}"/>
<meta property="og:description" content="{escape(story.excerpt)} ..."/>
"""
        return self.frame(visit, f"{story.title} - {VILLAGE}", content, head)

    def front(self, visit: Visit) -> str:
        """The home list and /first/index/N; past the end the list is empty."""
        words, number = sought(visit), page_number(visit)
        stories = [story for story in STORIES if (story.mentions(words) if words else story is not HEADLINE)]
        top = [HEADLINE] if number == 1 and not words else []
        pager = self._pager(
            "/index.php/first/index", number, last_sheet(stories, 8), f"?cari={quote_plus(words)}" if words else ""
        )
        return self._list(visit, "Artikel Terkini", [*top, *sheet(stories, number, 8)], pager)

    def category(self, key: int, visit: Visit) -> str:
        kind, name = CATEGORIES[key]
        stories = [story for story in STORIES if story.kind == kind]
        number = page_number(visit) if visit.path.count("/") - visit.path.startswith("/index.php/") == 4 else 1
        return self._list(
            visit, name, sheet(stories, number, 8),
            self._pager(f"/index.php/first/kategori/{key}", number, last_sheet(stories, 8)),
        )  # fmt: skip

    def archive(self, visit: Visit) -> str:
        number = page_number(visit)
        rows = "".join(
            f"<tr><td>{indonesian_date(story.published)}</td><td><a href='{self.base}{article_path(story)}'>"
            f"{escape(story.title)}</a></td><td>{story.author}</td></tr>"
            for story in sheet(STORIES, number, 20)
        )
        content = f"""<div class="single_category"><h2><span class="title_text">Arsip Konten Situs Web {VILLAGE}</span></h2></div>
<table class="table table-striped"><tr><th>Tanggal Artikel</th><th>Judul Artikel</th><th>Penulis</th></tr>{rows}</table>
{self._pager("/index.php/first/arsip", number, last_sheet(STORIES, 20))}"""
        return self.frame(visit, f"Arsip - {VILLAGE}", content)

    def login(self, visit: Visit) -> str:
        return f"""<!DOCTYPE html><html><head><title>Login OpenSID {visit.number}</title></head><body class="login">
<form action="{self.base}/index.php/siteman/auth" method="post"><input name="username"><input name="password" type="password">
</form></body></html>"""

    def nothing(self, visit: Visit) -> str:
        content = """<div class="single_page_area"><div class="error_page"><h3>We Are Sorry</h3><h1>404</h1>
<p>Maaf, halaman yang Anda cari tidak ditemukan</p></div></div>"""
        return self.frame(visit, VILLAGE, content)

    def _list(self, visit: Visit, title: str, stories: Sequence[Story], pager: str) -> str:
        items = "".join(
            f"""<div class="business_category_left wow fadeInDown"><ul class="fashion_catgnav"><li><div class="catgimg2_container2">
<h5 class="catg_titile"><a href="{self.base}{article_path(story)}" title="Baca Selengkapnya">{escape(story.title)}</a></h5>
<div class="post_commentbox"><span class="meta_date">{indonesian_date(story.published)} {story.published:%H:%M:%S}</span></div>
<div style="text-align: justify;">{escape(story.excerpt)} ...</div></div></li></ul></div>
"""
            for story in stories
        )
        return self.frame(
            visit,
            VILLAGE,
            f'<div class="single_category"><h2><span class="title_text">{title}</span></h2></div>{items}{pager}',
        )

    def _pager(self, path: str, number: int, last: int, query: str = "") -> str:
        shown = [near for near in range(number - 2, number + 3) if 1 <= near <= last]
        links = "".join(f'<li><a href="{self.base}{path}/{near}{query}">{near}</a></li>' for near in shown)
        return f"""<div class="pagination_area text-center"><ul class="pagination">{links}
<li><a href="{self.base}{path}/{last}{query}" title="Halaman Akhir"><i class="fa fa-fast-forward"></i></a></li></ul></div>"""

    def _side_item(self, story: Story) -> str:
        return f"""<li><a href="{self.base}{article_path(story)}">{escape(story.title)}</a>
<span class="meta_date">{indonesian_date(story.published)} {story.published:%H:%M:%S}</span></li>"""

    def _main_picture(self, story: Story) -> str:
        if not story.picture:
            return ""
        source = f"{self.base}/desa/upload/artikel/sedang_{story.picture}.jpg"
        return f"""<div class="sampul"><a data-fancybox="gallery" href="{source}"><img width="270px"
style="float:left; margin:0 8px 4px 0;" class="img-fluid img-thumbnail" src="{source}" /></a></div>"""

    def _comment(self, story: Story) -> str:
        if story.number % 5:
            return ""
        return f"""<table class="table table-bordered"><thead><tr><th>Pak Wagimin</th></tr></thead><tbody><tr><td><small>
{indonesian_date(story.published + timedelta(days=2))}</small><br />Semoga {VILLAGE} makin maju.</td></tr></tbody></table>"""


def paragraphs_html(story: Story) -> str:
    """As TinyMCE leaves it; one story in five was pasted from Word."""
    lines = [
        f'<p class="MsoNormal" style="text-align: justify;"><span lang="IN">{escape(text, quote=False)}</span></p>'
        if story.number % 5 == 0
        else f'<p style="text-align: justify;">{escape(text, quote=False)}</p>'
        for text in story.paragraphs
    ]
    if story.picture:
        lines.append(f'<p style="text-align: center;"><em>{escape(story.caption)}</em></p>')
    return "\n".join(lines)


def _build(base: str) -> Site:
    site = _Natra(base)
    entries: dict[str, Entry] = {}
    for story in STORIES:
        answer = opensid_html(partial(site.article, story))
        entries[article_path(story)] = Entry("article", answer)
        entries |= {path: Entry("duplicate", answer) for path in other_paths(story)}
    front, archive = opensid_html(site.front), opensid_html(site.archive)
    entries["/"] = Entry("listing", front)
    entries |= {path: Entry("duplicate", front) for path in ("/index.php", "/index.php/", "/first", "/index.php/first")}
    lists = [("index", number, front) for number in range(1, last_sheet(STORIES[1:], 8) + 1)]
    lists += [("arsip", number, archive) for number in range(1, last_sheet(STORIES, 20) + 1)]
    lists += [("kategori", key, opensid_html(partial(site.category, key))) for key in CATEGORIES]
    for name, number, answer in lists:
        entries[f"/index.php/first/{name}/{number}"] = Entry("listing", answer)
        entries[f"/first/{name}/{number}"] = Entry("duplicate", answer)
    feed = opensid_feed(VILLAGE, base, [(article_path(story), story, paragraphs_html(story)) for story in STORIES[:50]])
    rows = [(article_path(story), story.published) for story in STORIES]
    sitemap = opensid_sitemap(base, [*rows, *((path, STORIES[-1].published) for path in DISABLED)])
    nothing, login = opensid_html(site.nothing), opensid_html(site.login)
    entries |= {"/robots.txt": Entry("robots", opensid_robots())}
    for start in ("/index.php", ""):
        entries |= {f"{start}/feed": Entry("feed", feed), f"{start}/feed.xml": Entry("feed", feed)}
        entries |= {f"{start}/sitemap": Entry("sitemap", sitemap), f"{start}/sitemap.xml": Entry("sitemap", sitemap)}
        entries |= {f"{start}/siteman": Entry("trap", login), f"{start}/first/arsip": Entry("duplicate", archive)}
    entries |= picture_entries(
        [f"/desa/upload/artikel/sedang_{story.picture}.jpg" for story in STORIES if story.picture]
    )
    entries |= asset_entries(
        "/desa/logo/favicon.ico",
        "/desa/logo/contohmulyo.png",
        "/themes/natra/assets/css/style.css",
        "/securimage/securimage_show.png",
    )
    prefixes: dict[str, Answer | Maker] = {}
    for start in ("/index.php/first", "/first"):
        prefixes |= {f"{start}/kategori/{key}/": opensid_html(partial(site.category, key)) for key in CATEGORIES}
        prefixes |= {f"{start}/index/": front, f"{start}/arsip/": archive}
        prefixes |= {f"{start}/artikel/": nothing, f"{start}/kategori/": nothing}
    expected = expect_addresses(base, entries, DISABLED)
    return Site(
        VILLAGE, "opensid", "Apache/2.4.29 (Ubuntu)", entries, opensid_html(site.nothing, 404), expected, prefixes
    )


OPENSID_NATRA = SampleSite(
    "opensid-natra",
    "opensid",
    tuple(
        SampleArticle(article_path(story), story.title, story.published.date(), story.words, other_paths(story))
        for story in STORIES
    ),
    _build,
    (*DISABLED, "/index.php/first/artikel/9999-tidak-ada", "/first/artikel/4242", "/index.php/siteman", "/siteman"),
)
