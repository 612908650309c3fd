"""What the village of the real WordPress has written: 66 published articles and what is not for the public.

Desa Contoh Makmur is made up. Twenty-two matters come up three times each, in another hamlet, with other
numbers and other closing words, so that no two articles are near-duplicates.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from crawler.demo.stories import wib

HAMLETS = ("Krajan", "Sumberandai", "Ngumpama")
AUTHORS = ("admin", "Ratna Misalkan", "Joko Andaikata")


@dataclass(frozen=True)
class Matter:
    """`relation` is what it has to do with the library programme."""

    category: str
    title: str
    opening: str
    detail: str
    caption: str
    relation: str = "none"


@dataclass(frozen=True)
class Photo:
    file: str
    caption: str
    credit: tuple[str, ...] = ()
    credit_form: str = "(Dok.: {}, Foto by : {})"
    markup: Literal["classic", "block", "gallery", "featured"] = "classic"

    @property
    def printed(self) -> str:
        return f"{self.caption} {self.credit_form.format(*self.credit)}" if self.credit else self.caption

    @property
    def size(self) -> tuple[int, int]:
        return (2720, 2040) if self.file.endswith("-besar") else (640, 480)


@dataclass(frozen=True)
class Post:
    """One article or page; `date` is local time (WIB), `breaks` the paragraphs before which a new part begins."""

    slug: str
    title: str
    date: datetime
    author: str
    category: str
    paragraphs: tuple[str, ...]
    photos: tuple[Photo, ...] = ()
    breaks: tuple[int, ...] = ()
    status: str = "publish"
    type: str = "post"
    password: str = ""
    relation: str = "none"
    comments: tuple[tuple[str, str, bool], ...] = field(default=())

    @property
    def categories(self) -> list[str]:
        return [self.category] if self.category else []

    def as_json(self) -> dict[str, Any]:
        """As php/populate.php takes it."""
        photos = [{**asdict(photo), "printed": photo.printed, "size": photo.size} for photo in self.photos]
        date = f"{self.date:%Y-%m-%d %H:%M:%S}"
        return {**asdict(self), "date": date, "categories": self.categories, "photos": photos}


def all_posts() -> list[Post]:
    return [*published_posts(), *unpublished_posts(), *pages()]


def published_posts() -> list[Post]:
    posts = [_post(number) for number in range(3 * len(MATTERS))]
    posts[7] = replace(
        posts[7],
        photos=tuple(
            Photo(f"galeri-{place}", caption, markup="gallery")
            for place, caption in enumerate(
                ("Suasana sebelum acara", "Sambutan tuan rumah", "Peserta mencoba sendiri", "Foto bersama"), 1
            )
        ),
    )
    posts[18] = replace(
        posts[18], title=f"{posts[18].title} (Tulisan Bersambung)", paragraphs=LONG_TEXT, breaks=(2, 4), photos=()
    )
    posts[29] = replace(posts[29], title="Notulen Rapat Internal Perangkat", password="rahasia-desa", photos=())
    # So large that WordPress shows a smaller copy named -scaled and keeps this one beside it.
    posts[40] = replace(posts[40], photos=(Photo("foto-udara-besar", "Foto udara balai desa", markup="block"),))
    posts[50] = replace(posts[50], title='Pengajian Jum\'at & Santunan "Berkah Bersama"')
    return posts


def unpublished_posts() -> list[Post]:
    """Three drafts, two private articles, one whose day has not come and one thrown away."""
    drafts = [
        Post(f"rancangan-{place}", f"Rancangan Berita {place}", wib(2024, 9, place, 8, 0), "admin", "Berita",
             (f"Rancangan nomor {place} belum selesai ditulis dan tidak untuk umum.",), status="draft")
        for place in (1, 2, 3)
    ]  # fmt: skip
    private = [
        Post(f"arsip-internal-{place}", f"Arsip Internal {place}", wib(2024, 8, place, 9, 0), "admin", "Pemerintahan",
             (f"Arsip internal nomor {place} hanya untuk perangkat desa.",), status="private")
        for place in (1, 2)
    ]  # fmt: skip
    future = Post(
        "ucapan-selamat-tahun-baru-2040", "Ucapan Selamat Tahun Baru 2040", wib(2040, 1, 1, 0, 5), "admin",
        "Berita", ("Selamat tahun baru 2040 kepada seluruh warga.",), status="future",
    )  # fmt: skip
    trash = Post(
        "pengumuman-yang-dibatalkan", "Pengumuman yang Dibatalkan", wib(2024, 7, 1, 9, 0), "admin", "Pengumuman",
        ("Pengumuman ini dibatalkan dan sudah dibuang oleh perangkat desa.",), status="trash",
    )  # fmt: skip
    return [*drafts, *private, future, trash]


def pages() -> list[Post]:
    texts = {
        "profil-desa": ("Profil Desa", "Desa Contoh Makmur terletak di Kecamatan Semisal dan terdiri atas tiga dusun."),
        "struktur-organisasi": (
            "Struktur Organisasi",
            "Pemerintah desa dibantu oleh empat kaur dan tiga kepala dusun.",
        ),
        "kontak": ("Kontak", "Kantor desa buka Senin sampai Jumat pukul 08.00 hingga 15.00 WIB."),
    }
    return [
        Post(slug, title, wib(2023, 12, 1, 8, 0), "admin", "", (text,), type="page")
        for slug, (title, text) in texts.items()
    ]


def _post(number: int) -> Post:
    """The article `number`: about every fourth day from January 2024."""
    matter, turn = MATTERS[number % len(MATTERS)], number // len(MATTERS)
    hamlet, amount = HAMLETS[turn], 12 + number * 7 % 40
    date = wib(2024, 1, 4, 7, 30) + timedelta(days=4 * number, minutes=137 * number % 720)
    endings = [ENDINGS[(number * step + shift) % len(ENDINGS)] for step, shift in ((5, 0), (7, 9))]
    paragraphs = [matter.opening, matter.detail, *dict.fromkeys(endings)]
    if number % 4 == 1:
        paragraphs[0] = f"Contoh Makmur, ({date:%d/%m/%Y}) – {paragraphs[0]}"
    title = matter.title.format(dusun=hamlet, n=amount)
    return Post(
        slug="".join(letter if letter.isalnum() else "-" for letter in title.lower()).strip("-"),
        title=title,
        date=date,
        author=AUTHORS[number % 3],
        category=matter.category,
        paragraphs=tuple(text.format(dusun=hamlet, n=amount) for text in paragraphs),
        photos=_photos(number, matter.caption.format(dusun=hamlet, n=amount)),
        relation=matter.relation,
        comments=COMMENTS if number in {3, 21, 47} else (),
    )


def _photos(number: int, caption: str) -> tuple[Photo, ...]:
    """None for every third article, else one in one of three kinds of markup, with or without a credit."""
    if number % 3 == 2:
        return ()
    credits: tuple[tuple[tuple[str, ...], str], ...] = (
        (("contohmakmur", "Ratna"), "(Dok.: {}, Foto by : {})"),
        ((), ""),
        (("Joko Andaikata",), "Foto: {}"),
    )
    credit, form = credits[number % 5 % 3]
    markup: Literal["classic", "block", "featured"] = ("classic", "block", "featured")[number // 3 % 3]
    return (Photo(f"kegiatan-{number:02}", caption, credit, form, markup),)


COMMENTS = (
    ("Pak Warno", "Terima kasih informasinya, sangat bermanfaat bagi warga.", True),
    ("Mbak Lina", "Apakah masih bisa mendaftar?", True),
    ("Penjual Obat", "Kunjungi toko kami sekarang juga.", False),
)

MATTERS = (
    Matter("Pemerintahan", "Musyawarah Dusun {dusun} Hasilkan {n} Usulan",
           "Musyawarah dusun di {dusun} menghasilkan {n} usulan pembangunan yang akan dibawa ke tingkat desa.",
           "Usulan terbanyak menyangkut jalan lingkungan, disusul penerangan dan sumur resapan.",
           "Warga {dusun} menyampaikan usulan"),
    Matter("Kesehatan", "Posyandu {dusun} Timbang {n} Balita",
           "Kader posyandu {dusun} menimbang {n} balita pada kegiatan bulan ini.",
           "Bidan desa memberikan vitamin A dan memeriksa tinggi badan setiap anak.",
           "Penimbangan balita di posyandu {dusun}"),
    Matter("Perpustakaan", "Pelatihan Membuat Abon di Perpustakaan Desa untuk Warga {dusun}",
           "Perpustakaan desa mengajak {n} ibu dari {dusun} belajar membuat abon lele. Kegiatan ini bagian dari "
           "Transformasi Perpustakaan Berbasis Insklusi Sosial.",
           "Pelibatan masyarakat semacam ini dicatat setiap bulan dalam SIM TPBIS oleh pengelola perpusdes.",
           "Perserta pelatihan abon dari {dusun}", "core"),
    Matter("Pembangunan", "Rabat Beton Jalan {dusun} Capai {n} Persen",
           "Pekerjaan rabat beton di {dusun} telah mencapai {n} persen dan ditargetkan rampung bulan depan.",
           "Material diangkut dari pangkalan desa dengan gerobak karena jalan terlalu sempit untuk truk.",
           "Pengecoran jalan {dusun}"),
    Matter("Pertanian", "Kelompok Tani {dusun} Panen {n} Ton Jagung",
           "Kelompok tani {dusun} memanen {n} ton jagung pipil kering dari lahan tadah hujan.",
           "Harga di tingkat petani dinilai cukup baik meskipun biaya pupuk naik.",
           "Panen jagung di lahan {dusun}"),
    Matter("Berita", "Kerja Bakti {dusun} Bersihkan {n} Titik Selokan",
           "Warga {dusun} membersihkan {n} titik selokan yang tersumbat sampah dan lumpur.",
           "Sampah dipilah lebih dahulu, yang dapat dijual disetor ke bank sampah.",
           "Kerja bakti warga {dusun}"),
    Matter("Pengumuman", "Pengambilan SPPT PBB Warga {dusun}",
           "Warga {dusun} dapat mengambil SPPT Pajak Bumi dan Bangunan di kantor desa mulai pekan ini.",
           "Sebanyak {n} lembar tahun lalu belum diambil dan masih tersimpan di loket pelayanan.",
           "Loket pelayanan pajak"),
    Matter("Berita", "Pentas Seni {dusun} Tampilkan {n} Penari",
           "Malam pentas seni {dusun} menampilkan {n} penari dari sanggar anak dan remaja.",
           "Penonton memadati halaman balai dusun hingga acara berakhir menjelang tengah malam.",
           "Tari pembuka di panggung {dusun}"),
    Matter("Pemerintahan", "Penyaluran BLT di {dusun} untuk {n} Keluarga",
           "Bantuan langsung tunai dana desa disalurkan kepada {n} keluarga di {dusun}.",
           "Penerima menunjukkan KTP dan menandatangani daftar di hadapan pendamping desa.",
           "Penyaluran bantuan di balai {dusun}"),
    Matter("Perpustakaan", "Stakeholder Meeting Perpustakaan Bahas Dukungan {dusun}",
           "Pengelola perpustakaan, puskesmas, dan tokoh {dusun} duduk bersama dalam Stakeholder Meeting TP-BIS.",
           "Dari {n} orang yang hadir, sembilan menyatakan bersedia menjadi mitra tranformasi perpustakaan.",
           "Para mitra perpustakaan seusai pertemuan", "core"),
    Matter("Kesehatan", "Fogging Cegah Demam Berdarah di {dusun}",
           "Petugas melakukan pengasapan di {n} rumah di {dusun} setelah ditemukan kasus demam berdarah.",
           "Warga diminta menutup makanan dan mengeluarkan hewan peliharaan selama pengasapan.",
           "Petugas pengasapan di {dusun}"),
    Matter("Pendidikan", "PAUD {dusun} Terima {n} Murid Baru",
           "Tahun ajaran baru dimulai, PAUD {dusun} menerima {n} murid.",
           "Guru menyiapkan permainan dari bahan bekas agar anak cepat akrab.",
           "Hari pertama di PAUD {dusun}"),
    Matter("Berita", "Mobil Perpustakaan Keliling Singgah di {dusun}",
           "Mobil perpustakaan keliling milik dinas singgah di {dusun} dan dikunjungi {n} anak.",
           "Buku cerita bergambar paling banyak dipinjam, disusul buku tentang hewan.",
           "Anak-anak {dusun} memilih buku"),
    Matter("Pembangunan", "Sumur Bor {dusun} Aliri {n} Rumah",
           "Sumur bor bantuan kabupaten di {dusun} kini mengaliri {n} rumah.",
           "Pengurus menetapkan iuran bulanan untuk listrik pompa dan perawatan pipa.",
           "Uji coba air sumur bor {dusun}"),
    Matter("Pertanian", "Penyuluhan Pupuk Organik untuk Petani {dusun}",
           "Sebanyak {n} petani {dusun} mengikuti penyuluhan pembuatan pupuk organik cair.",
           "Bahan utamanya kotoran kambing, tetes tebu, dan sisa sayuran dari dapur.",
           "Praktik mencampur bahan pupuk di {dusun}"),
    Matter("Berita", "Turnamen Bulu Tangkis {dusun} Diikuti {n} Pemain",
           "Turnamen bulu tangkis {dusun} diikuti {n} pemain dari lima RT.",
           "Pertandingan digelar setiap malam seusai isya di gedung serbaguna.",
           "Partai semifinal di gedung serbaguna"),
    Matter("Pengumuman", "Jadwal Ronda Malam {dusun} Diperbarui",
           "Jadwal ronda malam {dusun} diperbarui karena {n} warga baru telah terdaftar.",
           "Setiap regu berjaga dari pukul sepuluh malam sampai pukul empat pagi.",
           "Gardu ronda {dusun}"),
    Matter("Potensi", "Perajin Bambu {dusun} Kirim {n} Kodi Besek",
           "Perajin bambu {dusun} mengirim {n} kodi besek ke toko oleh-oleh di kota.",
           "Pesanan meningkat sejak foto produk diunggah di media sosial BUMDes.",
           "Perajin besek {dusun} saat bekerja"),
    Matter("Pemerintahan", "Pelayanan Adminduk Keliling di {dusun}",
           "Pelayanan administrasi kependudukan keliling melayani {n} warga {dusun} dalam sehari.",
           "Sebagian besar warga mengurus kartu identitas anak dan perubahan kartu keluarga.",
           "Antrean pelayanan di {dusun}"),
    Matter("Pendidikan", "Bimbingan Belajar Gratis di Balai {dusun}",
           "Karang taruna membuka bimbingan belajar gratis bagi {n} siswa sekolah dasar di balai {dusun}.",
           "Pelajaran yang paling diminati adalah matematika dan bahasa Inggris.",
           "Belajar bersama di balai {dusun}"),
    Matter("Potensi", "Wisata Sungai {dusun} Kedatangan {n} Tamu",
           "Wisata susur sungai di {dusun} kedatangan {n} tamu pada akhir pekan.",
           "Pengelola menyiapkan ban dalam bekas, pelampung, dan pemandu dari warga setempat.",
           "Tamu bersiap menyusuri sungai"),
    Matter("Berita", "Santunan Anak Yatim {dusun}",
           "Takmir masjid {dusun} menyerahkan santunan kepada {n} anak yatim.",
           "Dana dihimpun dari kotak amal dan sumbangan perantau.",
           "Penyerahan santunan di masjid {dusun}"),
)  # fmt: skip

ENDINGS = (
    "Kepala desa berharap kegiatan serupa dapat dilaksanakan setiap tahun.",
    "Acara ditutup dengan doa bersama dan makan siang sederhana.",
    "Panitia mengucapkan terima kasih kepada semua pihak yang telah membantu.",
    "Biaya kegiatan berasal dari dana desa dan swadaya masyarakat.",
    "Hujan sempat turun, tetapi peserta tetap bertahan sampai selesai.",
    "Warga yang berhalangan hadir dapat menghubungi ketua RT masing-masing.",
    "“Kami senang karena warga kompak,” ujar ketua panitia.",
    "Babinsa dan bhabinkamtibmas turut mendampingi sejak pagi.",
    "Dokumentasi kegiatan dapat dilihat di papan informasi balai desa.",
    "Camat Semisal yang hadir memberikan apresiasi kepada pengurus.",
    "Rencana tindak lanjut akan dibicarakan dalam rapat bulan depan.",
    "Ibu-ibu PKK menyiapkan makanan kecil dari hasil kebun sendiri.",
    "Kegiatan serupa pernah diadakan tiga tahun lalu dan mendapat sambutan baik.",
    "Perangkat desa mencatat semua masukan untuk perbaikan ke depan.",
    "Beberapa peserta datang dari desa tetangga karena penasaran.",
    "Semoga apa yang dikerjakan membawa manfaat bagi warga.",
    "Keterangan lebih lanjut dapat ditanyakan di kantor desa pada jam kerja.",
    "Seluruh rangkaian acara berjalan tertib dan lancar.",
    "Anak-anak muda dusun membantu mengatur parkir dan kebersihan.",
)

LONG_TEXT = (
    "Tulisan bersambung ini merangkum perjalanan pelayanan kependudukan di desa sejak sepuluh tahun lalu.",
    "Pada awalnya warga harus berangkat ke kota kabupaten sebelum subuh agar memperoleh nomor antrean.",
    "Bagian kedua menceritakan datangnya komputer pertama di kantor desa dan pelatihan bagi perangkat.",
    "Surat keterangan yang semula diketik dengan mesin tik kini selesai dalam hitungan menit.",
    "Bagian terakhir membahas pelayanan keliling yang mendatangi dusun setiap triwulan.",
    "Demikian tulisan bersambung ini, masukan dari pembaca sangat kami nantikan.",
)
