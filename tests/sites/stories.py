"""Invented village news by topic, with dates, people and pictures, for the sample sites."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.demo.answers import Answer, Entry, Expectation, targets
from crawler.demo.pictures import mosaic_jpeg


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
