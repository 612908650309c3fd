"""What the villages of the year write: words that follow from a village and a number, and what editors make of them."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from tests.sites.stories import MARKS, PEOPLE, PLACES, SENTENCES, TOPICS


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    paragraphs: tuple[str, ...]
    category: str


def write(village: str, number: int) -> Words:
    """The article as it was first published."""
    chance = random.Random(f"{village} {number}")
    kind, title, opening = TOPICS[(number * 7) % len(TOPICS)]
    fill = {"desa": village, "tempat": chance.choice(PLACES), "jumlah": str(chance.randrange(18, 140))}
    sentences = [_filled(sentence, fill, number, chance) for sentence in chance.sample(SENTENCES, 9)]
    mark = _filled(chance.choice(MARKS), fill, number, chance)
    paragraphs = (
        f"{opening.format(**fill)} {sentences[0]} {sentences[1]}",
        " ".join((*sentences[2:5], mark)),
        " ".join(sentences[5:]),
    )
    return Words(title.format(**fill), paragraphs, kind)


def edit(words: Words, village: str, number: int, version: int) -> Words:
    """The same article as an editor leaves it: a paragraph more, another paragraph, or another title."""
    chance = random.Random(f"{village} {number} {version}")
    fill = {"desa": village, "tempat": chance.choice(PLACES), "jumlah": str(chance.randrange(200, 900))}
    said = " ".join(_filled(sentence, fill, number, chance) for sentence in chance.sample(SENTENCES, 2))
    written = f"Menurut catatan ke-{version} dari {fill['tempat']}, {fill['jumlah']} warga ikut serta. {said}"
    match chance.choice(("add", "replace", "retitle")):
        case "add":
            return replace(words, paragraphs=(*words.paragraphs, written))
        case "replace":
            return replace(words, paragraphs=(words.paragraphs[0], written, *words.paragraphs[2:]))
        case _:
            return replace(words, title=f"{words.title} (Ralat {version})")


def slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _filled(sentence: str, fill: dict[str, str], number: int, chance: random.Random) -> str:
    own = {"orang": chance.choice(PEOPLE), "hari": chance.randrange(3, 15), "jam": f"{chance.randrange(7, 11):02}.15"}
    return sentence.format(**fill, **own, nomor=f"{number}/{chance.randrange(100, 999)}")
