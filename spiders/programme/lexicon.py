"""The lexicon: which words speak of the programme, and in what company.

    lexicon.tsv     one entry a line: id, group, strength, needs, forms, note; edited by librarians
                    docs/lexicon.md says how

A form is words in order. `word~` takes misspellings too, `a/b` either word, `...3` up to three words between,
`word*` any word that begins so (not the first of a form). Forms are parted by " | ".
`needs` names groups that must be there too: `library` anywhere, `library@12` within twelve words, `!library` nowhere,
`a | b` either, `a & b` both.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from spiders.programme.words import Spelling, Words

Strength = Literal["strong", "medium", "weak", "none"]
# No entry, but what a page must be about: `needs` may name it.
TOPIC = "library_topic"
STRENGTHS: tuple[Strength, ...] = ("strong", "medium", "weak", "none")
COLUMNS = ("id", "group", "strength", "needs", "forms", "note")


class LexiconError(ValueError):
    """A line of the lexicon that cannot be used: which, and why."""


@dataclass(frozen=True, slots=True)
class Need:
    """An entry or group, on the page or within so many words; with `absent`, nowhere on the page."""

    group: str
    within: int | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One place of a form: one of `words`, or a word that begins with one of `beginnings`; before it up to `gap`."""

    words: frozenset[str]
    beginnings: tuple[str, ...] = ()
    gap: int = 0

    def takes(self, word: str) -> bool:
        return word in self.words or (bool(self.beginnings) and word.startswith(self.beginnings))


