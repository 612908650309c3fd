"""Notices: whom they go to, what they say, and that none is lost, told twice, or tells a password."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree as ET

from archive import Collection
from archive.config import Who
from archive.errors import CollectionError
from archive.times import warc_date
from crawler.monitors.finding import Finding, Moment, closed, merged
from crawler.monitors.model import Sign
from crawler.notices import outbox, sender, sending
from crawler.notices.after import announce
from crawler.notices.atom import make_feed
from crawler.notices.digest import digest
from crawler.notices.outbox import send_waiting, unsent
from crawler.notices.sending import Message, send_all
from crawler.notices.targets import read_targets
from tests.crawler.receivers import dripper, mailbox, nobody, webhook

START = datetime(2026, 11, 26, tzinfo=UTC)
EVIL = "\"><script>alert('x')</script>\x00\u202e{{ user }} {0} \r\nBcc: jahat@contoh.example"
ATOM = "{http://www.w3.org/2005/Atom}"


def finding(
    monitor: str = "shrank", severity: Any = "warning", site: str | None = "a.desa.id", **facts: Any
) -> Finding:
    words = {"title": "Situs menyusut", "what": f"{site}: 3 halaman", "means": "Arti", "advice": "Langkah"} | facts
    texts = {"id": words, "en": {key: f"{text} (en)" for key, text in words.items()}}
    made = merged(None, Sign(severity, {}), Moment("20261126000000-abcd", START), monitor, site, texts)
    assert made
    return made


def over(one: Finding) -> Finding:
    return closed(one, Moment("20261127000000-abcd", START + timedelta(days=1)))


def address(collection: Collection, **targets: str) -> None:
    path = collection.root / "notify.toml"
    path.write_text("[targets]\n" + "".join(f'{name} = "{url}"\n' for name, url in targets.items()))
    path.chmod(0o600)


def put(collection: Collection, *findings: Finding, crawl_id: str = "20261126000000-abcd") -> None:
    outbox.put(collection, crawl_id, findings, [])


def with_settings(tmp_path: Path, settings: str) -> Collection:
    collection = Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))
    with (collection.root / "collection.toml").open("a") as file:
        file.write(settings)
    return Collection.open(collection.root)


# ---- whom ----


def test_targets_are_read_from_a_file_that_only_its_owner_can_read(stock: Collection) -> None:
    assert read_targets(stock) == {}
    address(stock, kantor="json://x/y")
    assert read_targets(stock) == {"kantor": "json://x/y"}

    (stock.root / "notify.toml").chmod(0o640)

    with pytest.raises(CollectionError, match="chmod 600"):
        read_targets(stock)


def test_the_file_may_lie_elsewhere(stock: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "credential"
    elsewhere.write_text('[targets]\nkantor = "json://x/y"\n')
    elsewhere.chmod(0o400)
    monkeypatch.setenv("LUMBUNG_NOTIFY", str(elsewhere))

    assert read_targets(stock) == {"kantor": "json://x/y"}

    monkeypatch.setenv("LUMBUNG_NOTIFY", str(tmp_path / "tidak-ada"))
    with pytest.raises(CollectionError, match="cannot be read"):
        read_targets(stock)


@pytest.mark.parametrize(
    "text",
    [
        'kantor = "json://rahasia"',
        '[targets]\nkantor = "rahasia"',
        "[targets]\nkantor = 7",
        '[targets]\n"a/b" = "json://rahasia"',
        '[targets]\nkantor = "json://rahasia\n',
        "[targets]\nkantor = json://rahasia",
        '[target]\nkantor = "json://rahasia"',
        '[targets]\nkantor = "json://rahasia"\n[lain]',
    ],
)
def test_a_faulty_file_is_explained_without_what_it_holds(stock: Collection, text: str) -> None:
    path = stock.root / "notify.toml"
    path.write_text(text)
    path.chmod(0o600)

    with pytest.raises(CollectionError) as error:
        read_targets(stock)

    assert "notify.toml" in str(error.value)
    assert "rahasia" not in str(error.value)


def test_addresses_in_collection_toml_are_refused_for_it_is_kept_in_each_warc(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"notify\.toml") as error:
        with_settings(tmp_path, '\n[notify]\nurls = ["json://rahasia"]\n')

    assert "rahasia" not in str(error.value)


# ---- what ----


def test_a_message_has_the_worst_first_and_what_is_over_last() -> None:
    done = over(finding("silent", site="c.desa.id", title="Situs diam"))

    message = digest("desa", [done, finding(), finding("refused", "alarm", "b.desa.id", title="Semua ditolak")], "id")

    assert message.title == "[Lumbung] desa: 1 gawat, 1 peringatan, 1 selesai"
    heads = re.findall(r"^[A-Z]{4,}: .*", message.body, re.MULTILINE)
    assert heads == [
        "GAWAT: Semua ditolak",
        "PERINGATAN: Situs menyusut",
        "SELESAI: Situs diam (c.desa.id), sejak 2026-11-26",
    ]
    assert "a.desa.id: 3 halaman\nArtinya: Arti\nLangkah: Langkah" in message.body


def test_a_message_can_be_in_english() -> None:
    message = digest("desa", [finding()], "en")

    assert message.title == "[Lumbung] desa: 1 warning"
    assert "It means: Arti (en)\nWhat to do: Langkah (en)" in message.body


def test_a_message_of_many_findings_is_bounded() -> None:
    many = [finding(site=f"desa{number}.id") for number in range(500)]

    message = digest("desa", many, "id", events=[{"event": "vanished", "title": "T" * 9999, "url": "http://a/b"}] * 99)

    assert "500 peringatan" in message.title
    assert "Dan 480 lagi" in message.body
    assert message.body.count("[vanished]") == 10
    assert len(message.body) < 20_000


def test_hostile_titles_stay_on_their_line_and_addresses_are_no_links() -> None:
    event = {"event": "vanished", "title": EVIL, "url": "https://judi.example/slot"}

    message = digest(EVIL, [finding(what=EVIL, site=EVIL)], "id", events=[event])

    assert "\r" not in message.body + message.title
    assert "\n" not in message.title
    assert "\u202e" not in message.body + message.title
    assert "\nBcc" not in message.body
    assert "https://" not in message.body
    assert "(judi.example/slot) [vanished]" in message.body


# ---- sent ----


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


# ---- the outbox ----


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


# ---- what is news ----


class AJob:
    """As much of a job as is announced."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.crawl_id = "20261126000000-abcd"
        self.folder = collection.crawl_folder(self.crawl_id)
        self.folder.mkdir(parents=True)
        self.findings_before = None


