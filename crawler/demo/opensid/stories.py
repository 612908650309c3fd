"""The articles of Desa Umpama Jaya, a made-up village with an OpenSID site. Newest first.

OpenSID knows no captions: an article's main picture has none, pictures in the text have a line in italics below.
"""

from __future__ import annotations

from crawler.demo.stories import Photo, Story, wib

STORIES = (
    Story(
        87,
        "perpustakaan-umpama-cerdas-terima-bantuan-seribu-buku",
        "Perpustakaan Umpama Cerdas Terima Bantuan Seribu Buku",
        wib(2024, 6, 5, 10, 12),
        "Berita Desa",
        "Administrator",
        (
            Photo("buku-serah-terima", form="featured"),
            "Perpustakaan Umpama Cerdas milik Desa Umpama Jaya menerima seribu buku bacaan bermutu dari Perpustakaan "
            "Nasional. Bantuan ini diberikan kepada desa lokus TPBIS di Kabupaten Permisalan.",
            Photo(
                "buku-menata-rak", "Pengelola menata buku pada rak baru", ("Tim Dokumentasi",), "(Foto: {})", "plain"
            ),
            "Kepala Desa Umpama Jaya menyampaikan terima kasih. Menurutnya perpustakaan berbasis inklusi sosial "
            "harus menjadi tempat warga belajar keterampilan, bukan sekadar tempat menyimpan buku.",
            "Buku dapat dipinjam mulai Senin depan dengan menunjukkan KTP atau kartu pelajar.",
        ),
        dateline="Umpama Jaya, 5 Juni 2024 -",
        relation="core",
        comments=(("Rudi", "Semoga perpustakaannya makin ramai."),),
    ),
    Story(
        86,
        "jalan-lingkungan-rt-05-mulai-dirabat-beton",
        "Jalan Lingkungan RT 05 Mulai Dirabat Beton",
        wib(2024, 5, 28, 14, 3),
        "Pembangunan",
        "Administrator",
        (
            Photo("rabat-beton-rt05", form="featured"),
            "Pekerjaan rabat beton di RT 05 Dusun Umpama Hilir dimulai hari ini. Jalan sepanjang 210 meter dan lebar "
            "dua setengah meter itu dibiayai Dana Desa tahap pertama tahun 2024.",
            "Warga dimohon memarkir kendaraan di lapangan selama sepuluh hari pekerjaan berlangsung.",
        ),
    ),
    Story(
        84,
        "hasil-rembuk-stunting-desa-umpama-jaya",
        "Hasil Rembuk Stunting Desa Umpama Jaya",
        wib(2024, 5, 9, 9, 41),
        "Berita Desa",
        "Kasi Kesejahteraan",
        (
            "Rembuk stunting tingkat desa menghasilkan lima kesepakatan, di antaranya pemberian makanan tambahan "
            "bagi balita selama sembilan puluh hari dan kelas ibu hamil setiap dua pekan.",
            Photo("rembuk-stunting", "Kader posyandu memaparkan hasil penimbangan", form="plain"),
            "Bidan desa mengingatkan agar orang tua tidak melewatkan jadwal imunisasi. Data balita diperbarui setiap "
            "bulan oleh kader pembangunan manusia.",
        ),
    ),
    Story(
        83,
        "laporan-realisasi-apbdes-tahun-2023",
        "Laporan Realisasi APBDes Tahun 2023",
        wib(2024, 4, 17, 11, 30),
        "Laporan",
        "Administrator",
        (
            "Sebagai wujud keterbukaan, Pemerintah Desa Umpama Jaya menyampaikan laporan realisasi APBDes tahun "
            "anggaran 2023. Pendapatan tercapai 99,4 persen, sedangkan belanja terserap 96,8 persen.",
            "Sisa anggaran menjadi SiLPA dan dibahas kembali dalam perubahan APBDes 2024. Rincian lengkap dapat "
            "diunduh melalui lampiran di bawah ini.",
        ),
    ),
    Story(
        81,
        "safari-ramadan-pemerintah-kecamatan-di-masjid-al-misal",
        "Safari Ramadan Pemerintah Kecamatan di Masjid Al-Misal",
        wib(2024, 3, 21, 21, 15),
        "Berita Desa",
        "Administrator",
        (
            Photo("safari-ramadan", form="featured"),
            "Rombongan safari Ramadan Kecamatan Seandainya disambut hangat oleh jamaah Masjid Al-Misal. Kegiatan "
            "diisi salat tarawih berjamaah, tausiah, dan penyerahan bantuan karpet.",
            "Camat mengajak warga menjaga kerukunan dan mengingatkan agar kembang api tidak dinyalakan di dekat "
            "permukiman.",
        ),
        comments=(("Hamba Allah", "Terima kasih atas kunjungannya."), ("Pak RT", "Tahun depan semoga diadakan lagi.")),
    ),
    Story(
        79,
        "desa-inklusi-warga-difabel-dilatih-servis-gawai",
        "Desa Inklusi: Warga Difabel Dilatih Servis Gawai",
        wib(2024, 3, 2, 8, 20),
        "Berita Desa",
        "Kasi Kesejahteraan",
        (
            "Delapan warga penyandang disabilitas mengikuti pelatihan servis gawai selama lima hari di balai latihan "
            "kerja kabupaten. Pelatihan ini bagian dari rintisan Desa Inklusi yang mengutamakan inklusi sosial bagi "
            "difabel.",
            Photo("servis-gawai", "Peserta memasang layar gawai", ("Kasi Kesra",), "Foto oleh: {}", "plain"),
            "Peserta memperoleh satu set obeng dan multimeter. Dua orang di antaranya sudah menerima pesanan pertama.",
        ),
    ),
    Story(
        78,
        "bimtek-sistem-informasi-desa-untuk-perangkat",
        "Bimtek Sistem Informasi Desa untuk Perangkat",
        wib(2024, 2, 14, 15, 55),
        "Berita Desa",
        "Administrator",
        (
            "Seluruh perangkat Desa Umpama Jaya mengikuti bimbingan teknis pengelolaan sistem informasi desa. Materi "
            "meliputi pemutakhiran data penduduk, layanan surat mandiri, dan penulisan berita.",
            "Narasumber mencontohkan bahwa berita yang baik menjawab apa, siapa, kapan, di mana, mengapa, dan "
            "bagaimana.",
        ),
    ),
    Story(
        76,
        "jadwal-pelayanan-sim-keliling-bulan-januari",
        "Jadwal Pelayanan SIM Keliling Bulan Januari",
        wib(2024, 1, 8, 7, 30),
        "Pengumuman",
        "Administrator",
        (
            "Pelayanan perpanjangan SIM keliling hadir di halaman kantor Kecamatan Seandainya setiap Kamis pada "
            "bulan Januari. Warga membawa SIM lama, KTP, dan surat keterangan sehat.",
            "Pendaftaran dibuka pukul 08.00 dan ditutup apabila kuota lima puluh orang telah terpenuhi.",
        ),
    ),
    Story(
        75,
        "kelas-merajut-perpustakaan-hasilkan-produk-bernilai-jual",
        "Kelas Merajut Perpustakaan Hasilkan Produk Bernilai Jual",
        wib(2023, 12, 4, 16, 8),
        "Berita Desa",
        "Pengelola Perpusdes",
        (
            Photo("merajut-peserta", form="featured"),
            "Setelah enam kali pertemuan, kelas merajut di Perpustakaan Umpama Cerdas menghasilkan tas dan konektor "
            "masker yang laku di pasar kecamatan. Kelas ini termasuk pelibatan masyarakat dalam program Tranformasi "
            "Perpustakaan Berbasis Inklusi Sosial.",
            Photo(
                "merajut-tas",
                "Tas rajut karya Ibu Darmi",
                ("umpamajaya", "Pengelola Perpusdes"),
                "(Dok.: {}, foto by: {})",
                "plain",
            ),
            "Ibu Darmi mengaku memperoleh tambahan penghasilan Rp350.000 dalam sebulan. “Awalnya hanya ikut teman, "
            "sekarang pesanan datang lewat WhatsApp,” tuturnya.",
            Photo("merajut-bazar", "Bazar kecil di teras perpustakaan", form="plain"),
            "Kelas angkatan kedua dibuka bulan depan untuk lima belas orang.",
        ),
        relation="core",
    ),
    Story(
        73,
        "kerja-bakti-menyambut-musim-hujan",
        "Kerja Bakti Menyambut Musim Hujan",
        wib(2023, 11, 19, 12, 45),
        "Berita Desa",
        "Administrator",
        (
            Photo("kerja-bakti-selokan", form="featured"),
            "Warga empat RT membersihkan selokan dan memangkas dahan pohon di tepi jalan. Kerja bakti dilaksanakan "
            "setiap Minggu kedua menjelang musim hujan.",
            "Sampah yang terkumpul diangkut dua truk milik BUMDes menuju tempat pengolahan di kecamatan.",
        ),
    ),
    Story(
        71,
        "penetapan-daftar-penerima-bantuan-pangan",
        "Penetapan Daftar Penerima Bantuan Pangan",
        wib(2023, 10, 3, 13, 2),
        "Pengumuman",
        "Administrator",
        (
            "Melalui musyawarah desa ditetapkan 118 keluarga penerima bantuan pangan berupa beras sepuluh kilogram. "
            "Daftar nama ditempel di papan pengumuman kantor desa.",
            "Keberatan dapat disampaikan tertulis paling lambat tujuh hari sejak pengumuman ini.",
        ),
    ),
    Story(
        68,
        "tim-voli-putri-umpama-jaya-juara-tingkat-kecamatan",
        "Tim Voli Putri Umpama Jaya Juara Tingkat Kecamatan",
        wib(2023, 8, 24, 18, 27),
        "Berita Desa",
        "Karang Taruna",
        (
            Photo("voli-putri-piala", form="featured"),
            "Tim voli putri Desa Umpama Jaya menjadi juara pertama kejuaraan antardesa se-Kecamatan Seandainya. Pada "
            "pertandingan final, tim menang tiga set langsung.",
            "Karang taruna berterima kasih kepada para pelatih dan warga yang datang memberi semangat.",
        ),
    ),
    Story(
        66,
        "upacara-bendera-17-agustus-di-lapangan-desa",
        "Upacara Bendera 17 Agustus di Lapangan Desa",
        wib(2023, 8, 17, 20, 0),
        "Berita Desa",
        "Administrator",
        (
            Photo("upacara-lapangan", form="featured"),
            "Upacara peringatan hari kemerdekaan berlangsung khidmat di lapangan Desa Umpama Jaya. Petugas pengibar "
            "bendera berasal dari siswa sekolah menengah setempat.",
            Photo("upacara-karnaval", "Karnaval anak-anak seusai upacara", ("Karang Taruna",), "(Dok. {})", "plain"),
            "Selesai upacara, warga mengikuti karnaval dan makan tumpeng bersama.",
        ),
    ),
)

# The article that stands on top of the front page and is left out of the list below it.
HEADLINE = STORIES[2]
# Rows the sitemap lists although the public never sees them: switched off, and dated in the future.
UNSHOWN = ("/artikel/2024/6/1/konsep-pengumuman-lelang-tanah-kas", "/artikel/2034/8/17/undangan-upacara-2034")
ATTACHMENT_STORY = STORIES[3]
