"""Passwords as scrypt keeps them: `scrypt$N$r$p$salt$key`, the last two in base64.

32 MiB and about a quarter of a second each (OWASP's second choice, 2026-11), one at a time, so that many who try to log
in at once cost time and not memory.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import unicodedata

from archive.errors import CollectionError

_N, _R, _P = 2**15, 8, 3
_MOST_MEMORY = 96 * 1024 * 1024
SHORTEST, LONGEST = 12, 200

_one_at_a_time = threading.Lock()


def hash_password(password: str) -> str:
    """Raises CollectionError on one that is too short, or too long to be typed."""
    password = _normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise CollectionError(f"a password has {SHORTEST} to {LONGEST} characters; several words are easy to remember")
    if len(set(password)) < 5:
        raise CollectionError("this password repeats a few characters; take several words")
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${_text(salt)}${_text(_key(password, salt, _N, _R, _P))}"


def is_password(password: str, kept: str | None) -> bool:
    """Takes the same time for a name that nobody has (`kept` None)."""
    if kept is None:
        is_password(password, _NOBODY)
        return False
    try:
        scheme, n, r, p, salt, key = kept.split("$")
        if scheme != "scrypt":
            return False
        made = _key(_normal(password)[:LONGEST], base64.b64decode(salt), int(n), int(r), int(p))
        return hmac.compare_digest(made, base64.b64decode(key))
    except (ValueError, MemoryError):
        return False


def _key(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    with _one_at_a_time:
        return hashlib.scrypt(
            password.encode("utf-8", "replace"), salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY, dklen=32
        )


def _normal(password: str) -> str:
    """The same, whatever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", password)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


_NOBODY = f"scrypt${_N}${_R}${_P}${_text(b'0' * 16)}${_text(b'0' * 32)}"