def waiting(collection: Collection) -> list[str]:
    path = collection.root / "notices" / "waiting.json"
    notices = json.loads(path.read_text())["notices"] if path.exists() else []
    return [one["id"].split("/")[1] for notice in notices for one in notice["findings"]]


def test_only_what_is_new_worse_or_over_is_told_and_only_when_it_is_bad_enough(stock: Collection) -> None:
    address(stock, kantor="json://x")
    old = finding("errors")
    still = merged(old, Sign("warning"), Moment("20261127000000-abcd", START), "errors", old.site, old.text)
    worse = merged(old, Sign("alarm"), Moment("20261127000000-abcd", START), "errors", old.site, old.text)
    assert still
    assert worse

    told = [finding("shrank"), still, worse, finding("robots_changed", "info"), over(finding("silent"))]
    announce(AJob(stock), told)  # type: ignore[arg-type]

    assert waiting(stock) == ["shrank", "errors", "silent"]


def test_nothing_is_kept_for_nobody(stock: Collection) -> None:
    announce(AJob(stock), [finding()])  # type: ignore[arg-type]

    assert waiting(stock) == []


def test_who_wants_alarms_only_gets_no_warnings(tmp_path: Path) -> None:
    collection = with_settings(tmp_path, '\n[notify]\nleast_severity = "alarm"\n')
    address(collection, kantor="json://x")

    announce(AJob(collection), [finding("shrank"), finding("refused", "alarm")])  # type: ignore[arg-type]

    assert waiting(collection) == ["refused"]


# ---- the feed ----


def test_the_feed_is_valid_atom_and_hostile_titles_stay_words(stock: Collection) -> None:
    bad = finding(site=EVIL, title=EVIL, what=EVIL)

    root = ET.fromstring(make_feed(stock, [bad, over(finding())], warc_date(START)))

    assert root.tag == ATOM + "feed"
    for parent in (root, *root.iter(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(ATOM + name)) == 1, name
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", parent.findtext(ATOM + "id") or "")
        datetime.fromisoformat(parent.findtext(ATOM + "updated") or "")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    first, second = root.iter(ATOM + "entry")
    assert "<script>" in (first.findtext(ATOM + "title") or "")
    assert (second.findtext(ATOM + "title") or "").startswith("Selesai: ")
    assert not list(root.iter(ATOM + "link"))
    assert {element.tag for element in root.iter()} <= {
        ATOM + name
        for name in (
            "feed",
            "id",
            "title",
            "updated",
            "author",
            "name",
            "generator",
            "entry",
            "published",
            "category",
            "content",
        )
    }


def test_an_entry_keeps_its_id_when_it_goes_on_and_ends(stock: Collection) -> None:
    stock.crawl_folder("20261120000000-aaaa").mkdir(parents=True)
    first = finding()

    feeds = [ET.fromstring(make_feed(stock, [one], warc_date(START))) for one in (first, over(first))]

    ids = [[element.text for element in feed.iter(ATOM + "id")] for feed in feeds]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


def test_no_file_of_notices_can_be_read_in_half(stock: Collection) -> None:
    announce(AJob(stock), [finding()])  # type: ignore[arg-type]

    assert [path.name for path in (stock.root / "notices").iterdir()] == ["findings.atom"]
