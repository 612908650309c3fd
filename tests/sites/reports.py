"""Invented village news for the sample sites, and what their servers have in common."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from crawler.demo.answers import Answer, Expectation, Maker
from crawler.demo.pictures import mosaic_jpeg
from crawler.demo.stories import DAYS

# What a theme's reports are called, and what they say.
THEMES: dict[str, tuple[tuple[str, str, str], tuple[str, ...]]] = {
    "Perpustakaan": (
        (
            "Perpustakaan {p} Buka Layanan Baca Sampai Malam",
            "Anak-anak {p} Ikuti Kelas Mendongeng di Perpustakaan Desa",
            "{p} Terima Bantuan {n} Judul Buku dari Perpustakaan Daerah",
        ),
        (
            "Pengelola perpustakaan desa menata ulang rak bacaan anak supaya mudah dijangkau pengunjung kecil.",
            "Buku tentang budidaya ikan dan pengolahan hasil kebun paling sering dipinjam oleh warga {p}.",
            "Sebanyak {n} anggota baru mendaftar dan langsung menerima kartu pinjam dari petugas.",
            "Komputer dan jaringan internet di ruang baca boleh dipakai warga tanpa dipungut biaya.",
            "{o} berharap perpustakaan menjadi tempat belajar sekaligus tempat berkumpul yang nyaman.",
            "Relawan literasi mendampingi pelajar membaca nyaring lalu menceritakan kembali isi bacaannya.",
        ),
    ),
    "Kesehatan": (
        (
            "Posyandu Balita {p} Layani Penimbangan dan Imunisasi",
            "Kader Kesehatan {p} Sosialisasikan Pencegahan Stunting",
            "Warga Lansia {p} Jalani Pemeriksaan Kesehatan Gratis",
        ),
        (
            "Bidan desa memeriksa tekanan darah, berat badan, dan kadar gula peserta satu per satu.",
            "Kader membagikan bubur kacang hijau dan telur rebus sebagai makanan tambahan bagi balita.",
            "Hasil penimbangan menunjukkan {n} anak mengalami kenaikan berat badan sesuai umurnya.",
            "{o} meminta para ibu tidak ragu bertanya apabila tumbuh kembang anak terasa terlambat.",
            "Puskesmas pembantu menyediakan obat dasar dan mencatat warga yang perlu dirujuk ke kota.",
            "Penyuluhan tentang jamban sehat dan cuci tangan disampaikan memakai gambar yang mudah dimengerti.",
        ),
    ),
    "Pemerintahan": (
        (
            "Musrenbang {p} Sepakati Prioritas Pembangunan Tahun Depan",
            "Penyaluran BLT Dana Desa Tahap Kedua di {p} Berjalan Tertib",
            "Serah Terima Jabatan Kepala Urusan Keuangan & Perencanaan di {p}",
        ),
        (
            "Badan Permusyawaratan Desa memimpin sidang dan membacakan usulan dari setiap dusun secara bergantian.",
            "Keluarga penerima manfaat membawa kartu keluarga dan menandatangani daftar di meja petugas.",
            "{o} menegaskan bahwa setiap rupiah dana desa akan diumumkan pada papan informasi.",
            "Sedikitnya {n} usulan disaring menjadi daftar pendek yang akan dibahas di tingkat kecamatan.",
            "Pendamping desa mengingatkan agar laporan pertanggungjawaban selesai sebelum akhir triwulan.",
            "Camat Andaikata menyaksikan penandatanganan berita acara bersama bintara pembina desa.",
        ),
    ),
    "Pembangunan": (
        (
            "Kerja Bakti Warga {p} Bersihkan Saluran Air",
            "Jalan Usaha Tani {p} Selesai Dirabat Beton",
            "Warga {p} Gotong Royong Perbaiki Jembatan Bambu",
        ),
        (
            "Para pemuda mengangkat endapan lumpur, sedangkan kaum ibu menyiapkan kopi dan singkong rebus.",
            "Pekerjaan sepanjang {n} meter itu memakai tenaga setempat dengan pola padat karya tunai.",
            "Batu kali dan pasir didatangkan dari tepi sungai lalu dipikul bersama ke lokasi.",
            "{o} mengucapkan terima kasih kepada warga {p} yang merelakan sebagian tanah pekarangannya.",
            "Truk pengangkut hasil panen kini dapat melintas tanpa harus memutar lewat jalan kabupaten.",
            "Tim pelaksana kegiatan memasang papan proyek supaya masyarakat dapat ikut mengawasi.",
        ),
    ),
    "Ekonomi": (
        (
            "BUMDes {p} Panen Perdana Budidaya Lele",
            "Ibu-ibu PKK {p} Belajar Membuat Keripik Pisang",
            "Pasar Minggu {p} Ramai Didatangi Pembeli",
        ),
        (
            "Hasil penjualan hari itu mencapai {n} kilogram dan habis sebelum tengah hari.",
            "Pengurus badan usaha menyisihkan sebagian keuntungan untuk beasiswa anak kurang mampu.",
            "Pelatih dari dinas koperasi menunjukkan cara mengemas produk agar tahan disimpan berminggu-minggu.",
            "{o} mendorong pelaku usaha rumahan segera mengurus izin edar dan sertifikat halal.",
            "Pedagang dari desa tetangga ikut menggelar lapak anyaman, jamu, dan jajanan tradisional.",
            "Modal awal berasal dari penyertaan dana desa yang disetujui melalui musyawarah di {p}.",
        ),
    ),
    "Pertanian": (
        (
            "Kelompok Tani {p} Mulai Tanam Padi Serempak",
            "Penyuluh Pertanian Latih Warga {p} Membuat Pupuk Organik",
            "Petani {p} Keluhkan Serangan Hama Wereng",
        ),
        (
            "Air irigasi dibagi bergiliran supaya sawah di bagian hilir tidak mengalami kekeringan.",
            "Penyuluh memperagakan pencampuran kotoran kambing, sekam, dan tetes tebu dalam drum bekas.",
            "Luas lahan yang ditanami pada musim ini mencapai {n} hektare dengan varietas genjah.",
            "{o} menyarankan petani memasang perangkap cahaya ketimbang menyemprot racun berlebihan.",
            "Bantuan benih dan alat perontok diterima oleh ketua kelompok untuk dipakai bersama.",
            "Harga gabah yang membaik membuat warga {p} bersemangat menggarap lahan tidur.",
        ),
    ),
    "Budaya": (
        (
            "Sedekah Bumi {p} Digelar Meriah dengan Kirab Hasil Panen",
            "Karang Taruna {p} Gelar Lomba Agustusan",
            "Kesenian Kuda Lumping {p} Tampil di Alun-alun",
        ),
        (
            "Gunungan sayur dan buah diarak dari balai desa menuju punden diiringi gamelan.",
            "Sebanyak {n} peserta dari berbagai usia mengikuti perlombaan tarik tambang dan balap karung.",
            "Para sesepuh mengingatkan anak muda agar tidak melupakan tembang dan tarian leluhur.",
            "{o} membuka acara dengan memukul kentongan sebanyak tiga kali.",
            "Penonton memadati tepi jalan sejak pagi dan bertahan sampai pertunjukan usai.",
            "Panitia dari {p} menyiapkan panggung sederhana berhias janur dan kain batik.",
        ),
    ),
    "Keamanan": (
        (
            "Ronda Malam {p} Diaktifkan Kembali",
            "Tim Siaga {p} Ikuti Simulasi Tanggap Bencana",
            "Angin Kencang Rusak Lima Rumah di {p}",
        ),
        (
            "Jadwal jaga disusun bergilir dan ditempelkan di setiap pos kamling.",
            "Petugas penanggulangan bencana melatih warga memakai alat pemadam dan tandu darurat.",
            "Pohon tumbang sempat menutup jalan sebelum dipotong memakai gergaji mesin.",
            "{o} membuka dapur umum dan menyalurkan terpal kepada keluarga yang terdampak.",
            "Bhabinkamtibmas mengimbau warga {p} mengunci kendaraan dan mencatat tamu yang menginap.",
            "Dana sosial yang terkumpul akan dipakai mengganti {n} lembar genting yang pecah.",
        ),
    ),
}
LEADS = (
    "Suasana {p} pada {h} pagi lebih ramai daripada biasanya karena warga berdatangan sejak matahari terbit.",
    "Warga {p} berkumpul di balai pertemuan pada {h} untuk mengikuti kegiatan yang telah lama dinantikan.",
    "Pemerintah desa bersama warga {p} mengadakan kegiatan pada {h} dengan dukungan lembaga setempat.",
    "Kabar baik datang dari {p}, tempat sebuah kegiatan bersama terlaksana pada {h} dengan lancar.",
)
WORDS = (
    "Panitia di {p} mencatat {n} orang hadir dan menyimpan daftar hadirnya dalam map bernomor {k}.",
    "Menurut buku tamu bernomor {k}, peserta terjauh berjalan kaki {n} menit untuk sampai ke {p}.",
    "Seluruh catatan dari {p} setebal {n} halaman diarsipkan sekretaris desa dengan kode simpan {k}.",
)
GENERAL = (
    "Kegiatan ditutup dengan doa dan makan bersama beralaskan daun pisang.",
    "Cuaca yang cerah turut membantu sehingga seluruh rangkaian acara selesai tepat waktu.",
    "Warga berharap kegiatan serupa dapat dilaksanakan lagi dengan peserta yang lebih banyak.",
    "Ketua rukun warga menyampaikan bahwa persiapan telah dilakukan sejak dua minggu sebelumnya.",
    "Mahasiswa kuliah kerja nyata ikut membantu mendokumentasikan jalannya acara.",
    "Perangkat desa mengajak masyarakat menjaga kekompakan yang sudah terbangun selama ini.",
    "Salah seorang warga mengaku senang karena manfaatnya langsung terasa di rumah tangganya.",
    "Evaluasi akan dibicarakan dalam rapat bulanan bersama ketua dusun dan tokoh masyarakat.",
)
OFFICIALS = (
    "Kepala Desa Suparno Wijayanto",
    "Sekretaris Desa Ratna Ayuningsih",
    "Ketua BPD Haji Maskuri",
    "Kepala Dusun Tri Handayani",
)


@dataclass(frozen=True, slots=True)
class Report:
    """One article, whatever the platform; `number` counts from 1, the newest."""

    number: int
    title: str
    theme: str
    moment: datetime
    paragraphs: tuple[str, ...]
    words: str
    caption: str | None

    @property
    def slug(self) -> str:
        return "-".join(re.findall(r"[a-z0-9]+", self.title.lower()))


def make_reports(seed: str, count: int, newest: datetime, step: timedelta, places: Sequence[str]) -> tuple[Report, ...]:
    """`count` reports, newest first; every ninth is of the same day as the one before it."""
    titles_of_all = 3 * len(THEMES)
    assert count <= titles_of_all * len(places), "titles would repeat"
    reports: list[Report] = []
    for index in range(count):
        chance = random.Random(f"{seed} {index}")
        theme = list(THEMES)[index % len(THEMES)]
        titles, own = THEMES[theme]
        place = places[(index // titles_of_all + index % titles_of_all) % len(places)]
        moment = newest - index * step + timedelta(minutes=chance.randrange(-170, 500))
        if index % 9 == 5:
            moment = reports[-1].moment - timedelta(minutes=95)
        day = DAYS[moment.weekday()]

        def fill(
            text: str, place: str = place, day: str = day, chance: random.Random = chance, index: int = index
        ) -> str:
            official = chance.choice(OFFICIALS)
            return text.format(p=place, h=day, n=chance.randrange(24, 97), k=101 + index, o=official)

        title = titles[index // len(THEMES) % 3]
        sentences = [fill(text) for text in [*chance.sample(own, 6), *chance.sample(GENERAL, 4)]]
        chance.shuffle(sentences)
        words = fill(chance.choice(WORDS))
        cut = chance.choice(((2, 6), (2, 5, 8), (2, 4, 6, 8)))
        borders = (*cut, len(sentences))
        chunks = [sentences[start:end] for start, end in zip((0, *cut), borders, strict=True)]
        chunks[0].insert(0, fill(chance.choice(LEADS)))
        chunks[chance.randrange(1, len(chunks))].insert(1, words)
        caption = f"Suasana kegiatan {theme.lower()} di {place}" if index % 3 == 2 else None
        paragraphs = tuple(" ".join(chunk) for chunk in chunks)
        reports.append(Report(index + 1, fill(title), theme, moment, paragraphs, words, caption))
    return tuple(reports)


def nothing_expected() -> Expectation:
    """What sites whose articles stand in a SampleSite leave empty."""
    return Expectation((), (), (), (), (), (), (), ())


def first(query: str, name: str, default: str = "") -> str:
    """The first value of `name` in a query."""
    return parse_qs(query).get(name, [default])[0]


def first_number(query: str, name: str, default: int) -> int:
    value = first(query, name)
    return int(value) if value.isdecimal() else default


def pages_of(reports: Sequence[Report], size: int) -> int:
    return max(1, -(-len(reports) // size))


def jpeg(name: str, width: int) -> Maker:
    return lambda visit: Answer(mosaic_jpeg(name, width, width * 3 // 4), "image/jpeg")
