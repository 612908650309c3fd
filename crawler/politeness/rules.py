"""The rules in a robots.txt, read and matched by RFC 9309, octet by octet.

Own code and not protego (0.7), which lets `Lumbu` stand for Lumbung, ends a group at lines the RFC says to
pass over, ends lines at more than CR and LF, takes `Allow: /index.html` for `Allow: /`, `/a$` for `/a$b` too,
and any two octets that are no UTF-8 for the same (2026-11).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Spelled as the RFC has it, or as webmasters do; a colon left out is forgiven.
_FIELDS = {
    "agent": r"user[- ]?agent",
    "allow": r"allow",
    "disallow": r"diss?all?[oa]w|diasllow",
    "delay": r"crawl[- ]delay",
    "sitemap": r"site-?maps?",
}
_LINE = re.compile(
    rf"(?:{'|'.join(f'(?P<{name}>{spelling})' for name, spelling in _FIELDS.items())})(?:\s*:|\s)\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PATH = re.compile(r"[^:/?#]*://[^/?#]*([^#]*)")
# An escape, or an octet that is compared as one. "/" and "?" part an address only where they are not escaped.
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:/?\[\]@!&'()+,;=]")
_PARTING = "/?"


@dataclass(frozen=True, slots=True)
class _Rule:
    """A path pattern: what stands between its stars, and whether the last of it must end the path."""

    allows: bool
    parts: tuple[str, ...]
    is_anchored: bool

    @property
    def weight(self) -> tuple[int, bool]:
        """The longest rule wins, and of two as long the one that allows."""
        return sum(map(len, self.parts)) + len(self.parts) - 1 + self.is_anchored, self.allows

    def matches(self, path: str) -> bool:
        first, *others = self.parts
        if not path.startswith(first):
            return False
        position = len(first)
        if not others:
            return not self.is_anchored or position == len(path)
        for part in others[:-1]:
            found = path.find(part, position)
            if found < 0:
                return False
            position = found + len(part)
        if self.is_anchored:
            return path.endswith(others[-1]) and len(path) - len(others[-1]) >= position
        return path.find(others[-1], position) >= 0


@dataclass(slots=True)
class _Group:
    rules: list[_Rule] = field(default_factory=list)
    crawl_delay: float = 0.0


class Rules:
    """What a robots.txt says to `agent`, whose own group stands in place of the one for all."""

    def __init__(self, body: bytes, agent: str) -> None:
        self.sitemaps: list[str] = []
        ours = agent.lower()
        groups = self._groups(body.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape"), {ours, "*"})
        group = groups.get(ours) or groups.get("*") or _Group()
        self.crawl_delay = group.crawl_delay
        self._rules = sorted(group.rules, key=lambda rule: rule.weight, reverse=True)

    def allow(self, url: str) -> bool:
        found = _PATH.match(url)
        path = _comparable(found[1] if found else url)
        if path == "/robots.txt":
            return True
        forms = {path, _with_plain_query(path)}
        return next((rule.allows for rule in self._rules if any(map(rule.matches, forms))), True)

    def _groups(self, text: str, wanted: set[str]) -> dict[str, _Group]:
        """The groups by the name they are for; those of one name are one."""
        groups: dict[str, _Group] = {}
        names: set[str] = set()
        is_naming = False
        for kind, value in _lines(text):
            if kind == "agent":
                names = names if is_naming else set()
                is_naming = True
                if (name := _name(value)) in wanted:
                    names.add(name)
                    groups.setdefault(name, _Group())
            elif kind == "sitemap":
                self.sitemaps.append(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
            elif kind == "delay":
                for name in names:
                    groups[name].crawl_delay = max(groups[name].crawl_delay, _seconds(value))
            else:
                is_naming = False
                if rule := _rule(kind == "allow", value):
                    for name in names:
                        groups[name].rules.append(rule)
        return groups


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The lines that say something, each as its field and value; all others count for nothing."""
    for line in re.split(r"[\r\n]", text):
        if found := _LINE.match(line.partition("#")[0].strip()):
            yield next(name for name in _FIELDS if found[name]), found["value"]


def _name(value: str) -> str:
    """`*`, or a product token in lower case, without the version or star that some write behind it."""
    name = re.split(r"[/\s]", value, maxsplit=1)[0].lower()
    return name if name == "*" else name.rstrip("*")


def _rule(allows: bool, pattern: str) -> _Rule | None:
    if not pattern.startswith(("/", "*")):
        return None
    is_anchored = pattern.endswith("$")
    path = pattern[:-1] if is_anchored else pattern
    parts = re.sub(r"\*+", "*", path).split("*")
    return _Rule(allows, tuple(_with_plain_query("*".join(map(_comparable, parts))).split("*")), is_anchored)


def _comparable(path: str) -> str:
    """A path in octets, where equal ones are spelled equally: escaped, but for what an address may hold as it is."""

    def spell(found: re.Match[str]) -> str:
        octet = chr(int(found[1], 16)) if found[1] else found[0]
        is_plain = not _ESCAPED.match(octet) and octet not in _PARTING
        return octet if is_plain else f"%{ord(octet):02X}"

    return _ESCAPED.sub(spell, path.encode("utf-8", "surrogateescape").decode("latin-1"))


def _with_plain_query(path: str) -> str:
    """In a query "/" and "?" part nothing, so there they are the same escaped or not (the RFC's example in 2.2.2)."""
    before, mark, query = path.partition("?")
    return before + mark + query.replace("%2F", "/").replace("%3F", "?")


def _seconds(value: str) -> float:
    """A Crawl-delay; nothing for what is no number of seconds."""
    return float(value) if re.fullmatch(r"\d+(?:\.\d*)?|\.\d+", value, re.ASCII) else 0.0
