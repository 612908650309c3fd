"""Gambling that was put into a page is found and quoted; news about gambling, and what only looks like it, is not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.flags.gambling import Gambling, find_gambling
from spiders.flags.gambling_words import host_offers, is_brand, words_in
from spiders.flags.hidden import hidden_blocks, hides
from spiders.reading.tree import elements_of, make_tree
from tests.spiders.flags.gambling_pages import ARTICLE, CLEAN, HOST, MISSED, SPAM, TAKEN, hidden, page
from tests.spiders.pages import page_of, read_html


def found_in(html: str | bytes) -> Gambling:
    body = html.encode() if isinstance(html, str) else html
    asked = page_of(body, f"https://{HOST}/berita/1")
    return find_gambling(elements_of(make_tree(asked)), asked)


def flags_of(html: str) -> set[str]:
    return {str(one["flag"]) for one in found_in(html).details}


# ---- the made-up pages ----


@pytest.mark.parametrize("name", TAKEN)
def test_gambling_in_a_page_is_found(name: str) -> None:
    flag, html = TAKEN[name]

    flags = flags_of(html)

    assert flag in flags
    assert flag == "hijacked" or "hijacked" not in flags
    assert flag != "comment_spam" or flags == {"comment_spam"}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_page_has_no_flag(name: str) -> None:
    assert flags_of(CLEAN[name]) == set()


@pytest.mark.parametrize("name", MISSED)
def test_what_is_known_to_be_missed_is_missed(name: str) -> None:
    """When it is found one day, it moves to the others and the documentation counts anew."""
    assert flags_of(MISSED[name]) == set()


def test_the_documentation_counts_these_pages() -> None:
    said = " ".join((Path(__file__).parents[3] / "docs/documents.md").read_text("utf-8").split())

    assert f"Of {len(TAKEN)} made-up pages that gambling was put into all are found" in said
    assert f"of {len(CLEAN)} clean ones none is flagged" in said
    assert len(MISSED) == 2


# ---- evidence ----


def test_each_detail_says_what_where_and_quotes_it_shortly() -> None:
    (detail,) = found_in(hidden("display:none", SPAM + "slot gacor " * 500)).details

    assert detail["reason"] == "hidden_links"
    assert detail["where"] == "display:none"
    assert "mangga138" in detail["quote"]
    assert len(detail["quote"]) <= 160
    assert detail["hosts"] == ["duriantoto.example", "kelapa4d.example", "mangga138.example", "pisang88.example"]


def test_a_rule_that_hides_is_named_with_its_class() -> None:
    (detail,) = found_in(TAKEN["class hidden by a rule"][1]).details

    assert detail["where"] == ".xq9 { left:-9999 }"


def test_the_words_of_a_hidden_block_are_not_in_the_text_and_the_article_is_whole() -> None:
    document = read_html(TAKEN["in the middle of the text"][1], f"https://{HOST}/berita/1")

    assert document.kind == "article"
    assert document.flags == ("gambling_injected",)
    assert document.title == "Kerja Bakti Saluran Air"
    assert "sejak pagi.\n\nKepala desa" in (document.text or "")
    assert "mangga" not in (document.text or "")


def test_another_hidden_block_is_left_where_it_is() -> None:
    found = found_in(
        page(ARTICLE + f"<div style='display:none'>Daftar nama panitia</div><p style='display:none'>{SPAM}</p>")
    )

    assert [block.tag for block in found.blocks] == ["p"]


def test_a_page_taken_over_has_no_text() -> None:
    document = read_html(TAKEN["added page in the village's frame"][1], f"https://{HOST}/berita/1")

    assert document.kind == "other"
    assert document.text is None
    assert "hijacked" in document.flags


@pytest.mark.parametrize(
    ("html", "flag"),
    [
        ("<title>contohrejo</title><h1>This domain may be for sale</h1>", "parked"),
        ("<title>Account Suspended</title><h1>This Account has been suspended.</h1>", "suspended"),
    ],
)
def test_a_parked_domain_and_a_suspended_site_are_no_page_and_say_so(html: str, flag: str) -> None:
    document = read_html(html, f"https://{HOST}/")

    assert document.kind == "other"
    assert document.flags == (flag,)
    assert [one["flag"] for one in document.flag_details] == [flag]


def test_a_page_shown_by_a_script_keeps_its_text_when_spam_is_hidden_in_it() -> None:
    faded = page(after=f"<div style=display:none>{SPAM}</div>").replace("<body>", '<body><div style="opacity:0">')

    document = read_html(faded, f"https://{HOST}/berita/1")

    assert document.flags == ("gambling_injected",)
    assert "saluran air" in (document.text or "")


# ---- words ----


@pytest.mark.parametrize("word", ["mangga138", "kelapa88", "stmx88", "durian4d", "pisang777"])
def test_a_word_is_shaped_like_a_brand(word: str) -> None:
    assert is_brand(word)


@pytest.mark.parametrize(
    "word",
    [
        "rt77",
        "sd88",
        "pkk77",
        "hutri77",
        "kelas88",
        "foto138",
        "covid88",
        "1388",
        "88",
        "darwin",
        "alfabet",
        "abc4d",
        "toto",
    ],
)
def test_a_word_is_not(word: str) -> None:
    assert not is_brand(word, in_host=True)


@pytest.mark.parametrize(
    "host",
    ["mangga138.example", "duriantoto.example", "amp.kelapa-4d.example", "slot-gacor.example", "jambubet.example"],
)
def test_a_host_offers_gambling_by_its_name(host: str) -> None:
    assert host_offers(host)


@pytest.mark.parametrize(
    "host",
    [
        "contohrejo.desa.example",
        "darwin.example",
        "radio88.example",
        "desa138.example",
        "smpn77.example",
        "toto.example",
    ],
)
def test_a_host_does_not(host: str) -> None:
    assert not host_offers(host)


def test_words_joined_by_hyphens_or_nothing_are_the_same_term() -> None:
    assert words_in("slot gacor").sells == words_in("Slot-Gacor").sells == {"slot gacor"}
    assert words_in("slotgacor").sells


# ---- what hides ----


@pytest.mark.parametrize(
    "style",
    ["opacity:0.9", "left:-9px", "font-size:0.9em", "text-indent:-9px", "overflow:hidden;height:100px", "height:0", "margin-left:-15px",
     "clip-path:inset(5%)", "transform:scale(1)", "border-left:-9999px", "min-width:0", "line-height:1", "opacity:", "display:block"],
)  # fmt: skip
def test_a_style_that_shows_its_block_hides_nothing(style: str) -> None:
    assert hides(style) is None


def test_rules_for_print_and_narrow_screens_hide_nothing() -> None:
    css = "@media print{.a{display:none}.b{display:none}} @media (max-width:9px){.c{display:none}} .d{color:red} .e .f{display:none}"
    html = page(head=f"<style>{css}</style>", after="".join(f"<p class={name}>x</p>" for name in "abcdef"))

    assert list(hidden_blocks(elements_of(make_tree(page_of(html.encode()))))) == []


# ---- strange pages ----


@pytest.mark.parametrize(
    "html",
    [
        "<div style='display:none'>" * 7000 + SPAM,
        SPAM * 3500,
        "<p>" + "slot gacor " * 90_000,
        "<p>" + "88" * 500_000,
        "<style>" + ".a{display:none}" * 60_000 + "</style>" + SPAM,
        "<style>" + "{" * 300_000 + "</style>" + SPAM,
        "<script>document.referrer;location=" + "'//google" * 100_000 + "</script>",
        "<div class='comment'>" * 250 + SPAM * 1000,
        f"<div style='{'display:' * 100_000}none'>{SPAM}</div>",
        "<title>" + "toto" * 250_000 + "</title>",
        "<a href='https://x88.example/" + "%20slot" * 100_000 + "'>slot gacor</a>",
    ],
    ids=["deep", "many links", "one word", "digits", "many rules", "braces", "script", "comments", "style", "title", "address"],
)  # fmt: skip
def test_a_hostile_page_costs_little(html: str) -> None:
    asked = page_of(html.encode(), f"https://{HOST}/")
    elements = elements_of(make_tree(asked))

    begun = time.process_time()
    find_gambling(elements, asked) if elements else None

    assert time.process_time() - begun < 5


@given(st.text(max_size=300))
def test_any_text_is_read_and_any_style_asked(text: str) -> None:
    words_in(text)
    hides(text)
    host_offers(text)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_page_makes_it_fail(text: str) -> None:
    found_in(
        f"<title>slot gacor</title><a href='{text}'>{text}</a><div style='{text};display:none'>slot {text}<script>{text}"
    )
