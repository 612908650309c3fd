"""What an archived page's look lacks is counted, so that whoever sees it can be told."""

from archive.replay.missing import Missing, missing_of

URL = "https://contohrejo.desa.example/berita/panen/"
PAGE = """<!doctype html><html><head><base href="/berita/">
<link rel="stylesheet" href="gaya.css"><link rel="alternate stylesheet" href="//cdn.example/besar.css">
<link rel="icon" href="/ikon.png"><link rel="stylesheet" href="">
</head><body>
<img src="panen.jpg"><img src="panen.jpg"><img data-src="/foto/balai.jpg" src="data:image/gif;base64,R0lGOD">
<img srcset="kecil.jpg 300w, besar.jpg 900w"><img src="data:image/png;base64,iVBORw0KGgo">
</body></html>"""


def missing(*archived: str) -> Missing:
    return missing_of(PAGE, URL, set(archived).__contains__)


def test_each_style_and_picture_that_is_not_archived_counts_once() -> None:
    assert missing() == Missing(styles=2, of_styles=2, pictures=3, of_pictures=3)


def test_one_form_of_a_picture_is_enough() -> None:
    there = ("https://contohrejo.desa.example/berita/gaya.css", "https://contohrejo.desa.example/berita/besar.jpg")

    assert missing(*there) == Missing(styles=1, of_styles=2, pictures=2, of_pictures=3)


def test_what_is_asked_is_looked_up_at_once() -> None:
    asked: list[str] = []
    missing_of(PAGE, URL, lambda url: True, asked.extend)

    assert "https://cdn.example/besar.css" in asked
    assert "https://contohrejo.desa.example/foto/balai.jpg" in asked


def test_no_page_breaks_it() -> None:
    for text in ("", "<!-- -->", "\x00\ud800", "<link rel=stylesheet href='http://[x'>", "<img src='x" * 5000):
        assert missing_of(text, URL, lambda url: False).of_styles == 0