Form = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    group: str
    strength: Strength
    needs: tuple[tuple[Need, ...], ...]  # all of: any of
    forms: tuple[Form, ...]
    shown: tuple[str, ...]
    note: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found: from word `first` to before word `after` of a place."""

    entry: Entry
    place: int
    first: int
    after: int


class Lexicon:
    def __init__(self, entries: Sequence[Entry], spelling: Spelling) -> None:
        self.entries = tuple(entries)
        self.spelling = spelling
        self._by_word: dict[str, list[tuple[Form, Entry]]] = defaultdict(list)
        for entry in entries:
            for form in entry.forms:
                for word in form[0].words:
                    self._by_word[word].append((form, entry))

    def hits(self, places: Sequence[Words]) -> list[Hit]:
        """All that is found, whatever it needs. Of two forms of an entry that begin at a word the longer counts."""
        found: list[Hit] = []
        for number, words in enumerate(places):
            for position, word in enumerate(words.folded):
                if forms := self._by_word.get(word):
                    ends: dict[str, Hit] = {}
                    for form, entry in forms:
                        after = _end(form, words, position)
                        if after and (entry.id not in ends or after > ends[entry.id].after):
                            ends[entry.id] = Hit(entry, number, position, after)
                    found += ends.values()
        return found

    def standing(self, hits: Sequence[Hit], places: Sequence[Words]) -> list[Hit]:
        """Those whose needs are met by others that stand themselves."""
        standing = list(hits)
        longest = max((hit.after - hit.first for hit in hits), default=0)
        while True:
            groups: dict[str, list[Hit]] = defaultdict(list)
            for hit in standing:
                for name in {hit.entry.id, hit.entry.group, *_PART_OF.get(hit.entry.group, ())}:
                    groups[name].append(hit)
            groups[TOPIC] = groups["library"] if _is_topic(groups["library"], places) else []
            kept = [hit for hit in standing if all(_is_met(hit, needs, groups, longest) for needs in hit.entry.needs)]
            if len(kept) == len(standing):
                return kept
            standing = kept


def _is_topic(libraries: Sequence[Hit], places: Sequence[Words]) -> bool:
    """Whether a page is about a library: in its title or a caption, or its text speaks of one that is more than the
    room where something took place, or the shelf that something was lent from."""
    return any(places[hit.place].where != "text" or not is_a_place(places[hit.place], hit.first) for hit in libraries)


def is_a_place(words: Words, library: int) -> bool:
    """Whether the library that stands there is only where something is: "di ruang perpustakaan"."""
    return library > 0 and words.folded[library - 1] in _AS_A_PLACE


# The word before a library that is only a place.
_AS_A_PLACE = frozenset(
    ("di", "ke", "dari", "pada", "dalam", "lewat", "ruang", "ruangan", "gedung", "halaman", "belakang", "depan",
     "samping", "sebelah", "seberang", "dekat", "aula", "teras", "serambi", "lantai", "rak", "koleksi", "pinjaman",
     "meminjam", "milik",
     "bertempat", "disimpan", "dititipkan")
)  # fmt: skip


# Whoever needs a library is content with a village's.
_PART_OF = {"village_library": ("library",)}


def _is_met(hit: Hit, needs: tuple[Need, ...], groups: dict[str, list[Hit]], longest: int) -> bool:
    for need in needs:
        others = groups.get(need.group, [])
        if need.absent and not others:
            return True
        if not need.absent and _has_other(hit, others, need.within, longest):
            return True
    return False


def _has_other(hit: Hit, others: Sequence[Hit], within: int | None, longest: int) -> bool:
    """Whether another is so near. `others` are in the order of the text, none has more words than `longest`."""
    if within is None:
        return any(other is not hit for other in others[:2])
    # Of a thousand in a text only those around the hit are looked at.
    at = bisect_right(others, (hit.place, hit.after + within), key=lambda other: (other.place, other.first))
    while at and others[at - 1].place == hit.place and others[at - 1].first >= hit.first - within - longest:
        at -= 1
        if others[at] is not hit and _distance(hit, others[at]) <= within:
            return True
    return False


def _distance(hit: Hit, other: Hit) -> int:
    """Words between two hits of one place."""
    return max(hit.first - other.after, other.first - hit.after, 0)


def _end(form: Form, words: Words, position: int, item: int = 1) -> int:
    """Where the form ends that begins at `position`; 0 when it does not stand there.

    It goes over no end of a sentence, and skips no words over a comma: "perpustakaan keliling, inklusi sosial" are two.
    """
    position += 1
    if item == len(form):
        return position
    wanted = form[item]
    for place in range(position, min(position + wanted.gap + 1, len(words))):
        # Letters with full stops between are one abbreviation.
        if words.breaks[place] == 2 and len(words.folded[place]) > 1:
            return 0
        if words.breaks[place] and (place > position or item > 1) and wanted.gap:
            return 0
        if wanted.takes(words.folded[place]) and (after := _end(form, words, place, item + 1)):
            return after
    return 0


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    return read_lexicon(files("spiders.programme").joinpath("lexicon.tsv").read_text("utf-8"))


def read_lexicon(text: str) -> Lexicon:
    """Raises LexiconError with the line that is wrong."""
    entries: list[Entry] = []
    tolerant: set[str] = set()
    exact: set[str] = set()
    splits: set[str] = set()
    for number, row in _rows(text):
        try:
            if row["group"] == "no_misspelling":
                exact |= set(row["forms"].split(" | "))
                continue
            entry = _entry(row, tolerant, exact)
        except ValueError as error:
            raise LexiconError(f"lexicon.tsv line {number}, {row['id']}: {error}") from error
        entries.append(entry)
    for entry in entries:
        for form in entry.forms:
            for item in form:
                splits |= {word for word in item.words if len(word) >= 4}
    ids = [entry.id for entry in entries]
    if doubled := next((one for one in ids if ids.count(one) > 1), None):
        raise LexiconError(f"lexicon.tsv: {doubled} stands twice")
    known = {entry.group for entry in entries} | set(ids) | {TOPIC}
    for entry in entries:
        for need in (need for needs in entry.needs for need in needs):
            if need.group not in known:
                raise LexiconError(f"lexicon.tsv, {entry.id}: needs {need.group}, which no entry is")
    return Lexicon(entries, Spelling(tolerant, exact, splits))


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise LexiconError(f"lexicon.tsv: the first line must be {' '.join(COLUMNS)}, parted by tabs")
    for row in reader:
        if any(value is None for value in row.values()) or None in row:
            raise LexiconError(f"lexicon.tsv line {reader.line_num}: must have {len(COLUMNS)} columns")
        if not (row["id"] or "").startswith("#"):
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}


def _entry(row: dict[str, str], tolerant: set[str], exact: set[str]) -> Entry:
    strength = next((one for one in STRENGTHS if one == row["strength"]), None)
    if strength is None:
        raise ValueError(f"strength is {row['strength']!r}, not one of {', '.join(STRENGTHS)}")
    if not row["id"] or not row["group"] or not row["forms"]:
        raise ValueError("id, group and forms must be given")
    shown = tuple(form.strip() for form in row["forms"].split(" | "))
    forms = tuple(_form(form, tolerant, exact) for form in shown)
    return Entry(row["id"], row["group"], strength, _needs(row["needs"]), forms, shown, row["note"])


def _needs(text: str) -> tuple[tuple[Need, ...], ...]:
    if not text:
        return ()
    return tuple(tuple(_need(one.strip()) for one in alternatives.split("|")) for alternatives in text.split("&"))


def _need(text: str) -> Need:
    group, _, within = text.partition("@")
    group = group.strip()
    return Need(group.removeprefix("!"), int(within) if within else None, group.startswith("!"))


def _form(text: str, tolerant: set[str], exact: set[str]) -> Form:
    items: list[Item] = []
    gap = 0
    for part in text.split():
        if part.startswith("..."):
            gap = int(part[3:])
            continue
        words, beginnings = set(), []
        for word in part.split("/"):
            plain = word.rstrip("~*")
            if not plain.isalnum() or plain != plain.lower():
                raise ValueError(f"{word!r} is no word in small letters")
            if word.endswith("*"):
                beginnings.append(plain)
                continue
            words.add(plain)
            (tolerant if word.endswith("~") else exact).add(plain)
        items.append(Item(frozenset(words), tuple(beginnings), gap))
        gap = 0
    if not items or not items[0].words:
        raise ValueError(f"the form {text!r} does not begin with a whole word")
    return tuple(items)
