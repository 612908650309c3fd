"""Golden posts of the block editor."""

from __future__ import annotations

from crawler.demo.stories import wib
from tests.real.golden_markup import (
    Picture,
    buttons_block,
    columns_block,
    cover_block,
    embed_block,
    gallery_block,
    group_block,
    heading,
    image_block,
    latest_posts_block,
    list_block,
    media_text_block,
    opening_block,
    paragraph,
    pullquote_block,
    quote_block,
    separator_block,
    table_block,
)
from tests.real.golden_post import SITE, GoldenPost

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
