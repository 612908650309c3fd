"""Notices: that none is lost, told twice, or tells a password."""

from __future__ import annotations

import json
import re
import time

import pytest

from archive import Collection
from crawler.notices import outbox, sender, sending
from crawler.notices.digest import digest
from crawler.notices.outbox import send_waiting, unsent
from crawler.notices.sending import Message, send_all
from tests.crawler.made_findings import EVIL, address, finding, over, put
from tests.crawler.receivers import dripper, mailbox, nobody, webhook


def test_a_webhook_gets_the_message_as_it_is(stock: Collection) -> None:
    with webhook() as hook:
        answers = send_all({"kantor": (hook.url, Message("Judul {{ user }}", f"Isi <b> \\n {EVIL}"))}, 10)

    assert answers == {"kantor": None}
    (message,) = hook.messages
    assert (message["title"], message["type"]) == ("Judul {{ user }}", "info")
    assert message["message"].startswith('Isi <b> \\n "><script>')


def test_a_mailbox_gets_the_message(stock: Collection) -> None:
    with mailbox() as box:
        answers = send_all({"surat": (box.url, digest("desa", [finding(what="Tanda <b> & ké")], "id"))}, 10)

    assert answers == {"surat": None}
    (mail,) = box.messages
    assert mail["Subject"] == "[Lumbung] desa: 1 peringatan"
    assert "petugas@contoh.example" in mail["To"]
    body = mail.get_body(("html", "plain")).get_content()
    assert "ké" in body
    assert "<b>" not in body or mail.get_content_type() == "text/plain"


def test_a_failure_says_why_and_no_password(stock: Collection) -> None:
    url = nobody().replace("json://", "json://pengguna:sandi-rahasia@")
    with webhook(status=403) as refusing:
        answers = send_all(
            {
                "mati": (url, Message("a", "b")),
                "menolak": (refusing.url, Message("a", "b")),
                "salah": ("lain://x", Message("a", "b")),
            },
            10,
        )

    assert all(answers.values()), answers
    told = " ".join(map(str, answers.values()))
    assert not re.search("rahasia|pengguna|sandi", told)
    assert "Apprise" in str(answers["salah"])


def test_a_target_that_never_ends_its_answer_costs_its_time_and_no_more(
    stock: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_START_SECONDS", 3.0)
    with dripper() as slow, webhook() as hook:
        started = time.monotonic()
        answers = send_all({"pelan": (slow, Message("a", "b")), "baik": (hook.url, Message("a", "b"))}, 2)
        took = time.monotonic() - started

    assert answers["baik"] is None
    assert answers["pelan"]
    assert took < 8


def test_what_only_an_address_says_is_taken_out_of_a_reason() -> None:
    url = "tgram://123456:AAH-token%2Frahasia/987654?to=abc&key=k3y"
    said = "Failed https://api.telegram.org/bot123456:AAH-token/rahasia/ 987654 K3Y AAH-token%2Frahasia"

    reason = sender.without_secrets(said, url)

    assert not re.search("123456|AAH|rahasia|987654|k3y", reason, re.IGNORECASE)
    assert reason.startswith("Failed https://api.telegram.org/")


def test_what_went_is_told_once(stock: Collection) -> None:
    with webhook() as hook:
        address(stock, kantor=hook.url)
        put(stock, finding())

        assert send_waiting(stock) == {"kantor": None}
        assert send_waiting(stock) == {}

    assert len(hook.messages) == 1
    assert unsent(stock) is None
    assert not (stock.root / "notices" / "waiting.json").exists()


def test_what_did_not_go_is_sent_with_the_next_in_one_message(stock: Collection) -> None:
    with webhook() as good:
        address(stock, kantor=good.url, mati=nobody())
        put(stock, finding("refused", "alarm", title="Semua ditolak"))
        first = send_waiting(stock)
        waits = unsent(stock)
        with webhook() as mended:
            address(stock, kantor=good.url, mati=mended.url)
            put(stock, finding(), crawl_id="20261127000000-abcd")
            second = send_waiting(stock)

    assert first["kantor"] is None
    assert first["mati"]
    assert waits
    assert (waits["targets"], waits["tries"]) == (["mati"], 1)
    assert second == {"kantor": None, "mati": None}
    assert ["Semua ditolak" in message["message"] for message in good.messages] == [True, False]
    (message,) = mended.messages
    assert "Semua ditolak" in message["message"]
    assert "Situs menyusut" in message["message"]
    assert unsent(stock) is None


def test_who_missed_the_beginning_hears_only_that_it_is_over(stock: Collection) -> None:
    first = finding()
    address(stock, kantor=nobody())
    put(stock, first)
    send_waiting(stock)
    with webhook() as hook:
        address(stock, kantor=hook.url)
        put(stock, over(first))
        send_waiting(stock)

    assert hook.messages[0]["title"].endswith(": 1 selesai")


def test_a_target_that_was_taken_out_is_not_waited_for(stock: Collection) -> None:
    address(stock, lama=nobody())
    put(stock, finding())
    send_waiting(stock)
    with webhook() as hook:
        address(stock, baru=hook.url)

        assert send_waiting(stock) == {}

    assert hook.messages == []
    assert unsent(stock) is None


def test_a_faulty_notify_toml_loses_no_notice(stock: Collection) -> None:
    with webhook() as hook:
        address(stock, kantor=hook.url)
        (stock.root / "notify.toml").chmod(0o644)
        put(stock, finding())
        answers = send_waiting(stock)
        waits = unsent(stock)
        (stock.root / "notify.toml").chmod(0o600)

        assert send_waiting(stock) == {"kantor": None}

    assert "chmod 600" in str(answers["*"])
    assert waits
    assert waits["targets"] == ["notify.toml"]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"notices": [{"waits_for": 3}]}', b"\xff", b'{"notices": 7}'])
def test_a_damaged_outbox_breaks_nothing(stock: Collection, content: bytes) -> None:
    (stock.root / "notices").mkdir()
    (stock.root / "notices/waiting.json").write_bytes(content)

    assert unsent(stock) is None
    assert send_waiting(stock) == {}


def test_an_outbox_nobody_empties_stays_small(stock: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_MOST_NOTICES", 4)
    for number in range(10):
        put(stock, finding(), crawl_id=f"{number}")

    notices = json.loads((stock.root / "notices/waiting.json").read_text())["notices"]
    assert [one["crawl_id"] for one in notices] == ["6", "7", "8", "9"]
