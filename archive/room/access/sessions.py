"""Who has logged in: sessions.sqlite beside accounts.json. Deleted, everybody logs in again.

A session is a cookie of 256 random bits; only its digest is kept here, so who reads this file can be nobody else.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

from archive.room.access.accounts import Account, Accounts, folded

IDLE_SECONDS = 12 * 3600.0
LONGEST_SECONDS = 7 * 86_400.0
_NOTED_EVERY = 300.0  # seconds: not each request is written down
_MOST = 20  # of one person


class Sessions:
    """`now` is time.time, which a test may set forward."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.fchmod(handle, 0o600)
        os.close(handle)
        self._file = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
        self._file.execute(
            "create table if not exists session "
            "(id text primary key, name text not null, proof text not null, begun real not null, seen real not null)"
        )

    def begin(self, account: Account) -> str:
        """A new session; what its cookie holds."""
        cookie, now = secrets.token_urlsafe(32), self._now()
        with self._lock:
            self._file.execute(
                "delete from session where seen < ? or begun < ?", (now - IDLE_SECONDS, now - LONGEST_SECONDS)
            )
            self._file.execute(
                "insert into session values (?, ?, ?, ?, ?)",
                (_digest(cookie), folded(account.name), account.proof, now, now),
            )
            self._file.execute(
                "delete from session where name = ? and id not in "
                "(select id from session where name = ? order by begun desc limit ?)",
                (folded(account.name), folded(account.name), _MOST),
            )
        return cookie

    def whose(self, cookie: str, accounts: Accounts) -> Account | None:
        """None when it is over: too old, logged out, its account gone, or begun with another password."""
        now, digest = self._now(), _digest(cookie)
        with self._lock:
            row = self._file.execute("select name, proof, begun, seen from session where id = ?", (digest,)).fetchone()
            if row is None:
                return None
            name, proof, begun, seen = row
            account = accounts.get(name)
            if account is None or account.proof != proof or seen < now - IDLE_SECONDS or begun < now - LONGEST_SECONDS:
                self._file.execute("delete from session where id = ?", (digest,))
                return None
            if seen < now - _NOTED_EVERY:
                self._file.execute("update session set seen = ? where id = ?", (now, digest))
        return account

    def end(self, cookie: str) -> None:
        with self._lock:
            self._file.execute("delete from session where id = ?", (_digest(cookie),))

    def close(self) -> None:
        with self._lock:
            self._file.close()


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()
