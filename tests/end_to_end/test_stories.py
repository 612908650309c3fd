"""A story that two villages publish is one story with two pages."""

from __future__ import annotations

from archive import Collection
from archive.model import Document
from crawler.demo.answers import Answer
from crawler.rebuild import rebuild_documents
from tests.end_to_end.conftest import crawl, links, page, small_site

RELEASE = (
    "Perpustakaan {} menerima kunjungan tim monitoring program transformasi perpustakaan pada hari Selasa.",
    "Tim melihat ruang baca anak, sudut komputer, dan catatan kegiatan pelibatan masyarakat yang disusun pengelola.",
    "Sebanyak 34 warga bercerita tentang pelatihan menjahit yang mereka ikuti selama 6 pekan di perpustakaan.",
    "Menurut pengelola, jumlah pengunjung meningkat sejak ada kelas keterampilan yang terbuka bagi semua umur.",
    "Tim berjanji akan mengirim tambahan buku dan mendampingi penyusunan rencana kerja tahun berikutnya.",
)


def release(village: str, ending: str = "") -> Answer:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in (*RELEASE, ending))
    return page(f"<article><h1>Kunjungan Tim ke {village}</h1>{paragraphs.format(village)}</article>", "Kunjungan Tim")


def articles(collection: Collection) -> list[Document]:
    found = (document for document in collection.documents() if document.kind == "article")
    return sorted(found, key=lambda document: document.captured_at)


def test_a_copy_on_another_site_is_kept_and_linked_and_a_rebuild_says_the_same(collection: Collection) -> None:
    with (
        small_site({"/": links("/berita/1"), "/berita/1": release("Desa Andaian")}) as one,
        small_site({"/": links("/kabar/9"), "/kabar/9": release("Desa Misalan", "Salam dari Misalan.")}) as other,
    ):
        assert crawl(collection, one.url).code == 0
        assert crawl(collection, other.url).code == 0

    first, copy = articles(collection)
    assert [first.near_duplicate_of, copy.near_duplicate_of] == [None, first.id]
    assert first.article_id != copy.article_id
    assert first.story_id == copy.story_id == first.article_id
    assert "Misalan" in (copy.text or "")

    before = [collection.documents_file(stem).read_bytes() for stem in collection.stems()]
    collection.readings_file.unlink()
    rebuild_documents(collection, lambda part, done, count: None, workers=1)
    assert [collection.documents_file(stem).read_bytes() for stem in collection.stems()] == before
