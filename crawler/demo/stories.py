"""What the villages of the demo have written: articles as data, whatever the platform that prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from crawler.demo.answers import ExpectedArticle, ExpectedCaption

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def wib(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=timezone(timedelta(hours=7)))


def wit(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=timezone(timedelta(hours=9)))


def indonesian_date(moment: datetime) -> str:
    """'5 Maret 2024'."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in an article: file name, printed caption, and who is credited in which words.

    `form` is the markup the platform prints it in; `{}` in `credit_form` takes the names of `credit`.
    """

    file: str
    caption: str = ""
    credit: tuple[str, ...] = ()
    credit_form: str = "(Dok.: {}, Foto by : {})"
    form: Literal["featured", "classic", "block", "plain", "gallery"] = "classic"
    alt: str = ""

    @property
    def printed(self) -> str:
        """The caption with its credit, as readers of the site see it."""
        return f"{self.caption} {self.credit_form.format(*self.credit)}" if self.credit else self.caption


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where an article goes on at another address."""


Block = str | Photo | PageBreak


@dataclass(frozen=True, slots=True)
class Story:
    """One article. `relation` is what it has to do with the library programme."""

    number: int
    slug: str
    title: str
    published: datetime
    category: str
    author: str
    body: tuple[Block, ...]
    dateline: str | None = None
    relation: Literal["core", "borderline", "adjacent", "none"] = "none"
    flags: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()

    @property
    def photos(self) -> tuple[Photo, ...]:
        return tuple(block for block in self.body if isinstance(block, Photo))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(block for block in self.body if isinstance(block, str))

    def parts(self) -> list[tuple[Block, ...]]:
        """The body cut at its page breaks."""
        parts: list[list[Block]] = [[]]
        for block in self.body:
            if isinstance(block, PageBreak):
                parts.append([])
            else:
                parts[-1].append(block)
        return [tuple(part) for part in parts]


def opening(story: Story, part: Sequence[Block]) -> Sequence[Block]:
    """The blocks of a part with the dateline set before the article's first paragraph."""
    if story.dateline is None:
        return part
    first = story.paragraphs[0]
    return [f"{story.dateline} {block}" if block == first else block for block in part]


def expect_article(story: Story, url: str, picture_url: dict[str, str], parts: Sequence[str] = ()) -> ExpectedArticle:
    """What a reader should make of `story`; `picture_url` gives the largest form of each file."""
    return ExpectedArticle(
        url=url,
        title=story.title,
        published=story.published,
        author=story.author,
        category=story.category,
        dateline=story.dateline,
        paragraphs=story.paragraphs,
        captions=tuple(
            ExpectedCaption(photo.caption, ", ".join(photo.credit) or None, picture_url[photo.file])
            for photo in story.photos
            if photo.caption
        ),
        pictures=tuple(picture_url[photo.file] for photo in story.photos),
        parts=tuple(parts),
        relation=story.relation,
        flags=story.flags,
    )
