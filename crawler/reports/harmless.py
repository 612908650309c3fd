"""Text from anywhere made fit for a log, a terminal or a line of JSON: nothing in it moves the cursor, hides or
turns round what follows, or breaks the line."""

from __future__ import annotations

import json
import re
from typing import Any

# Controls, what changes the direction of text, what has no width, line separators, lone surrogates, tags.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# A name and password in an address, which nobody should have put into seeds.csv.
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]{1,300}@")


def harmless(text: str, longest: int = 4000) -> str:
    """One line: harmful characters as `\\x1b` or `\\u202e`, what is too long cut."""
    return _HARMFUL.sub(_escaped, cut(without_credentials(text), longest))


def harmless_lines(text: str) -> str:
    """The same for text whose line breaks and tabs are its own."""
    return "\n".join("\t".join(harmless(part) for part in line.split("\t")) for line in text.split("\n"))


def harmless_json(value: Any, **how: Any) -> str:
    """JSON in which harmful characters are escaped, so that nothing is lost: a parser gives them back."""
    text = json.dumps(value, ensure_ascii=False, **how)
    return re.sub(f"(?!\n){_HARMFUL.pattern}", _json_escaped, text)


def without_credentials(text: str) -> str:
    return _CREDENTIALS.sub("…@", text)


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text) - longest} characters more)"


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
