"""Databases of the tests' own on a real PostgreSQL server: LUMBUNG_POSTGRES, else that of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count

import psycopg
from sqlalchemy.engine import make_url

_numbers = count(1)


def server_url() -> str:
    return os.environ.get("LUMBUNG_POSTGRES", "postgresql:///postgres?host=/var/run/postgresql")


@cache
def server_answers() -> bool:
    try:
        psycopg.connect(server_url(), connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


def in_schema(url: str, name: str) -> str:
    """The address of a schema of that database."""
    return f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{name}"


@contextmanager
def own_database() -> Iterator[str]:
    """The address of an empty database, which is dropped afterwards. Its language sorts otherwise than bytes do."""
    name = f"lumbung_test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server_url(), autocommit=True) as server:
        server.execute(
            f"create database {name} template template0 encoding 'UTF8' locale 'C' locale_provider icu icu_locale 'id'"
        )
        try:
            yield make_url(server_url()).set(database=name).render_as_string(hide_password=False)
        finally:
            server.execute(f"drop database {name} with (force)")
