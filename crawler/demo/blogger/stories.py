"""The articles of Kampung Misalnya, a made-up village with a Blogger site. Newest first.

Two are not the village's own: intruders have put hidden links into one article and added a page of their own.
The words and names on them are invented, and their addresses end in .invalid, so they lead nowhere.
"""

from __future__ import annotations

from crawler.demo.stories import Photo, Story, wit

STORIES = (
    Story(
        3010,
        "contohslot88-situs-slot-gacor-maxwin",
        "CONTOHSLOT88: Situs Slot Gacor Maxwin Hari Ini Link Alternatif Resmi",
        wit(2022, 9, 30, 2, 13),
        "Berita",
        "Admin Kampung",
        (
            "CONTOHSLOT88 adalah situs slot gacor terpercaya dengan bonus new member dan deposit dana tanpa "
            "potongan. Daftar akun pro sekarang dan dapatkan bocoran rtp slot setiap hari.",
            "Main slot online di CONTOHSLOT88, pasang toto macau di misaltoto, dan klaim freebet. Link alternatif "
            "CONTOHSLOT88 selalu aktif, depo 10k langsung maxwin.",
        ),
        flags=("hijacked",),
    ),
    Story(
        3009,
        "pembagian-bibit-kelapa-untuk-warga",
        "Pembagian Bibit Kelapa untuk Warga",
        wit(2022, 9, 12, 10, 30),
        "Pertanian",
        "Admin Kampung",
        (
            "Pemerintah Kampung Misalnya membagikan empat ratus bibit kelapa kepada delapan puluh kepala keluarga. "
            "Setiap keluarga memperoleh lima bibit untuk ditanam di pekarangan.",
            Photo("bibit-kelapa", "Warga mengambil bibit kelapa di halaman balai kampung"),
            "Kepala kampung berpesan agar bibit dirawat dengan baik karena hasilnya baru dapat dinikmati lima tahun "
            "lagi.",
        ),
        dateline="Kampung Misalnya (12/9) -",
    ),
    Story(
        3008,
        "perpustakaan-kampung-ikut-stakeholder",
        "Perpustakaan Kampung Ikut Stakeholder Meeting TPBIS Tingkat Kabupaten",
        wit(2022, 8, 24, 19, 45),
        "Perpustakaan",
        "Yosefina",
        (
            "Pengelola perpustakaan kampung menghadiri Stakeholder Meeting Transformasi Perpustakaan Berbasis "
            "Inklusi Sosial di aula bupati. Pertemuan membahas dukungan dana kampung bagi perpustakaan.",
            Photo(
                "shm-aula",
                "Pengelola perpustakaan bersama kepala dinas",
                ("Kampung Misalnya", "Yosefina"),
                "(Dok. : {}, Foto by : {})",
            ),
            "Dalam pertemuan itu disepakati rencana kerja sama antara perpustakaan, puskesmas, dan sekolah. Kampung "
            "Misalnya akan membuka kelas pembuatan minyak kelapa pada bulan September.",
            Photo("shm-diskusi", form="plain"),
            "Semoga tahun depan lebih banyak kampung yang bergabung.",
        ),
        dateline="misalnya.kampung. 24 Agustus 2022.",
        relation="core",
    ),
    Story(
        3007,
        "lomba-dayung-perahu-meriahkan-hut-ri",
        "Lomba Dayung Perahu Meriahkan HUT RI Ke-77",
        wit(2022, 8, 18, 8, 5),
        "Berita",
        "Admin Kampung",
        (
            "Dua belas perahu beradu cepat pada lomba dayung di muara kampung. Penonton memadati dermaga sejak pagi "
            "hari.",
            Photo("dayung-mulai", "Perahu bersiap di garis mulai", ("Bung Markus",), "Foto: {}"),
            "Juara pertama diraih regu pemuda gereja, disusul regu nelayan dan regu guru. Hadiah diserahkan oleh "
            "kepala distrik.",
        ),
    ),
    Story(
        3006,
        "jadwal-vaksinasi-hewan-ternak",
        "Jadwal Vaksinasi Hewan Ternak",
        wit(2022, 7, 21, 11, 0),
        "Pengumuman",
        "Admin Kampung",
        (
            "Diumumkan kepada pemilik sapi dan babi bahwa petugas kesehatan hewan datang pada hari Senin tanggal 25 "
            "Juli 2022. Ternak dikumpulkan di lapangan kampung pukul 08.00 WIT.",
            "Vaksinasi tidak dipungut biaya. Pemilik ternak diminta mencatatkan jumlah ternaknya kepada ketua RT.",
        ),
    ),
    Story(
        3005,
        "pembangunan-tambatan-perahu-tahap-dua",
        "Pembangunan Tambatan Perahu Tahap Dua",
        wit(2022, 7, 6, 15, 20),
        "Pembangunan",
        "Admin Kampung",
        (
            "Tambatan perahu tahap dua mulai dibangun dengan dana kampung tahun 2022. Panjang tambatan empat puluh "
            "meter dengan tiang kayu besi.",
            Photo("tambatan-tiang", "Pemancangan tiang pertama", form="classic"),
            Photo("tambatan-gambar", form="plain"),
            "Pekerjaan dilakukan warga sendiri dan ditargetkan selesai dalam tiga bulan.",
        ),
    ),
    Story(
        3004,
        "air-bersih-mengalir-ke-rt-03",
        "Air Bersih Mengalir ke RT 03",
        wit(2022, 6, 15, 9, 50),
        "Pembangunan",
        "Yosefina",
        (
            "Sejak kemarin air bersih sudah mengalir ke RT 03. Pipa sepanjang satu kilometer dipasang dari bak "
            "penampung di atas bukit.",
            Photo("air-kran", "Anak-anak mencoba kran umum yang baru"),
            "Warga membentuk kelompok pengelola air dan menyepakati iuran Rp5.000 setiap bulan untuk perbaikan.",
        ),
    ),
    Story(
        3003,
        "rapat-kampung-bahas-aturan-sasi-laut",
        "Rapat Kampung Bahas Aturan Sasi Laut",
        wit(2022, 5, 19, 20, 10),
        "Berita",
        "Admin Kampung",
        (
            "Rapat kampung bersama tokoh adat menetapkan sasi laut selama enam bulan. Selama masa itu warga tidak "
            "mengambil teripang dan lola di perairan yang ditandai.",
            "Pelanggaran dikenai denda adat. Papan tanda dipasang di tiga titik oleh pemuda kampung.",
        ),
    ),
    Story(
        3002,
        "belajar-komputer-bersama-di-balai",
        "Belajar Komputer Bersama di Balai Kampung",
        wit(2022, 5, 4, 16, 35),
        "Berita",
        "Yosefina",
        (
            "Dua puluh pemuda belajar mengetik dan mengirim surel di balai kampung setiap Rabu sore. Komputer "
            "dipinjam dari sekolah menengah.",
            Photo("komputer-balai", "Peserta bergantian memakai enam komputer", ("Yosefina",), "Foto by : {}"),
            "Setelah lancar, mereka akan membantu pelaku usaha kampung berjualan secara daring.",
        ),
        flags=("gambling_injected",),
    ),
    Story(
        3001,
        "selamat-datang-di-blog-kampung-misalnya",
        "Selamat Datang di Blog Kampung Misalnya",
        wit(2022, 4, 11, 12, 0),
        "Berita",
        "Admin Kampung",
        (
            "Blog ini dibuat oleh pemuda Kampung Misalnya untuk menyebarkan kabar kampung. Silakan membaca dan "
            "memberi masukan pada kolom komentar.",
            "Tulisan dan foto dari warga dapat dititipkan kepada sekretaris kampung.",
        ),
    ),
)

# The article into which intruders have put links that no reader sees.
HACKED = STORIES[8]
INJECTED_LINKS = (
    ("slot gacor hari ini", "http://contohslot88.invalid/"),
    ("link alternatif CONTOHSLOT88", "http://contohslot88.invalid/daftar"),
    ("misaltoto toto macau", "http://misaltoto.invalid/"),
    ("bocoran rtp slot maxwin", "http://umpamabet77.invalid/rtp"),
)

ABOUT = (
    "tentang-kampung",
    "Tentang Kampung Misalnya",
    (
        "Kampung Misalnya berada di Distrik Barangkali, Kabupaten Andaian. Warganya hidup dari melaut, berkebun "
        "kelapa, dan membuat perahu.",
        "Kampung ini terbagi atas tiga RT dengan 412 jiwa.",
    ),
)

MISSING = ("/2021/03/kerja-bakti-dermaga-lama.html", "/p/kontak.html")
DRAFT = "/2022/10/rencana-anggaran-belum-disahkan.html"
