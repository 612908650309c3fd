"""Private persons' numbers are found where they stand, and other numbers of village pages are not."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.model import Caption
from spiders.flags.identity_numbers import is_known_kecamatan
from spiders.flags.people import flag_people
from spiders.flags.personal_data import find, mask, personal_data
from tests.spiders.pages import read_html

Case = tuple[str, str]


def is_kecamatan(prefix: str) -> bool:
    return prefix in {"180513", "320101", "330215", "621005"}


def found(text: str) -> list[Case]:
    return [(one.kind, text[one.start : one.end]) for one in find(text, is_kecamatan)]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        # NIK: a man of 25 June 1990, a woman of the same day
        ("NIK 1805132506900001 atas nama Siti", "nik", "1805132506900001"),
        ("1805136506900001", "nik", "1805136506900001"),
        ("NIK: 18.05.13.650690.0001.", "nik", "18.05.13.650690.0001"),
        ("1805 1325 0690 0001", "nik", "1805 1325 0690 0001"),
        ("(180513-250690-0001)", "nik", "180513-250690-0001"),
        ("NIK1805132506900001", "nik", "1805132506900001"),
        ("3 3 0 2 1 5 2 9 0 2 0 0 0 0 0 3", "nik", "3 3 0 2 1 5 2 9 0 2 0 0 0 0 0 3"),
        ("Siti | 1805132506900001 | Dusun I", "nik", "1805132506900001"),
        ("NIK 1805133206900001", "nik", "1805133206900001"),  # a wrong day, but said to be one
        ("NIK: 9905132506900001", "nik", "9905132506900001"),  # an unknown place
        ("1805132506900001/Siti", "nik", "1805132506900001"),
        # family card
        ("No. KK 1805132506150003", "kk", "1805132506150003"),
        ("Kartu Keluarga: 3302150101200004", "kk", "3302150101200004"),
        ("nomor kartu keluarga (KK) 1805 1325 0615 0003", "kk", "1805 1325 0615 0003"),
        # telephone
        ("HP 0812-3456-7890", "phone", "0812-3456-7890"),
        ("WA: +62 812 3456 7890", "phone", "+62 812 3456 7890"),
        ("(0812) 34567890", "phone", "(0812) 34567890"),
        ("(+62)81234567890", "phone", "(+62)81234567890"),
        ("https://wa.me/6281234567890", "phone", "6281234567890"),
        ("0812.3456.7890", "phone", "0812.3456.7890"),
        ("Hubungi Budi 085712345678!", "phone", "085712345678"),
        ("WA081234567890", "phone", "081234567890"),
        ("telepon 0895-1234-56789", "phone", "0895-1234-56789"),
        ("Telp (0274) 123456", "phone", "(0274) 123456"),
        ("Telp. 021-5551234", "phone", "021-5551234"),
        ("Narahubung: 0812 3456 7890", "phone", "0812 3456 7890"),
        # accounts
        ("rekening BRI 1234-01-012345-53-7 a.n. Siti", "bank_account", "1234-01-012345-53-7"),
        ("Bank Mandiri 1370012345678", "bank_account", "1370012345678"),
        ("no rek. 0123456789 BNI", "bank_account", "0123456789"),
        ("BCA 1234567890 atas nama Budi", "bank_account", "1234567890"),
        ("transfer ke rekening BSI a.n. Ahmad: 7123456789", "bank_account", "7123456789"),
        # mailboxes
        ("kirim ke siti.aminah@gmail.com.", "email", "siti.aminah@gmail.com"),
        ("<budi_99@yahoo.co.id>", "email", "budi_99@yahoo.co.id"),
        ("Email:Budi+desa@Hotmail.COM", "email", "Budi+desa@Hotmail.COM"),
        ("081234567890@gmail.com", "email", "081234567890@gmail.com"),
    ],
)  # fmt: skip
def test_a_number_or_address_is_found_whole(text: str, kind: str, number: str) -> None:
    assert found(text) == [(kind, number)]


@pytest.mark.parametrize(
    "text",
    [
        "1805133206900001", "1805131513900001", "1805132902910001", "9905132506900001", "1805132506900000", "18051325069000011",
        "11805132506900001", "kode 1805132506900001abc", "berkas_1805132506900001.pdf", "1805132506900001.jpg",
        "Rp 081.234.567.890", "Rp0812345678901", "Rp. 81234567890", "Rp1.234.567.890.123", "Anggaran Rp 1.805.132.506.900.001",
        "ISBN 978-602-0812-34-5", "ISBN 9786020812345", "ISSN 0812-3456", "kode rekening 5.2.1.01.01.001", "rekening belanja 5102010012345",
        "-6.0812345678, 106.081234567890", "Lintang 0.812345678901", "SK No. 081234567890/SK/2024", "Nomor 0812/345/678/2024",
        "2019-2024", "12-09-2022 10.30", "20191015142233", "1.234.567.890.123", "IMG-20191015-WA0012.jpg", "foto081234567890.jpg",
        "rekening sebesar 300.000.000.000", "bank sampah 2023 2024", "tahun 2019 2020 2021 2022", "Perdes 08123", "08123", "081 234",
        "08123456789012345", "0412345678901", "NPWP 01.234.567.8-901.000", "rekening listrik 123456789012", "#081234567890",
        "Nomor Induk Berusaha 0812000123456", "No. Reg 0813456789012", "NISN 0081234567", "NIP 198005122005011003", "081234567890,5 m",
        "info@contohrejo.desa.id", "sekretariat@kabupaten.go.id", "siti@", "@gmail.com", "siti@gmail", "siti@gmail.comx", "siti@example.com",
        "Resi JNE081234567890", "harga 12.500.000 sampai 15.000.000", "RT 01 RW 02 03 04 05 06 07 08", "1945 1998 2024 2029",
    ],
)  # fmt: skip
def test_another_number_is_not_taken_for_one(text: str) -> None:
    assert found(text) == []


def test_several_in_a_row_are_told_apart() -> None:
    text = "NIK 1805132506900001 0812 3456 7890 0857 1111 2222 / 0813-1111-2222, a.b@gmail.com"

    assert [kind for kind, _ in found(text)] == ["nik", "phone", "phone", "phone", "email"]


@pytest.mark.parametrize("between", [",", "/", ", ", " / ", ";", " atau ", "\n", " | "])
def test_numbers_beside_one_another_are_both_found(between: str) -> None:
    assert found(f"0812-3456-7890{between}081345678901") == [("phone", "0812-3456-7890"), ("phone", "081345678901")]


def test_each_number_of_a_list_is_found_without_its_running_number() -> None:
    assert found("1. 0812 3456 7890\n2. 0813 3456 7890") == [("phone", "0812 3456 7890"), ("phone", "0813 3456 7890")]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Kantor desa: 081234567890", True),
        ("Layanan pengaduan 0812-3456-7890", True),
        ("call center 0812-3456-7890", True),
        ("Ambulans desa (Pak Budi) 081234567890", True),
        ("Hubungi Ibu Siti 081234567890", False),
        ("rekening kas desa 0123456789", True),
        ("rekening Siti 0123456789", False),
        ("pemdescontohrejo@gmail.com", True),
        ("siti.aminah@gmail.com", False),
    ],
)
def test_an_office_s_number_is_marked_as_one(text: str, office: bool) -> None:
    (one,) = find(text, is_kecamatan)

    assert one.office is office


def test_only_the_first_two_characters_are_quoted() -> None:
    assert mask("1805132506900001") == "18" + "•" * 14


# ---- in documents ----


def test_a_document_is_flagged_with_the_place_in_each_field() -> None:
    document = read_html(
        "<article><h1>Lowongan, WA 081234567890</h1><p>" + "Warga dapat melamar di balai desa sampai hari Jumat. " * 6
        + "Surel ke budi@gmail.com.</p><figure><img src=/a.jpg><figcaption>Budi, 0813 1111 2222</figcaption></figure></article>"
    )  # fmt: skip

    assert document.flags == ("personal_data",)
    fields = {"title": document.title or "", "text": document.text or "", "caption:0": document.captions[0].raw or ""}
    said = {
        one["where"]: fields[one["where"]][one["start"] : one["end"]]
        for one in document.flag_details
        if one["where"] in fields
    }
    assert said == {"title": "081234567890", "text": "budi@gmail.com", "caption:0": "0813 1111 2222"}
    assert "caption:0.text" in {one["where"] for one in document.flag_details}
    for one in document.flag_details:
        assert set(one["quote"][2:]) == {"•"}


def test_flags_follow_a_text_that_was_joined_from_parts() -> None:
    document = read_html(
        "<article><h1>Berita</h1><p>" + "Warga dapat melamar di balai desa. " * 9 + "0812 3456 7890</p></article>"
    )
    joined = type(document)(
        **{name: getattr(document, name) for name in document.__slots__} | {"text": f"Bagian satu.\n\n{document.text}"}
    )

    (before,), (after,) = document.flag_details, flag_people(joined).flag_details

    assert after["start"] == before["start"] + len("Bagian satu.\n\n")
    assert flag_people(joined).flags == ("personal_data",)


def test_a_page_without_such_data_has_no_flag() -> None:
    document = read_html("<article><h1>Berita</h1><p>" + "Anggaran Rp 12.500.000 tahun 2022. " * 20 + "</p></article>")

    assert document.flags == ()
    assert personal_data(document) == []
    assert Caption(None, None, None, None, None) not in document.captions


# ---- properties ----

TEXTS = st.text(st.sampled_from("0123456789 .-+()@a.gmailcom/NIKrekening\nRp:8"), max_size=120)


@given(TEXTS)
@example("+62 812 3456 7890" * 3)
def test_offsets_lead_to_what_was_found_and_nothing_overlaps(text: str) -> None:
    end = 0
    for one in find(text, lambda prefix: True):
        number = text[one.start : one.end]
        digits = "".join(filter(str.isdigit, number))
        assert end <= one.start < one.end
        end = one.end
        if one.kind in ("nik", "kk"):
            assert len(digits) == 16
        elif one.kind == "phone":
            assert 9 <= len(digits) <= 15
        elif one.kind == "bank_account":
            assert 9 <= len(digits) <= 16
        else:
            assert number.count("@") == 1


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    find(text)


@given(
    st.sampled_from(["", " ", ".", "-"]),
    st.dates(),
    st.integers(1, 9999),
    st.booleans(),
    st.sampled_from(["", "Ibu Siti ", "\n", "| "]),
)
def test_every_right_nik_is_found(joint: str, born: object, number: int, woman: bool, before: str) -> None:
    day = int(f"{born:%d}") + 40 * woman
    parts = ("180513", f"{day:02}{born:%m%y}", f"{number:04}")
    text = before + joint.join(parts)

    assert found(text) == [("nik", text[len(before) :])]


def test_a_random_number_passes_less_often_than_once_in_a_thousand() -> None:
    chance = random.Random(7)

    taken = sum(bool(find(f"{chance.randrange(10**16):016}")) for _ in range(100_000))

    assert taken < 100


def test_codes_come_from_the_table_of_regions() -> None:
    assert is_known_kecamatan("180513")
    assert not is_known_kecamatan("990513")
    assert [one.kind for one in find("1805132506900001")] == ["nik"]


# ---- strange texts ----


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "0 ", "08 12 ", "@", "a@", "a", "62 8", "(", "+(", "0.0-", "1805132506900001 ", "rekening ", "a.a@gmail.", "rekening 1", "0812-", "11 ", "-1", "1  "],
)  # fmt: skip
def test_three_hundred_kilobytes_of_anything_costs_little(piece: str) -> None:
    begun = time.process_time()
    find(piece * (300_000 // len(piece)), is_kecamatan)

    assert time.process_time() - begun < 3
