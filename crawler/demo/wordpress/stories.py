"""The articles of Desa Contohrejo, a made-up village with a WordPress site. Newest first, as its front page lists them.

Typing errors are meant: village sites have them, and a reader must neither stumble over nor mend them.
"""

from __future__ import annotations

from crawler.demo.stories import PageBreak, Photo, Story, wib

STORIES = (
    Story(
        1204,
        "musrenbangdes-2024-sepakati-sebelas-usulan-prioritas",
        "Musrenbangdes 2024 Sepakati Sebelas Usulan Prioritas",
        wib(2024, 3, 4, 9, 15),
        "Pemerintahan",
        "Admin Desa",
        (
            Photo("musrenbang-balai-desa", "Suasana Musrenbangdes di balai desa", ("Desa",), "(Dok. {})", "featured"),
            "Pemerintah Desa Contohrejo menggelar Musyawarah Perencanaan Pembangunan Desa di balai desa, Sabtu pagi. "
            "Kegiatan dihadiri BPD, ketua RT dan RW, PKK, karang taruna, serta perwakilan Kecamatan Andaikata.",
            "Dari dua puluh tiga usulan yang masuk, peserta menyepakati sebelas usulan prioritas. Tiga teratas "
            "adalah perbaikan jalan usaha tani Dusun Krajan, talud sungai di Dusun Sidomulyo, dan penambahan lampu "
            "jalan.",
            "Kepala Desa Contohrejo, Bapak Suparjo, berharap semua usulan dikawal bersama. “Anggaran kita terbatas, "
            "maka yang didahulukan adalah yang paling dibutuhkan warga,” ujarnya.",
        ),
    ),
    Story(
        1191,
        "warga-dusun-krajan-gotong-royong-bersihkan-saluran-irigasi",
        "Warga Dusun Krajan Gotong Royong Bersihkan Saluran Irigasi",
        wib(2024, 2, 25, 16, 40),
        "Berita",
        "Sari Andaiwati",
        (
            "Memasuki musim tanam kedua, warga Dusun Krajan bergotong royong membersihkan saluran irigasi sepanjang "
            "kurang lebih delapan ratus meter. Kegiatan dimulai pukul 06.30 dan selesai menjelang siang.",
            Photo(
                "irigasi-krajan-kerja-bakti",
                "Warga mengangkat endapan lumpur dari saluran irigasi",
                ("contohrejo.desa.id", "Sari"),
            ),
            "Ketua kelompok tani Makmur Misal, Pak Wagiran, mengatakan endapan lumpur membuat air tidak sampai ke "
            "petak sawah paling ujung. Setelah dibersihkan, giliran air kembali diatur setiap tiga hari.",
            "Ibu-ibu PKK dusun turut menyiapkan sarapan dan kopi untuk para peserta kerja bakti.",
        ),
        dateline="Contohrejo, (25/02/2024) –",
        comments=(("Bu Tini", "Alhamdulillah, air sudah sampai ke sawah kami."), ("Danang", "Mantap, lanjutkan!")),
    ),
    Story(
        1177,
        "jadwal-posyandu-bulan-februari-2024",
        "Jadwal Posyandu Bulan Februari 2024",
        wib(2024, 2, 3, 8, 5),
        "Pengumuman",
        "Admin Desa",
        (
            "Diberitahukan kepada seluruh ibu balita dan ibu hamil bahwa pelayanan posyandu bulan Februari 2024 "
            "dilaksanakan di empat tempat. Mohon datang tepat waktu dan membawa buku KIA.",
            "Posyandu Melati Dusun Krajan hari Selasa tanggal 6, Posyandu Kenanga Dusun Sidomulyo hari Rabu tanggal "
            "7, Posyandu Anggrek Dusun Tegalsari hari Senin tanggal 12, dan Posyandu Dahlia Dusun Ngisor hari Selasa "
            "tanggal 13. Semua dimulai pukul 08.00 WIB.",
        ),
    ),
    Story(
        1163,
        "penyaluran-blt-dana-desa-tahap-pertama",
        "Penyaluran BLT Dana Desa Tahap Pertama",
        wib(2024, 1, 29, 13, 20),
        "Pemerintahan",
        "Admin Desa",
        (
            Photo(
                "blt-antrean-balai",
                "Keluarga penerima manfaat menunggu giliran",
                form="featured",
                alt="Antrean di balai",
            ),
            "Sebanyak tiga puluh dua keluarga penerima manfaat menerima Bantuan Langsung Tunai Dana Desa untuk bulan "
            "Januari sampai Maret 2024. Penyaluran berlangsung tertib di balai desa.",
            "Setiap keluarga menerima Rp900.000 untuk tiga bulan. Daftar penerima telah ditetapkan melalui "
            "musyawarah desa khusus dan diumumkan di papan informasi.",
            "Bagi penerima yang sakit, perangkat desa mengantarkan bantuan langsung ke rumah.",
        ),
    ),
    Story(
        1150,
        "pelatihan-keripik-pisang-bumdes-maju-andaikata",
        "Pelatihan Keripik Pisang Bersama BUMDes Maju Andaikata",
        wib(2024, 1, 17, 10, 0),
        "Berita",
        "Sari Andaiwati",
        (
            "Dua puluh ibu rumah tangga mengikuti pelatihan membuat keripik pisang aneka rasa di rumah produksi "
            "BUMDes Maju Andaikata. Pelatihan dibuka oleh Ketua TP PKK Desa Contohrejo.",
            Photo("keripik-mengiris", "Peserta belajar mengiris pisang setipis dua milimeter", form="gallery"),
            Photo("keripik-menggoreng", "Menggoreng dengan api sedang", form="gallery"),
            Photo("keripik-mengemas", "Produk siap dikemas", form="gallery"),
            "Pisang kepok dipilih karena mudah ditanam di pekarangan. Setelah digoreng, keripik diberi bumbu balado, "
            "cokelat, dan asin gurih, lalu dikemas dalam plastik berklip.",
            "BUMDes akan membeli hasil peserta dan memasarkannya melalui warung desa serta media sosial.",
        ),
    ),
    Story(
        1138,
        "profil-lengkap-umkm-desa-contohrejo",
        "Profil Lengkap UMKM Desa Contohrejo",
        wib(2024, 1, 8, 14, 30),
        "Potensi",
        "Admin Desa",
        (
            "Desa Contohrejo memiliki empat puluh satu usaha mikro yang tersebar di empat dusun. Tulisan ini "
            "memperkenalkan beberapa di antaranya agar warga dan tamu desa mudah mencarinya.",
            Photo("umkm-anyaman", "Anyaman bambu buatan Mbah Karto, Dusun Tegalsari", form="block"),
            "Mbah Karto menganyam sejak berusia dua belas tahun. Besek dan tampah buatannya dikirim ke pasar "
            "kecamatan setiap hari Pahing.",
            PageBreak(),
            "Halaman kedua memuat usaha makanan. Tempe Bu Lastri dibungkus daun pisang dan sudah dikenal sampai ke "
            "kecamatan tetangga; dalam sehari ia menghabiskan dua puluh kilogram kedelai.",
            Photo(
                "umkm-tempe", "Bu Lastri membungkus tempe dengan daun pisang", ("Andi Misalkan",), "Foto: {}", "block"
            ),
            PageBreak(),
            "Halaman terakhir memuat jasa. Bengkel las Pak Giyono menerima pesanan pagar dan teralis, sedangkan "
            "Penjahit Ningsih melayani seragam sekolah.",
            "Pemilik usaha yang belum tercantum dapat mendaftar di kantor desa pada jam kerja.",
        ),
    ),
    Story(
        1121,
        "kerja-sama-bank-sampah-dengan-sekolah-dasar",
        "Kerja Sama Bank Sampah dengan Sekolah Dasar",
        wib(2023, 12, 20, 11, 10),
        "Berita",
        "Sari Andaiwati",
        (
            "Bank sampah Resik Andai menjalin kerja sama dengan dua sekolah dasar di Desa Contohrejo. Siswa menabung "
            "botol plastik dan kertas bekas setiap Jumat pagi.",
            Photo("bank-sampah-timbang", "Pengurus menimbang tabungan siswa", ("Sari",), "Foto by : {}", "plain"),
            "Hasil tabungan dicatat dalam buku kecil dan dapat diambil menjelang kenaikan kelas. Sebagian siswa "
            "memilih menukarnya dengan alat tulis.",
        ),
    ),
    Story(
        1109,
        "pembangunan-talud-dusun-sidomulyo-selesai",
        "Pembangunan Talud Dusun Sidomulyo Selesai 100 Persen",
        wib(2023, 12, 11, 15, 45),
        "Pembangunan",
        "Admin Desa",
        (
            Photo("talud-sidomulyo", "Talud sepanjang 120 meter di Dusun Sidomulyo", form="featured"),
            "Pembangunan talud penahan tanah di Dusun Sidomulyo telah selesai. Pekerjaan sepanjang 120 meter "
            "dibiayai Dana Desa tahun 2023 sebesar Rp148.500.000 dan dikerjakan secara padat karya.",
            "Tim Pelaksana Kegiatan melibatkan tiga puluh warga setempat selama empat puluh hari kerja. Dengan "
            "adanya talud, jalan lingkungan tidak lagi longsor saat hujan deras.",
        ),
    ),
    Story(
        1098,
        "lomba-voli-antar-rt-meriahkan-hari-jadi-desa",
        "Lomba Voli Antar-RT Meriahkan Hari Jadi Desa",
        wib(2023, 11, 27, 19, 30),
        "Berita",
        "Andi Misalkan",
        (
            "Lapangan Dusun Krajan dipadati penonton pada malam final lomba voli antar-RT. Enam belas regu ambil "
            "bagian selama dua pekan pertandingan.",
            Photo("voli-final", "Regu RT 03 saat partai final", ("Andi Misalkan",), "Foto: {}", "block"),
            "Regu RT 03 keluar sebagai juara setelah menang tiga set atas RT 11. Panitia menyerahkan piala bergilir "
            "dan uang pembinaan.",
            "Ketua panitia mengucapkan terima kasih kepada linmas yang menjaga ketertiban.",
        ),
    ),
    Story(
        1085,
        "pengumuman-pemadaman-listrik-16-november-2023",
        "Pengumuman Pemadaman Listrik 16 November 2023",
        wib(2023, 11, 14, 7, 50),
        "Pengumuman",
        "Admin Desa",
        (
            "Sehubungan dengan pemeliharaan jaringan, aliran listrik di Dusun Tegalsari dan Dusun Ngisor dipadamkan "
            "pada Kamis, 16 November 2023, pukul 09.00 sampai 14.00 WIB.",
            "Warga diminta mencabut peralatan elektronik dan menyiapkan persediaan air. Pelayanan surat di kantor "
            "desa tetap berjalan dengan cara manual.",
        ),
    ),
    Story(
        1072,
        "peer-learning-meeting-perpustakaan-desa-di-kabupaten-ibarat",
        "PEER LEARNING MEETING PERPUSTAKAAN DESA DI KABUPATEN IBARAT DIIKUTI PENGELOLA PERPUSDES CONTOHREJO",
        wib(2023, 11, 3, 20, 5),
        "Perpustakaan",
        "Sari Andaiwati",
        (
            Photo(
                "plm-pembukaan",
                "Peserta Peer Learning Meeting di aula Hotel Misal Indah hari ini (2/11)",
                ("contohrejo.desa.id", "Sari"),
                form="featured",
                alt="Peserta Peer Learning Meeting di aula Hotel Misal Indah hari ini (2/11) Dok.: contohrejo.desa.id",
            ),
            "Pengelola perpustakaan desa Pustaka Andai mengikuti Peer Learning Meeting yang diadakan Dinas "
            "Perpustakaan dan Kearsipan Kabupaten Ibarat. Kegiatan ini bagian dari program Transformasi Perpustakaan "
            "Berbasis Insklusi Sosial yang digagas Perpusnas RI.",
            Photo(
                "plm-kelompok",
                "Diskusi kelompok di ikuti 34 perserta dari dua belas desa",
                ("contohrejo.desa.id", "Sari"),
            ),
            "Selama dua hari, 2 sampai 3 November 2023, para perserta saling bercerita tentang pelibatan masyarakat "
            "di perpustakaan masing-masing. Desa kami menyampaikan kelas merajut dan kelas pemasaran online.",
            "“Melalui trnsformasi ini perpustakaan tidak lagi sepi, warga datang untuk belajar dan berusaha,” kata "
            "Ibu Rahmi, pengelola Pustaka Andai. Ia juga menjelaskan cara mengisi laporan di SIM TPBIS setiap bulan.",
            "Pertemuan di tutup dengan penyusunan rencana tindak lanjut. Semoga bermanfaat.",
        ),
        dateline="contohrejo.desa.id. 2 November 2023.",
        relation="core",
        comments=(("Kang Ujang", "Kapan kelas merajut dibuka lagi?"),),
    ),
    Story(
        1060,
        "pemilihan-ketua-rt-serentak-berjalan-lancar",
        "Pemilihan Ketua RT Serentak Berjalan Lancar",
        wib(2023, 10, 30, 10, 25),
        "Pemerintahan",
        "Admin Desa",
        (
            "Pemilihan ketua RT di delapan wilayah Desa Contohrejo dilaksanakan serentak pada Minggu, 29 Oktober "
            "2023. Pemungutan suara berlangsung di rumah warga masing-masing RT.",
            "Lima ketua lama terpilih kembali dan tiga wilayah mendapatkan ketua baru. Pelantikan dijadwalkan pada "
            "awal Desember di pendapa kecamatan.",
        ),
    ),
    Story(
        1047,
        "panen-raya-padi-kelompok-tani-makmur-misal",
        "Panen Raya Padi Kelompok Tani Makmur Misal",
        wib(2023, 10, 19, 9, 0),
        "Potensi",
        "Andi Misalkan",
        (
            Photo("panen-raya", "Panen dengan mesin di hamparan sawah Dusun Ngisor", form="featured"),
            "Kelompok tani Makmur Misal memanen padi di hamparan seluas empat belas hektare. Hasil ubinan "
            "menunjukkan rata-rata 6,8 ton gabah kering panen tiap hektare.",
            Photo("panen-karung", "", form="classic", alt="Karung gabah di tepi jalan"),
            "Penyuluh pertanian lapangan mengingatkan petani agar menanam serempak supaya serangan tikus berkurang.",
        ),
        dateline="CONTOHREJO –",
    ),
    Story(
        1033,
        "sosialisasi-pencegahan-demam-berdarah",
        "Sosialisasi Pencegahan Demam Berdarah",
        wib(2023, 10, 11, 13, 35),
        "Berita",
        "Sari Andaiwati",
        (
            "Bidan desa bersama puskesmas pembantu mengadakan sosialisasi pencegahan demam berdarah di balai Dusun "
            "Tegalsari. Peserta diajak menguras, menutup, dan mendaur ulang barang bekas.",
            Photo("jumantik", "Kader jumantik memeriksa bak mandi warga", ("Puskesmas Andaikata",), "(Sumber: {})"),
            "Setiap rumah diharapkan memiliki satu juru pemantau jentik. Bubuk abate dapat diambil di polindes tanpa "
            "biaya.",
        ),
    ),
    Story(
        1020,
        "selamat-datang-di-situs-resmi-desa-contohrejo",
        "Selamat Datang di Situs Resmi Desa Contohrejo",
        wib(2023, 10, 2, 8, 0),
        "Berita",
        "Admin Desa",
        (
            "Puji syukur, Desa Contohrejo kini memiliki situs resmi. Melalui situs ini warga dapat membaca kabar "
            "desa, pengumuman, dan laporan penggunaan anggaran.",
            "Kami mohon maaf apabila masih ada kekurangan. Kritik dan saran dapat disampaikan langsung ke kantor "
            "desa atau melalui kotak komentar.",
        ),
    ),
)

# Written but not published, and waiting for its day: neither is linked, both answer 404 to the public.
DRAFT = ("2024/03/05", "rancangan-perdes-pasar-desa", 1210)
SCHEDULED = ("2034/01/01", "selamat-tahun-baru-2034", 1215)

ABOUT = (
    "profil-desa",
    "Profil Desa",
    (
        "Desa Contohrejo terletak di Kecamatan Andaikata, Kabupaten Ibarat. Desa ini terdiri atas empat dusun, yaitu "
        "Krajan, Sidomulyo, Tegalsari, dan Ngisor, dengan jumlah penduduk 3.412 jiwa.",
        "Sebagian besar warga bekerja sebagai petani padi dan perajin anyaman bambu.",
    ),
)
