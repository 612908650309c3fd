"""`lumbung review`: pages that the rules are not sure of, a person's yes or no with the reason."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated, Any

import typer
from rich.panel import Panel
from rich.text import Text

from archive.decisions import Review, add_review, now_text, reviews
from archive.errors import ArchiveError
from archive.layout import Collection
from archive.model import Document
from crawler.cli.common import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    console,
    plain_table,
    print_json,
    say,
    tell,
)

_MOST_SHOWN = 1200


def review(
    article: Annotated[
        str | None, typer.Argument(help="One article, by address or id, instead of all that wait.", show_default=False)
    ] = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    yes: Annotated[bool, typer.Option("--yes", help="ARTICLE is about the programme.")] = False,
    no: Annotated[bool, typer.Option("--no", help="ARTICLE is not about the programme.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why; with --yes or --no.")] = None,
    who: Annotated[str | None, typer.Option(help="Who decides; the name of the account otherwise.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Only list what waits for a decision.")] = False,
    decided: Annotated[bool, typer.Option("--decided", help="Only list what was decided.")] = False,
    train: Annotated[
        bool, typer.Option("--train", help="Make a model from the answers; use it if it beats the rules.")
    ] = False,
    no_model: Annotated[bool, typer.Option("--no-model", help="Use no model any more; with --reason.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show pages that may be about the programme and take a person's answer; the documents are re-scored by it.

    Example: lumbung review https://contoh.desa.id/berita/1 --yes --reason "names TPBIS in the second photo"
    """
    opened = Collection.open(collection)
    if decided:
        _show_decided(opened, as_json=as_json)
        return
    if train or no_model:
        _change_model(opened, who or getpass.getuser(), reason, is_training=train, as_json=as_json)
        return
    from crawler.reviewing import apply_reviews, to_review
    from crawler.reviewing import article as find_article

    named = find_article(opened, article) if article else None
    if article and named is None:
        raise ArchiveError(f"{article}: no article here has this address or id; see: lumbung review --list")
    if yes or no:
        if (yes and no) or named is None or not (reason or "").strip():
            raise ArchiveError("give an ARTICLE, one of --yes and --no, and --reason")
        with opened.lock("review"):
            _decide(opened, named, is_yes=yes, reason=reason or "", who=who)
            changed = apply_reviews(opened)
        if as_json:
            print_json({"article_id": named.article_id, "answer": "yes" if yes else "no", "documents": changed})
        else:
            tell(f"Noted; {changed} documents re-scored.")
        return
    waiting = [named] if named else to_review(opened)
    if list_ or as_json or not sys.stdin.isatty():
        _show_waiting(waiting, as_json=as_json)
        return
    count = _ask_all(opened, waiting, who)
    with opened.lock("review"):
        changed = apply_reviews(opened)
    tell(f"{count} decisions noted, {changed} documents re-scored; {len(waiting) - count} still wait.")


def _change_model(collection: Collection, who: str, reason: str | None, *, is_training: bool, as_json: bool) -> None:
    from crawler import training
    from crawler.reviewing import apply_reviews

    with collection.lock("review"):
        facts: dict[str, Any] = {}
        if is_training:
            made = training.train(collection, who)
            facts = {
                "reviews": made.count,
                "held_out_errors": {"model": made.model_errors, "rules": made.rules_errors},
                "used": made.is_better,
                "weights": made.model.weights,
            }
        elif not (reason or "").strip():
            raise ArchiveError("say why no model is to be used, with --reason")
        else:
            training.set_aside(collection, who, reason or "")
            facts = {"used": False}
        facts["documents"] = apply_reviews(collection)
    if as_json:
        print_json(facts)
        return
    if is_training:
        tell(
            f"{facts['reviews']} answers; on those held out the model errs {made.model_errors} times, the rules "
            f"{made.rules_errors} times."
        )
        for name, weight in sorted(made.model.weights.items(), key=lambda pair: -abs(pair[1]))[:10]:
            tell(f"  {weight:+.2f}  {name}")
    tell(f"The model is {'used' if facts['used'] else 'not used'}; {facts['documents']} documents re-scored.")


def _ask_all(collection: Collection, waiting: list[Document], who: str | None) -> int:
    """One page after the other; each decision is on disk before the next page is shown."""
    count = 0
    for number, document in enumerate(waiting, 1):
        console.print(_page(document, f"{number} of {len(waiting)}"))
        answer = typer.prompt("About the programme? [y]es, [n]o, [s]kip, [q]uit", default="s").strip().lower()[:1]
        if answer == "q":
            break
        if answer in ("y", "n"):
            why = ""
            while not why.strip():
                why = typer.prompt("Why")
            _decide(collection, document, is_yes=answer == "y", reason=why, who=who)
            count += 1
    if not waiting:
        tell("Nothing waits for a decision.")
    return count


def _decide(collection: Collection, document: Document, *, is_yes: bool, reason: str, who: str | None) -> None:
    programme: dict[str, Any] = dict(document.programme or {})
    rules = programme.get("rules") or programme
    add_review(
        collection.root,
        Review(
            article_id=document.article_id or "",
            answer="yes" if is_yes else "no",
            reason=reason.strip(),
            who=(who or getpass.getuser()).strip(),
            when=now_text(),
            url=document.url,
            title=document.title,
            score=rules.get("score"),
            relation=rules.get("relation"),
            reader=document.reader_version,
        ),
    )


def _page(document: Document, place: str) -> Panel:
    """Title, text with the evidence marked, captions, and why the rules are not sure."""
    programme = document.programme or {}
    text = Text((document.text or "")[:_MOST_SHOWN])
    for one in programme.get("evidence", ()):
        if one["where"] == "text" and one["end"] <= _MOST_SHOWN:
            text.stylize("bold yellow", one["start"], one["end"])
    shown = Text(f"{document.url}\n{document.published_at or 'tanpa tanggal'}\n\n", style="dim")
    shown.append_text(text)
    for caption in document.captions:
        if caption.raw:
            shown.append(f"\n[foto] {caption.raw}", style="italic")
    shown.append(f"\n\nscore {programme.get('score')}: ", style="dim")
    shown.append("; ".join(f"{one['term']} ({one['where']})" for one in programme.get("evidence", ())), style="dim")
    return Panel(shown, title=document.title or "-", subtitle=place)


def _show_waiting(waiting: list[Document], *, as_json: bool) -> None:
    if as_json:
        print_json([_facts(document) for document in waiting])
        return
    table = plain_table("", "score", "title", "address", numbers=("score",))
    for document in waiting:
        table.add_row(f"{(document.programme or {}).get('score', 0):.2f}", document.title or "-", document.url)
    console.print(table)
    say(f"{len(waiting)} pages wait for a decision.")


def _facts(document: Document) -> dict[str, Any]:
    programme = document.programme or {}
    return {
        "article_id": document.article_id,
        "url": document.url,
        "title": document.title,
        "published_at": document.published_at,
        "score": programme.get("score"),
        "relation": programme.get("relation"),
        "evidence": programme.get("evidence", []),
    }


def _show_decided(collection: Collection, *, as_json: bool) -> None:
    noted = list(reviews(collection.root).values())
    if as_json:
        from dataclasses import asdict

        print_json([asdict(one) for one in noted])
        return
    table = plain_table("", "when", "who", "answer", "reason", "title", numbers=())
    for one in noted:
        table.add_row(one.when, one.who, one.answer, one.reason, one.title or one.url)
    console.print(table)
