"""Personal data are covered wherever a line says them, counted by kind, and nothing else is touched."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archive.redaction import KINDS, Counts, covered, redacted, redacted_for_others
from archive.redaction.unflagged import cover_unflagged

NIK, KK, PHONE, ACCOUNT = "1805134505900001", "1805131208150003", "0812-3456-7890", "1234-01-012345-67-8"
MAIL = "siti.contoh@gmail.com"


def line(text: str, *flagged: tuple[str, str], office: bool = False, **more: Any) -> dict[str, Any]:
    details = [
        {
            "flag": "personal_data", "kind": kind, "where": "text", "quote": said[:2], "start": text.index(said),
            "end": text.index(said) + len(said), **({"office": True} if office else {}),
        }
        for kind, said in flagged
    ]  # fmt: skip
    return {
        "title": "Berita",
        "text": text,
        "url": "https://a.desa.id/",
        "flag_details": details,
        "captions": [],
        **more,
    }


@pytest.mark.parametrize(
    ("kind", "said", "again"),
    [
        ("nik", NIK, "bantuan-1805-1345-0590-0001"),
        ("kk", KK, KK),
        ("phone", PHONE, "hubungi-6281234567890"),
        ("phone", "+62 812 3456 7890", "wa-081234567890"),
        ("bank_account", ACCOUNT, "donasi-123401012345678"),
        ("email", MAIL, "hubungi-siti-contohgmail-com"),
        ("email", MAIL, "hubungi_siti.contoh%40gmail.com"),
    ],
)
def test_what_the_reader_flagged_is_found_again_in_slugs_however_it_is_written(
    kind: str, said: str, again: str
) -> None:
    given = line(f"Kirim ke {said} segera.", (kind, said), url=f"https://a.desa.id/{again}", categories=[f"x {again}"])

    found, counts = redacted_for_others(given)

    text = json.dumps(found, ensure_ascii=False)
    assert again not in text
    assert said not in text
    assert counts == Counts({kind: 3})
    assert len(found["text"]) == len(given["text"])  # places in it stay right


def test_evidence_quotes_and_captions_are_covered_as_well() -> None:
    programme = {"evidence": [{"term": "tpbis", "quote": f"TPBIS, hubungi {PHONE}."}], "place": f"rumah Ibu ({PHONE})"}
    caption = {"text": f"Ibu {PHONE}", "image_url": "https://a.desa.id/0812%2D3456%2D7890.jpg", "image": {"offset": 1}}
    given = line(f"Hubungi {PHONE}.", ("phone", PHONE), programme=programme, captions=[caption])

    found, counts = redacted_for_others(given)

    assert "7890" not in json.dumps(found)
    assert found["captions"][0]["image"] == {"offset": 1}
    assert counts["phone"] == 5


def test_the_reading_room_keeps_addresses_for_they_lead_to_the_archive() -> None:
    given = line("Berita.", url=f"https://a.desa.id/nik-{NIK}", tags=[f"NIK {NIK}"])

    assert redacted(given)["url"] == given["url"]
    assert NIK not in str(redacted(given)["tags"])


def test_what_nobody_flagged_is_found_by_its_form_and_counted() -> None:
    for text, kind in (
        (f"nik {NIK}", "nik"), (f"kartu keluarga {KK}", "kk"), ("wa 0812 3456 7890", "phone"), ("telp (0721) 1234567", "phone"),
        ("rek BRI 1234010123456", "bank_account"), ("budi@gmail.com", "email"), ("NIK: 9999999999999999", "nik"),
    ):  # fmt: skip
        counts = Counts()
        assert "▒" in cover_unflagged(text, counts), text
        assert counts == Counts({kind: 1}), text
    for text in ("TPBIS 2024", "bank sampah 20240506080000", "Rp 1.250.000.000", "perdes no 5 tahun 2024", "desa@contoh.desa.id",
                 "HUT RI ke-79", "koordinat -5.123456, 105.123456"):  # fmt: skip
        counts = Counts()
        assert cover_unflagged(text, counts) == text
        assert not counts


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_an_address_encoded_more_than_once_is_covered(rounds: int) -> None:
    secret = PHONE
    for _ in range(rounds):
        secret = "".join(f"%{byte:02X}" for byte in secret.encode())[:3000]

    counts = Counts()
    assert "▒▒▒" in covered(f"https://a.desa.id/?wa={secret}", counts)
    assert counts == Counts({"phone": 1})


def test_an_office_s_number_stays() -> None:
    given = line(f"Kantor desa: {PHONE}", ("phone", PHONE), office=True, tags=[f"kantor {PHONE}"])

    found, counts = redacted_for_others(given)

    assert found == given
    assert not counts


def test_who_reviewed_a_page_is_nobody_s_business() -> None:
    review = {"answer": "yes", "reason": "jelas", "who": "Siti Contoh", "when": "2026-11-01T00:00:00Z"}
    given = line("Berita.", programme={"review": review, "place": None})

    assert "Siti" not in str(redacted_for_others(given).line)
    assert redacted(given)["programme"]["review"]["who"] == "Siti Contoh"


def test_a_line_without_personal_data_comes_back_as_it_is() -> None:
    given = line(
        "Berita.", tags=["perpustakaan"], url="https://a.desa.id/artikel/2024/05/06/1234", village={"desa": "A"}
    )

    assert redacted_for_others(given) == (given, Counts())
    assert set(KINDS) == {"nik", "kk", "phone", "bank_account", "email"}
