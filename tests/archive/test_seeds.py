"""seeds.csv, as people and Excel write it."""

from pathlib import Path

import pytest

from archive.errors import CollectionError
from archive.seeds import format_seeds, new_seed, parse_seeds, read_seeds, write_seeds


def test_only_the_address_is_needed() -> None:
    (seed,) = parse_seeds("url\nhttp://www.contoh.desa.id\n", "seeds.csv")

    assert seed.id == "contoh.desa.id"
    assert seed.url == "http://www.contoh.desa.id/"


def test_excel_in_indonesia_writes_semicolons_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "seeds.csv"
    path.write_bytes("\ufeffurl;name;max_pages\nhttps://contoh.desa.id/;Desa Contoh;50\n".encode())

    (seed,) = read_seeds(path)

    assert (seed.name, seed.max_pages) == ("Desa Contoh", 50)


def test_seeds_are_read_back_as_they_were_written_with_the_owners_own_columns(tmp_path: Path) -> None:
    seeds = parse_seeds(
        'url,aliases,tags,paused,delay,catatan saya\nhttps://a.desa.id/,a.sideka.id b.id,x y,true,4.5,"ya, ini"\nhttps://b.desa.id/,,,,,\n',
        "f",
    )

    write_seeds(tmp_path / "seeds.csv", seeds)

    assert read_seeds(tmp_path / "seeds.csv") == seeds
    assert seeds[0].aliases == ("a.sideka.id", "b.id")
    assert seeds[0].paused
    assert seeds[0].extra == {"catatan saya": "ya, ini"}
    assert format_seeds(seeds).startswith("id,url,name,")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("alamat\nhttp://a.id\n", "one of them must be url"),
        ("url\nbukan alamat\n", "line 2"),
        ("url,max_pages\nhttp://a.id,banyak\n", "max_pages"),
        ("url\nhttp://a.id\nhttps://www.a.id/\n", "listed twice"),
        ("url\nhttp://a.id,lebih\n", "more values than columns"),
        ("url,delay\nhttp://a.id,-1\n", "below nought"),
        ("url;aliases\nhttp://a.id;:bukan:\n", "line 2"),
    ],
)
def test_a_faulty_file_is_refused_with_what_and_where(text: str, words: str) -> None:
    with pytest.raises(CollectionError, match=words):
        parse_seeds(text, "seeds.csv")


def test_a_typed_address_needs_no_scheme() -> None:
    assert new_seed("contoh.desa.id").url == "http://contoh.desa.id/"


def test_aliases_may_be_parted_by_commas_and_numbers_written_with_one() -> None:
    (seed,) = parse_seeds("url;aliases;delay\nhttp://a.desa.id;b.desa.id,c.desa.id;2,5\n", "f")

    assert seed.aliases == ("b.desa.id", "c.desa.id")
    assert seed.delay == 2.5


def test_an_imported_list_may_name_a_site_twice() -> None:
    assert len(parse_seeds("url\nhttp://a.id\nhttp://a.id\n", "f", doubles=True)) == 2


def test_a_file_that_is_not_utf_8_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "seeds.csv").write_bytes(b"url,name\nhttp://a.id,Desa \xe9\n")

    with pytest.raises(CollectionError, match="CSV UTF-8"):
        read_seeds(tmp_path / "seeds.csv")
