"""Days, places, numbers and names of an event are taken from the sentence that says them, and nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from spiders.programme.about import programme_of, with_programme
from spiders.programme.activities import PREFIX
from spiders.programme.event_dates import dates_in, event_date
from spiders.programme.lexicon import lexicon
from spiders.programme.participants import participants
from spiders.programme.partners import offices, partners
from spiders.programme.sentences import sentences
from spiders.programme.venues import venue
from tests.docs.pages import SCHEMA
from tests.spiders.pages import read_html

PUBLISHED = date(2023, 7, 8)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("15 Oktober sampai dengan 17 Oktober 2019", ("2019-10-15", "2019-10-17")),
        ("15 s.d 17 Oktober 2019", ("2019-10-15", "2019-10-17")),
        ("15 s/d 17 Okt 2019", ("2019-10-15", "2019-10-17")),
        ("Senin-Rabu (3-5/7/2023)", ("2023-07-03", "2023-07-05")),
        ("Senin-Rabu(3-5/7/2023)pengelola", ("2023-07-03", "2023-07-05")),
        ("tanggal 3, 4 dan 5 Juli 2023", ("2023-07-03", "2023-07-05")),
        ("30 Juni hingga 2 Juli 2023", ("2023-06-30", "2023-07-02")),
        ("28 Desember 2022 - 2 Januari 2023", ("2022-12-28", "2023-01-02")),
        ("28/6-2/7/2023", ("2023-06-28", "2023-07-02")),
        ("Rabu Legi, 5 Juli 2023", ("2023-07-05", None)),
        ("Kamis Kliwon 6 Juli", ("2023-07-06", None)),
        ("hari ini (6/7)", ("2023-07-06", None)),
        ("27/8/22", ("2022-08-27", None)),
        ("tgl 8 Nop 2022", ("2022-11-08", None)),
        ("20 Desember", ("2022-12-20", None)),
        ("31 Februari 2023", None),
        ("Nomor 5/7/PPM/2023", None),
        ("Rp 15.000.000", None),
        ("tahun 2023", None),
    ],
)
def test_days_and_ranges_are_read_however_they_are_written(text: str, days: tuple[str, str | None] | None) -> None:
    found = [(one.first.isoformat(), one.last and one.last.isoformat()) for one in dates_in("text", text, PUBLISHED)]

    assert found == ([days] if days else [])


def test_a_day_without_a_year_is_no_date_when_no_publication_tells_the_year() -> None:
    assert list(dates_in("text", "Kamis 6 Juli", None)) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Bimtek dilaksanakan pada tanggal 5 Juli 2023. Desa berdiri 17 Mei 1965.", "2023-07-05"),
        ("Desa berdiri 17 Mei 1965. Bimtek dilaksanakan pada tanggal 5 Juli 2023.", "2023-07-05"),
        ("Sesuai keputusan bupati tanggal 3 Januari 2020.", None),
        ("Halaman ini diperbarui 3 Januari 2020.", None),
        ("Perpustakaan desa ramai.", None),
    ],
)
def test_the_events_day_is_the_one_on_which_something_took_place(text: str, day: str | None) -> None:
    found = event_date([("text", text)], PUBLISHED)

    assert (found and found.first.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Kegiatan diikuti oleh 59 peserta.", 59),
        ("PLM dihadiri 59 perserta dari lima kabupaten.", 59),
        ("Jumlah pserta yg hadir 18 org dari undangan 25 org.", 18),
        ("Pesertanya27 orang se kabupaten.", 27),
        ("Sebanyak dua puluh lima ibu mengikuti kelas.", 25),
        ("Diikuti 1.250 peserta secara daring.", 1250),
        ("Diikuti 40 (empat puluh) orang peserta.", 40),
        ("Diikuti 20 peserta laki-laki dan 15 peserta perempuan.", None),
        ("Sebanyak 14 ibu dari Dusun Atas serta 11 ibu dari Dusun Bawah ikut belajar.", None),
        ("Setiap desa mengirim 2 peserta.", None),
        ("Peserta pelatihan 2019 belajar membuat kue.", None),
        ("Peserta kegiatan 2023 yang hadir pulang sore.", None),
        ("Peserta menerima 3 buku dan 2 modul.", None),
        ("Desa berpenduduk 412 orang itu tenang.", None),
        ("Kabupaten Umpama dihadiri oleh 16 peserta.", None),
        ("Kegiatan diikuti oleh 59 peserta. Kabupaten Umpama dihadiri oleh 16 peserta, 3 dari kampung.", 59),
    ],
)
def test_only_a_number_given_for_the_whole_is_taken(text: str, number: int | None) -> None:
    found = participants([("text", text)])

    assert (found and found.number) == number
    if found:
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Acara diselenggarakan tanggal 5 Juli 2023 di Hotel Contoh Jalan Melati No. 3 Kota Umpama. Makan siang.",
            "Hotel Contoh Jalan Melati No. 3 Kota Umpama",
        ),
        ("Pelatihan bertempat di aula kantor Desa Sumber Awan pada hari Senin.", "aula kantor Desa Sumber Awan"),
        ("Bimtek berlangsung di HotelKencana.", None),
        ("Buku ada di rumah masing-masing.", None),
        ("Tempat : Balai Desa Tirta Lontar\nWaktu : pagi", "Balai Desa Tirta Lontar"),
    ],
)
def test_the_place_is_the_one_where_something_took_place(text: str, place: str | None) -> None:
    found = venue([("text", text)])

    assert (found and found.name) == place


def test_agreements_rules_and_money_are_named_as_written() -> None:
    text = (
        "Dinas menandatangani MoU dengan Bank Umpama untuk kelas menabung. Perdes Nomor 5 Tahun 2022 tentang "
        "Perpustakaan Desa disahkan. Biayanya dari dana desa tahun 2023."
    )

    found = [(one.kind, one.value) for one in partners([("text", text)])]

    assert found == [
        ("agreement", "MoU dengan Bank Umpama"),
        ("regulation", "Perdes Nomor 5 Tahun 2022 tentang Perpustakaan Desa disahkan"),
        ("funding", "dana desa tahun 2023"),
    ]


def test_people_in_office_are_named_by_their_title() -> None:
    text = "Hadir Kepala Dinas Perpustakaan dan Kearsipan Kabupaten Umpama, Camat Penawar Tama serta Bunda Literasi."

    assert [one.value for one in offices([("text", text)])] == [
        "Kepala Dinas Perpustakaan dan Kearsipan Kabupaten Umpama",
        "Camat Penawar Tama",
        "Bunda Literasi",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bupati Budi Santoso membuka acara.", "Bupati"),
        ("Camat Penawar Tama datang.", "Camat Penawar Tama"),
        ("Kepala Desa Slamet Riyadi datang.", "Kepala Desa"),
        ("Kepala Dinas Perpustakaan Kabupaten Tulang Bawang Slamet Riyadi hadir.",
         "Kepala Dinas Perpustakaan Kabupaten Tulang Bawang"),
        ("Ketua PKK Ani Yuliani memberi sambutan.", "Ketua PKK"),
        ("Wakil Bupati Tulang Bawang Barat pulang.", "Wakil Bupati Tulang Bawang Barat"),
    ],
)  # fmt: skip
def test_a_persons_name_is_no_part_of_an_office(text: str, title: str) -> None:
    assert [one.value for one in offices([("text", text)])] == [title]


def test_sentences_that_are_quoted_show_no_private_number() -> None:
    document = read_html(
        "<article><h1>Pendaftaran</h1><p>Daftar kelas TPBIS di perpustakaan desa ke Ibu Sari 081234567890, Rabu 5 Juli "
        "2023.</p><p>" + "Warga membawa bekal dan duduk di serambi sambil menunggu giliran. " * 4 + "</p></article>"
    )

    quotes = " ".join(one["quote"] for one in (*document.programme["evidence"], *document.programme["facts"]))  # type: ignore[index]
    assert "personal_data" in document.flags
    assert "TPBIS" in quotes
    assert "081234567890" not in quotes


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Sari, S.Pd., M.Si. datang. Ia pulang.", 2),
        ("Jl. Melati No. 3 Kec. Umpama ramai.", 1),
        ("Satu! Dua? Tiga.", 3),
        ("Judul\n\nIsi tanpa titik", 2),
        ("Daftar:\n- satu\n- dua", 3),
        ("", 0),
    ],
)
def test_a_full_stop_after_an_abbreviation_ends_no_sentence(text: str, count: int) -> None:
    found = [text[start:end] for start, end in sentences(text)]

    assert len(found) == count
    assert all(one == one.strip() for one in found)


def test_activities_are_the_contracts_and_each_has_its_sentence() -> None:
    names = {entry.id.removeprefix(PREFIX).rstrip("+") for entry in lexicon().entries if entry.group == "activity"}

    assert names == set(SCHEMA["$defs"]["activity"]["enum"])


def test_several_activities_are_found_and_what_is_only_planned_is_not() -> None:
    found = programme_of(
        "Perpusdes Sumber Awan Terima Bantuan 3 Komputer dan 1.000 Buku",
        "Perpustakaan desa penerima TPBIS menerima bantuan komputer dan buku dari Perpusnas, Rabu (5/7/2023). "
        "Tahun depan diharapkan ada lomba.",
        [],
        PUBLISHED,
    )

    assert set(found["activities"]) == {"bantuan_komputer", "bantuan_buku"}
    quotes = {fact["value"]: fact["quote"] for fact in found["facts"] if fact["field"] == "activity"}
    assert quotes["bantuan_buku"].startswith("Perpusdes Sumber Awan Terima Bantuan")


def test_programme_is_null_where_there_is_no_text() -> None:
    listing = read_html("<body class='archive'><h1>Berita</h1>", "https://contohrejo.desa.id/")

    assert with_programme(listing).programme is None
