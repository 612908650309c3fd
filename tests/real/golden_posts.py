"""Ten articles of Desa Contoh Makmur and its neighbours, for golden pages: odd as people really write in WordPress.

All villages are made up. Each article is a list of pieces, and each piece says beside its markup what is to be read
from it (golden_markup.py); save_golden.py makes the golden files of both. Six short articles stand around them, so
that there are neighbours and latest posts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from crawler.demo.stories import wib
from tests.real.golden_markup import (
    Picture,
    Piece,
    Shown,
    buttons_block,
    caption_shortcode,
    columns_block,
    cover_block,
    embed_block,
    gallery_block,
    gallery_shortcode,
    group_block,
    heading,
    image_block,
    image_tag,
    latest_posts_block,
    link_to_file,
    list_block,
    media_text_block,
    opening,
    opening_block,
    out_of_sight,
    paragraph,
    pullquote_block,
    quote_block,
    rows,
    separator_block,
    table_block,
    typed,
)

SITE = "http://contohmakmur.example"

# Who, what, whether it was approved, and how many hours after the article.
Comment = tuple[str, str, bool, int]


@dataclass(frozen=True)
class GoldenPost:
    """`date` is local time (WIB)."""

    slug: str
    title: str
    date: datetime
    author: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    parts: tuple[tuple[Piece, ...], ...]
    featured: Picture | None = None
    author_bio: str = ""
    comments: tuple[Comment, ...] = field(default=())

    @property
    def url(self) -> str:
        return f"{SITE}/{self.date:%Y/%m/%d}/{self.slug}/"

    def library(self) -> list[Picture]:
        shown = [shown.picture for part in self.parts for piece in part for shown in piece.pictures]
        return [*([self.featured] if self.featured else []), *shown]

    def as_json(self) -> dict[str, Any]:
        """As php/populate.php takes it."""
        page_break = "\n\n<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->\n\n"
        return {
            "type": "post",
            "status": "publish",
            "slug": self.slug,
            "title": self.title,
            "date": stamp(self.date),
            "author": self.author,
            "author_bio": self.author_bio,
            "password": "",
            "categories": self.categories,
            "tags": self.tags,
            "photos": [picture.as_json() for picture in self.library()],
            "featured": self.featured.file if self.featured else None,
            "content": page_break.join("\n\n".join(piece.markup for piece in part) for part in self.parts),
            "comments": [
                (name, words, approved, stamp(self.date + timedelta(hours=hours)))
                for name, words, approved, hours in self.comments
            ],
        }


def stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def read_also(label: str, post: GoldenPost) -> Piece:
    return out_of_sight(f'{label} <a href="{post.url}">{post.title}</a>', f"{label} {post.title}")


def teasers() -> list[GoldenPost]:
    return [_teaser(*row) for row in TEASERS]


def _teaser(slug: str, title: str, date: datetime, words: str) -> GoldenPost:
    return GoldenPost(slug, title, date, "admin", ("Berita",), (), ((typed(words),),))


TEASERS = (
    ("jadwal-pelayanan-samsat-keliling", "Jadwal Pelayanan Samsat Keliling Bulan Ini", wib(2021, 4, 6, 8, 0),
     "Mobil Samsat keliling singgah di halaman kantor desa setiap Selasa minggu kedua."),
    ("posyandu-lansia-anggrek", "Posyandu Lansia Anggrek Layani Cek Gula Darah", wib(2023, 2, 14, 10, 5),
     "Sebanyak 41 lansia memeriksakan gula darah tanpa dipungut biaya."),
    ("pengumuman-libur-lebaran", "Pengumuman Libur Pelayanan Lebaran", wib(2024, 4, 5, 14, 30),
     "Pelayanan kantor desa libur mulai tanggal 8 sampai dengan 15 April."),
    ("lomba-voli-antar-dusun", "Lomba Voli Antar Dusun Segera Digelar", wib(2024, 9, 2, 16, 45),
     "Panitia membuka pendaftaran regu sampai akhir pekan."),
    ("tanam-seribu-pohon", "Tanam Seribu Pohon di Lereng Bukit Andai", wib(2024, 9, 20, 9, 15),
     "Bibit sengon dan alpukat dibagikan kepada warga yang memiliki lahan miring."),
    ("pasar-murah-kecamatan", "Pasar Murah Kecamatan Semisal Diserbu Warga", wib(2024, 10, 1, 11, 0),
     "Beras dan minyak goreng habis dalam waktu dua jam."),
)  # fmt: skip


# ---- classic editor ----

UNDANGAN_FOTO = Picture("balai-desa-umpama", size=(480, 360))

UNDANGAN = GoldenPost(
    "undangan-musyawarah-desa-rkp",
    "Undangan Musyawarah Desa: Penyusunan RKP Desa Tahun 2020",
    wib(2019, 10, 15, 8, 5),
    "Admin Desa",
    ("Pengumuman", "Pemerintahan"),
    ("musdes", "RKP Desa"),
    (
        (
            opening(
                "contohmakmur.desa.id. 15 Oktober 2019. ",
                "Diberitahukan dengan hormat kepada seluruh lembaga desa dan warga bahwa Musyawarah Desa (Musdes)"
                " penyusunan RKP Desa tahun 2020 akan dilaksanakan pada:",
            ),
            typed(
                "<strong>Hari/tanggal</strong> : Kamis, 24 Oktober 2019<br />\n"
                "<strong>Pukul</strong> : 19.30 WIB - selesai<br />\n"
                "<strong>Tempat</strong> : Balai Desa Contoh Makmur<br />\n"
                "<strong>Acara</strong> : Musdes RKP Desa &amp; penetapan tim verifikasi"
            ),
            # A picture without any caption, put there for show; what follows is plain text.
            Piece(
                f'<p style="text-align: center;">{image_tag(UNDANGAN_FOTO)}</p>',
                pictures=(Shown(UNDANGAN_FOTO),),
            ),
            typed("Peserta yang diundang tahun ini adalah sebagai berikut."),
            rows(
                "<ol>\n<li>Badan Permusyawaratan Desa\n<ul>\n<li>ketua dan anggota</li>\n<li>sekretaris</li>\n</ul>\n"
                "</li>\n<li>Ketua RT/RW se-Desa Contoh Makmur</li>\n<li>Perwakilan perempuan, <em>minimal</em> 30%</li>\n"
                "</ol>",
                "- Badan Permusyawaratan Desa",
                "- ketua dan anggota",
                "- sekretaris",
                "- Ketua RT/RW se-Desa Contoh Makmur",
                "- Perwakilan perempuan, minimal 30%",
            ),
            typed("<strong>Pagu indikatif tiap bidang:</strong>"),
            # Pasted from Word.
            rows(
                '<table class="MsoTableGrid" border="1" cellspacing="0" cellpadding="0">\n<tbody>\n'
                '<tr>\n<td valign="top" width="40"><p class="MsoNormal"><b>No</b></p></td>\n'
                '<td valign="top" width="220"><p class="MsoNormal"><b>Bidang</b></p></td>\n'
                '<td valign="top" width="140"><p class="MsoNormal"><b>Pagu (Rp)</b></p></td>\n</tr>\n'
                "<tr>\n<td>1</td>\n<td>Penyelenggaraan pemerintahan</td>\n<td>412.500.000</td>\n</tr>\n"
                "<tr>\n<td>2</td>\n<td>Pembangunan desa</td>\n<td>655.000.000</td>\n</tr>\n"
                "</tbody>\n</table>",
                "No | Bidang | Pagu (Rp)",
                "1 | Penyelenggaraan pemerintahan | 412.500.000",
                "2 | Pembangunan desa | 655.000.000",
            ),
            typed(
                "Mengingat pentingnya acara, kehadiran Bapak/Ibu sangat diharapkan. Undangan tertulis"
                " dibagikan hari Jum'at melalui kepala dusun."
            ),
            # Two paragraphs with nothing but line breaks between them.
            typed("Demikian untuk menjadi perhatian.<br /><br />Contoh Makmur, 14 Oktober 2019<br />Kepala Desa<br />ttd<br />SUGENG MISALKAN"),
        ),
    ),
)  # fmt: skip


BAMBU_1 = Picture(
    "anyaman-bambu-1", "Peserta membelah bambu apus dengan pisau raut", "Peserta membelah bambu apus dengan pisau raut",
    alt="Peserta pelatihan anyaman",
)  # fmt: skip
BAMBU_2 = Picture(
    "anyaman-bambu-2", "Mbah Rejo memberi contoh anyaman mata itik (Dok. PKK Sumber Andai)",
    "Mbah Rejo memberi contoh anyaman mata itik", "PKK Sumber Andai", size=(1280, 960),
)  # fmt: skip
BAMBU_3 = Picture("anyaman-bambu-3", "Foto: Siti Umpama", None, "Siti Umpama")
BAMBU_4 = Picture("anyaman-bambu-4")
BAMBU_5 = Picture(
    "anyaman-bambu-5", "Besek dan tampah yang sudah jadi, foto/Siti Umpama", "Besek dan tampah yang sudah jadi",
    "Siti Umpama",
)  # fmt: skip

ANYAMAN = GoldenPost(
    "pkk-sumber-andai-belajar-anyaman-bambu",
    'Ibu-Ibu PKK Sumber Andai "Naik Kelas" Lewat Anyaman Bambu',
    wib(2023, 8, 22, 19, 47),
    "admin",
    ("Pemberdayaan",),
    ("PKK", "anyaman bambu", "UMKM"),
    (
        (
            opening(
                "SUMBER ANDAI - ",
                "Tiga puluh dua ibu anggota PKK Desa Sumber Andai mengikuti pelatihan anyaman bambu di rumah Mbah Rejo,"
                " perajin tertua di Dusun Krajan, Minggu (20/8/2023).",
            ),
            # A picture in a paragraph, its caption in italics in the next.
            Piece(image_tag(BAMBU_1), pictures=(Shown(BAMBU_1),)),
            Piece(f"<em>{BAMBU_1.printed}</em>"),
            typed(
                "Ketua TP PKK, Ibu Wartini, mengatakan bambu di desanya melimpah tetapi selama ini hanya dijual gelondongan."
                ' "Satu batang laku sepuluh ribu. Kalau jadi besek, bisa <em>empat kali lipat</em>," ujarnya.'
            ),
            # Picture and caption centred in one paragraph.
            Piece(
                f'<p style="text-align: center;">{link_to_file(BAMBU_2, image_tag(BAMBU_2, "medium"))}<br />\n'
                f"{BAMBU_2.printed}</p>",
                pictures=(Shown(BAMBU_2, "medium", linked=True),),
            ),
            typed("<h3>Bahan dari kebun sendiri</h3>"),
            typed("Pelatihan berlangsung tiga hari. Hari pertama dipakai untuk memilih dan membelah bambu, hari kedua menganyam dasar..."),
            # Only a credit below.
            Piece(image_tag(BAMBU_3, align="alignnone"), pictures=(Shown(BAMBU_3),)),
            Piece(BAMBU_3.printed),
            # No caption, and copied from elsewhere on the site; the next paragraph only goes on.
            Piece(image_tag(BAMBU_4, "medium", known=False), pictures=(Shown(BAMBU_4, "medium", srcset=False),)),
            typed(
                "Pada hari ketiga peserta menyelesaikan satu besek ukuran 15x15 cm. Hasil terbaik dibeli BUMDes"
                " untuk kemasan oleh-oleh."
            ),
            # Here the caption stands above its picture.
            Piece(f'<p style="text-align: center;"><em>{BAMBU_5.printed}</em></p>'),
            Piece(f'<p style="text-align: center;">{image_tag(BAMBU_5)}</p>', pictures=(Shown(BAMBU_5),)),
            typed("<h3>Rencana selanjutnya</h3>"),
            typed("PKK akan membentuk dua kelompok usaha bersama. Modal awal dipinjam dari koperasi wanita desa."),
            out_of_sight("Penulis: Joko Andaikata", byline="Joko Andaikata"),
        ),
    ),
)  # fmt: skip

PANEN_1 = Picture(
    "panen-padi-besar", "Petani Umpama Jaya memanen padi Inpari 32 (Dok.: contohmakmur, Foto by : Ratna)",
    "Petani Umpama Jaya memanen padi Inpari 32", "contohmakmur, Ratna", size=(2720, 2040),
)  # fmt: skip
PANEN_2 = Picture(
    "panen-padi-2", "Penyerahan bantuan alat perontok kepada kelompok tani. Foto: Joko Andaikata",
    "Penyerahan bantuan alat perontok kepada kelompok tani.", "Joko Andaikata", alt="Bantuan alat perontok padi",
)  # fmt: skip

PANEN = GoldenPost(
    "panen-raya-padi-umpama-jaya",
    "Panen Raya Padi di Umpama Jaya, Petani Sambut Harga yang Membaik",
    wib(2024, 3, 15, 9, 20),
    "Ratna Misalkan",
    ("Pertanian", "Berita"),
    ("padi", "kelompok tani", "Umpama Jaya"),
    (
        (
            opening(
                "<strong>Umpama Jaya, (12/03/2024)</strong> - ",
                "Kelompok Tani Sido Andai menggelar panen raya padi di Blok Lor seluas 14 hektare. Hasil ubinan"
                " menunjukkan produktivitas 6,8 ton gabah kering panen per hektare.",
            ),
            caption_shortcode(PANEN_1, "large"),
            typed(
                "Ketua kelompok tani, Pak Sarno, menyebut panen kali ini yang terbaik dalam lima tahun. \"Hujan datang"
                " pas waktunya, hama wereng juga tidak banyak,\" katanya di sela-sela kegiatan."
            ),
            read_also("Baca juga:", UNDANGAN),
            typed("<h3>Harga gabah naik</h3>"),
            typed(
                "Di tingkat petani, gabah dihargai Rp6.500 per kilogram.\nTahun lalu, pada musim yang sama, hanya Rp5.100."
            ),
            typed("<blockquote>Kami minta petani tidak buru-buru menjual ke tengkulak. BUMDes siap membeli.</blockquote>"),
            typed("Pesan tersebut disampaikan Kepala Desa Umpama Jaya, Sutrisno Misalkan, S.Sos."),
            caption_shortcode(PANEN_2),
            typed("Rangkaian panen raya meliputi:"),
            rows(
                "<ul>\n<li>doa bersama dan <em>wiwitan</em></li>\n<li>penyerahan bantuan:\n<ol>\n<li>dua unit alat perontok</li>\n"
                "<li>benih jagung 40 kg</li>\n</ol>\n</li>\n<li>makan bersama di pematang</li>\n</ul>",
                "- doa bersama dan wiwitan", "- penyerahan bantuan:", "- dua unit alat perontok", "- benih jagung 40 kg",
                "- makan bersama di pematang",
            ),
            typed("Panen di Blok Kidul dijadwalkan pada tanggal 2 April mendatang."),
        ),
    ),
    author_bio="Ratna Misalkan, warga Dusun Krajan yang senang menulis tentang sawah dan pasar.",
    comments=(
        ("Pak Warno", "Alhamdulillah, semoga musim depan lebih baik lagi.", True, 3),
        ("Mbak Lina", "Foto: kurang jelas min, tolong yang besar.", True, 29),
        ("Penjual Obat", "Kunjungi toko pupuk kami sekarang juga.", False, 40),
    ),
)  # fmt: skip


HUT = [
    Picture("hut-ri-1", "Lomba balap karung anak-anak", "Lomba balap karung anak-anak", alt="Balap karung"),
    Picture("hut-ri-2", "Panjat pinang di lapangan desa (Foto: Dewi Andai)", "Panjat pinang di lapangan desa", "Dewi Andai"),
    Picture("hut-ri-3", "Karnaval RT 03. Dok. Karang Taruna", "Karnaval RT 03.", "Karang Taruna"),
]  # fmt: skip
MALAM = [
    Picture(
        "malam-tirakatan-1", "Tirakatan di pendapa balai desa", "Tirakatan di pendapa balai desa", size=(1280, 960)
    ),
    Picture("malam-tirakatan-2", size=(1280, 960)),
]
PEMENANG = "(kiri) Juara I lomba kebersihan, RT 02 Dusun Ngumpama, (kanan) Juara II, RT 05 Dusun Krajan."
JUARA = [Picture(f"juara-kebersihan-{side}", f"Keterangan foto: {PEMENANG}", PEMENANG) for side in ("kiri", "kanan")]
LAPANGAN = Picture(
    "lapangan-desa", "Peserta upacara memenuhi lapangan Desa Karang Misal. Sumber: Karang Taruna Karang Misal",
    "Peserta upacara memenuhi lapangan Desa Karang Misal.", "Karang Taruna Karang Misal",
)  # fmt: skip

KEMERDEKAAN = GoldenPost(
    "semarak-hut-ri-karang-misal",
    "Semarak HUT ke-78 RI di Desa Karang Misal",
    wib(2023, 8, 19, 21, 10),
    "Karang Taruna",
    ("Berita", "Kepemudaan"),
    ("HUT RI", "lomba"),
    (
        (
            opening(
                "Karang Misal, 17 Agustus 2023 – ",
                "Peringatan kemerdekaan di Desa Karang Misal berlangsung meriah. Upacara dipimpin Camat Semisal dan"
                " diikuti sekitar 400 warga.",
            ),
            caption_shortcode(LAPANGAN, linked=False),
            typed("Sejak awal bulan panitia menggelar <strong>sebelas</strong> lomba untuk anak, remaja, dan orang tua."),
            # Captions come from the media library; a gallery leads to attachment pages unless told otherwise.
            gallery_shortcode(HUT, 'link="file"', linked=True),
            typed("Malam sebelumnya warga berkumpul untuk tirakatan. Tumpeng dipotong sesepuh desa, Mbah Kromo (91 tahun)."),
            gallery_shortcode(MALAM, 'size="medium" columns="2"', "medium", linked=False),
            typed("<h2>Pemenang lomba kebersihan</h2>"),
            Piece(
                "".join(image_tag(picture, "medium", "alignnone") + " " for picture in JUARA),
                pictures=tuple(Shown(picture, "medium") for picture in JUARA),
            ),
            Piece(f"<em>{JUARA[0].printed}</em>"),
            typed("Hadiah berupa gerobak sampah diserahkan Ketua BPD. Panitia menyampaikan terima kasih kepada para donatur."),
            out_of_sight(
                f'<strong>BACA JUGA : <a href="{ANYAMAN.url}">{ANYAMAN.title}</a></strong>', "BACA JUGA :",
            ),
        ),
    ),
    comments=(("Perantau Karang Misal", "Kangen kampung, salam dari Batam!", True, 51),),
)  # fmt: skip


JEMBATAN_FOTO = Picture("jembatan-bambu", credit="Ratna Misalkan", alt="Warga memperbaiki jembatan", size=(1280, 960))

JEMBATAN = GoldenPost(
    "gotong-royong-jembatan-bambu",
    "Gotong Royong Perbaiki Jembatan Bambu Kali Seandai",
    wib(2024, 1, 8, 6, 55),
    "adminweb",
    ("Pembangunan",),
    ("gotong royong",),
    (
        (
            # The only picture; who took it is said in the last line.
            Piece(link_to_file(JEMBATAN_FOTO, image_tag(JEMBATAN_FOTO, "large")), pictures=(Shown(JEMBATAN_FOTO, "large", linked=True),)),
            opening(
                "CONTOHMAKMUR.DESA.ID - ",
                "Jembatan bambu di atas Kali Seandai yang menghubungkan Dusun Krajan dan Dusun Ngumpama kembali dapat"
                " dilalui. Banjir pada malam tahun baru menghanyutkan separuh lantainya.",
            ),
            typed(
                "\"Anak sekolah harus memutar tiga kilometer,\" kata Kepala Dusun Krajan, Pak Giyono. \"Makanya kami tidak"
                " menunggu anggaran, bambu dikumpulkan dari kebun warga.\""
            ),
            typed(
                "Pekerjaan selesai dalam dua hari, Sabtu-Minggu (6-7/1). Sebanyak 60 orang bekerja bergantian:\n"
                "pagi warga Krajan,\nsiang warga Ngumpama."
            ),
            typed("Pemerintah desa mengusulkan jembatan permanen selebar 2,5 meter pada perubahan APBDes."),
            out_of_sight("Penulis: Joko Andaikata | Foto: Ratna Misalkan", byline="Joko Andaikata"),
        ),
    ),
)  # fmt: skip


BERSIH_FOTO = Picture(
    "bersih-desa-ngumpama", "Warga nggawa ambeng menyang punden (Dok. Padukuhan Ngumpama)",
    "Warga nggawa ambeng menyang punden", "Padukuhan Ngumpama",
)  # fmt: skip

BERSIH_DESA = GoldenPost(
    "bersih-desa-padukuhan-ngumpama",
    "Bersih Desa ing Padukuhan Ngumpama",
    wib(2022, 7, 30, 13, 25),
    "Joko Andaikata",
    ("Basa Jawa", "Budaya"),
    ("bersih desa",),
    (
        (
            opening(
                "Ngumpama, 28 Juli 2022. ",
                "Warga Padukuhan Ngumpama nganakake bersih desa ing sacedhake punden, dina Kemis Legi wingi. Adicara"
                " kawiwitan kanthi resik-resik kali lan dalan wiwit jam enem esuk.",
            ),
            caption_shortcode(BERSIH_FOTO),
            typed(
                "Miturut Mbah Kromo, sesepuh padukuhan, bersih desa iku tandha syukur marang Gusti amarga asil panen taun"
                " iki apik. <em>\"Sing penting guyub, ora usah mewah,\"</em> ngendikane."
            ),
            typed("Wengine warga padha lenggahan nonton wayang kulit lakon <em>Sri Mulih</em> nganti subuh."),
        ),
    ),
)  # fmt: skip


# ---- block editor ----

GEDUNG = Picture(
    "gedung-posyandu-besar", "Gedung baru Posyandu Melati di Dusun Sumberandai. Foto: Dewi Andai",
    "Gedung baru Posyandu Melati di Dusun Sumberandai.", "Dewi Andai", alt="Gedung posyandu", size=(2720, 2040),
)  # fmt: skip
PITA = Picture(
    "posyandu-pita-besar", "Ketua TP PKK menggunting pita (Dok.: contohmakmur, Foto by : Dewi Andai)",
    "Ketua TP PKK menggunting pita", "contohmakmur, Dewi Andai", size=(2720, 2040),
)  # fmt: skip
RUANG = [
    Picture("posyandu-ruang-1", "Ruang timbang", "Ruang timbang", size=(1280, 960)),
    Picture("posyandu-ruang-2", "Sudut bermain (Foto: Siti Umpama)", "Sudut bermain", "Siti Umpama", size=(1280, 960)),
    Picture("posyandu-ruang-3", alt="Dapur PMT", size=(1280, 960)),
]
KADER = Picture("posyandu-kader", alt="Bu Marni, kader tertua", size=(1280, 960))
SAMPUL = Picture("posyandu-sampul", size=(1280, 960))
DULU = Picture(
    "posyandu-dulu", "2019: menumpang di teras rumah kader", "2019: menumpang di teras rumah kader", size=(1280, 960)
)
KINI = Picture(
    "posyandu-kini",
    "2024: gedung sendiri. (Sumber: Pemdes Contoh Makmur)",
    "2024: gedung sendiri.",
    "Pemdes Contoh Makmur",
    size=(1280, 960),
)

POSYANDU = GoldenPost(
    "posyandu-melati-punya-gedung-sendiri",
    "Posyandu Melati Kini Punya Gedung Sendiri",
    wib(2024, 6, 5, 10, 40),
    "Dewi Andai",
    ("Kesehatan", "Pembangunan"),
    ("posyandu", "dana desa", "stunting"),
    (
        (
            opening_block(
                "<strong>Contoh Makmur</strong> – ",
                "Setelah sebelas tahun berpindah-pindah, Posyandu Melati menempati gedung sendiri. Peresmian dilakukan"
                " Senin (3/6/2024) oleh Kepala Desa Sugeng Misalkan.",
            ),
            image_block(PITA, linked=True),
            paragraph("Gedung berukuran 6x9 meter itu dibangun di atas tanah kas desa dengan biaya Rp148 juta."),
            heading("Bukan sekadar tempat menimbang"),
            media_text_block(
                KADER,
                [
                    paragraph("Bu Marni sudah 22 tahun menjadi kader. \"Dulu timbangan digantung di pohon jambu,\" kenangnya."),
                    paragraph("Kini ia melatih enam kader muda."),
                ],
            ),
            gallery_block(RUANG, "Suasana gedung baru sebelum dipakai"),
            paragraph("Selain penimbangan, gedung dipakai untuk kelas ibu hamil dan pemberian makanan tambahan."),
            columns_block(
                [image_block(DULU, "medium"), paragraph("Lima tahun lalu sasaran tercatat 48 balita.")],
                [image_block(KINI, "medium"), paragraph("Sekarang 63 balita terdaftar, <strong>empat</strong> di antaranya stunting.")],
            ),
            cover_block(SAMPUL, "Anak sehat, desa kuat"),
            heading("Jadwal buka", 3),
            list_block(
                ("Penimbangan balita", ("Rabu minggu pertama", "pukul 08.00-11.00")),
                "Kelas ibu hamil, Sabtu minggu kedua",
            ),
            buttons_block("Unduh Jadwal Lengkap", f"{SITE}/jadwal-posyandu.pdf"),
        ),
    ),
    featured=GEDUNG,
    comments=(("Bu Tutik", "Matur nuwun, gedungnya bagus dan bersih.", True, 8),),
)  # fmt: skip


REALISASI = GoldenPost(
    "realisasi-dana-desa-semester-satu-2024",
    "Realisasi Dana Desa Semester I 2024 Capai 54 Persen",
    wib(2024, 7, 10, 15, 5),
    "Admin Desa",
    ("Pemerintahan", "Transparansi"),
    ("APBDes", "dana desa"),
    (
        (
            opening_block(
                "Contoh Makmur (8/7/2024) - ",
                "Pemerintah desa memaparkan realisasi dana desa semester pertama dalam rapat terbuka di balai desa."
                " Hadir BPD, LPMD, pendamping desa &amp; perwakilan warga.",
            ),
            table_block(
                ("Bidang", "Anggaran (Rp)", "Realisasi"),
                (
                    ("Pembangunan jalan", "310.000.000", "61%"),
                    ("Ketahanan pangan", "180.000.000", "47%"),
                    ("BLT Desa", "108.000.000", "50%"),
                ),
                "Tabel 1. Realisasi per 30 Juni 2024",
            ),
            quote_block(
                [
                    "Warga boleh bertanya apa saja. Papan informasi kami perbarui tiap bulan.",
                    "Kalau ada yang tidak cocok, datang ke kantor, kita buka bukunya bersama-sama.",
                ],
                "Sugeng Misalkan, Kepala Desa",
            ),
            heading("Yang belum terserap"),
            list_block(
                "Rabat beton RT 04, menunggu hasil lelang",
                ("Ketahanan pangan", ("kandang kambing komunal", "bibit ikan nila")),
                "Pelatihan operator SID",
                ordered=True,
            ),
            paragraph("Rekaman rapat dapat ditonton di kanal desa."),
            embed_block("https://www.youtube.com/watch?v=c0nt0hMkmur", "video", "youtube"),
            separator_block(),
            group_block(
                heading("Catatan BPD", 3),
                paragraph("BPD meminta laporan dilengkapi foto 0%, 50%, dan 100%.<br>Batas waktunya 31 Agustus 2024."),
            ),
            pullquote_block("Satu rupiah pun harus bisa ditanyakan.", "Wakil Ketua BPD"),
            paragraph("Pertanyaan tertulis dapat dikirim ke kantor desa pada hari kerja."),
            # Shown as a quotation that is a link, with a frame that scripts make visible.
            embed_block(POSYANDU.url, "wp-embed", "desa-contoh-makmur", POSYANDU.title),
            latest_posts_block(),
        ),
    ),
)  # fmt: skip


EMBUNG_1 = Picture(
    "embung-lawas-1", "Embung Lawas dilihat dari bukit (foto/Joko Andaikata)", "Embung Lawas dilihat dari bukit",
    "Joko Andaikata", size=(1280, 960),
)  # fmt: skip
EMBUNG_2 = Picture(
    "embung-lawas-2", "Pintu air peninggalan tahun 1931", "Pintu air peninggalan tahun 1931", size=(1280, 960)
)

EMBUNG = GoldenPost(
    "jejak-embung-lawas",
    "Menelusuri Jejak Embung Lawas Contoh Makmur",
    wib(2022, 11, 27, 16, 0),
    "Joko Andaikata",
    ("Sejarah Desa",),
    ("embung", "sejarah"),
    (
        (
            opening_block(
                "Contoh Makmur, 20/11/2022 - ",
                "Di ujung Dusun Ngumpama terbentang cekungan seluas hampir dua hektare. Warga menyebutnya Embung Lawas.",
            ),
            paragraph("Tulisan ini disusun dari cerita lima sesepuh desa dan selembar peta tua milik keluarga Mbah Kromo."),
            image_block(EMBUNG_1),
        ),
        (
            heading("Dibangun dengan sekop dan keranjang"),
            image_block(EMBUNG_2, linked=True),
            paragraph("Menurut cerita, tanah diangkut dengan keranjang bambu selama tiga musim kemarau.<br>Upahnya gaplek dan garam."),
            paragraph("Pintu airnya dari kayu jati; bekas engselnya masih terlihat sampai sekarang."),
        ),
        (
            heading("Hendak ke mana?"),
            paragraph("Tahun depan embung akan dikeruk agar dapat mengairi 30 hektare sawah pada musim kemarau."),
            quote_block(["Airnya dulu jernih, kami belajar berenang di situ."], "Mbah Rejo, 84 tahun"),
            paragraph("Semoga catatan kecil ini berguna bagi anak cucu."),
        ),
    ),
    comments=(("Guru SD", "Izin dipakai untuk bahan ajar muatan lokal ya, Pak.", True, 400),),
)  # fmt: skip


STUDENTS = Picture(
    "students-springs", "Students measure the flow of a spring. Photo: Siti Umpama",
    "Students measure the flow of a spring.", "Siti Umpama", alt="Students at a spring", size=(1280, 960),
)  # fmt: skip

ENGLISH = GoldenPost(
    "students-map-springs",
    "University Students Map the Springs of Contoh Makmur",
    wib(2024, 8, 2, 18, 30),
    "Siti Umpama",
    ("English",),
    (),
    (
        (
            paragraph(
                "Twelve students spent July in our village for their community service. They walked every hamlet and marked"
                " twenty-seven springs on a map, nine of which nobody had written down before."
            ),
            image_block(STUDENTS),
            paragraph('"People here know where the water is, they\'ve just never been asked," said their coordinator.'),
            heading("What happens next"),
            paragraph(
                "The map will hang in the village hall. A copy goes to the district's water office in September."
            ),
        ),
    ),
)


def golden_posts() -> list[GoldenPost]:
    """The oldest first."""
    posts = [UNDANGAN, ANYAMAN, PANEN, KEMERDEKAAN, JEMBATAN, BERSIH_DESA, POSYANDU, REALISASI, EMBUNG, ENGLISH]
    return sorted(posts, key=lambda post: post.date)
