"""Golden posts of the classic editor."""

from __future__ import annotations

from crawler.demo.stories import wib
from tests.real.golden_markup import (
    Picture,
    Piece,
    Shown,
    caption_shortcode,
    gallery_shortcode,
    image_tag,
    link_to_file,
    opening,
    out_of_sight,
    rows,
    typed,
)
from tests.real.golden_post import GoldenPost, read_also

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
