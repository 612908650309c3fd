"""`lumbung serve` as it runs: who is refused, who gets in, and clients that keep it waiting."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from archive import Collection
from tests.archive.room.guarded import empty_collection
from tests.benchmarks.big_collection import BigCollection
from tests.end_to_end.conftest import Run, command, environment, lumbung, new_collection

PASSWORD = "beras merah padi ketan"

# As it is, with less patience.
_IMPATIENT = """
import sys
from archive.room import patience
patience.PatientProtocol.request_seconds = 1.0
from crawler.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def people(*arguments: str, collection: Collection, said: str = "") -> Run:
    return lumbung("people", *arguments, "-c", collection.root, said=said)


@contextmanager
def served(collection: Collection, *arguments: str, start: list[str] | None = None) -> Iterator[str]:
    """Its address, while it is open."""
    words = [*(start or command()), "serve", "-c", str(collection.root), "--port", "0", *arguments]
    with subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            for line in process.stderr:
                if found := re.search(r"open: (http://\S+)/", line):
                    yield found[1]
                    break
            else:
                pytest.fail("it did not open")
        finally:
            process.terminate()
            ended = process.wait(30)
    assert ended == 0


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:  # type: ignore[override]
        return None


def ask(url: str, **headers: str) -> tuple[int, str]:
    try:
        with build_opener(_Stay).open(Request(url, headers=headers), timeout=30) as answer:  # noqa: S310  # our own
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_a_room_for_others_is_refused_until_there_is_an_account(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "k")
    refused = lumbung("serve", "--host", "0.0.0.0", "--port", "0", "-c", collection.root)
    assert refused.code == 1
    assert "lumbung people add" in refused.err

    made = people("add", "Siti Aminah", "--role", "archivist", "--stdin", collection=collection, said=PASSWORD + "\n")
    assert made.code == 0, made.err
    key = people("key", "siti aminah", collection=collection).out.strip()
    with served(collection, "--host", "0.0.0.0") as home:
        home = home.replace("0.0.0.0", "127.0.0.1")
        assert ask(home + "/artikel")[0] == 303
        assert ask(home + "/api/articles")[0] == 401
        assert ask(home + "/api/jobs", Authorization=f"Bearer {key}")[0] == 200
        assert ask(home + "/", Host="jahat.example")[0] == 421
        assert people("remove", "Siti Aminah", collection=collection).code == 0
        assert ask(home + "/api/jobs", Authorization=f"Bearer {key}")[0] == 401


def test_accounts_are_made_listed_and_changed_by_the_command(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "k")
    for name, role in (("Siti", "reader"), ("arsip", "archivist")):
        assert people("add", name, "--role", role, "--stdin", collection=collection, said=PASSWORD).code == 0

    assert people("add", "SITI", "--role", "reader", "--stdin", collection=collection, said=PASSWORD).code == 1
    assert people("add", "Tuti", "--role", "king", "--stdin", collection=collection, said=PASSWORD).code == 1
    assert people("add", "Tuti", "--role", "reader", "--stdin", collection=collection, said="pendek").code == 1
    assert people("add", "T\u202euti", "--role", "reader", "--stdin", collection=collection, said=PASSWORD).code == 1
    assert "--stdin" in people("add", "Tuti", "--role", "reader", collection=collection).err
    assert people("role", "siti", "reviewer", collection=collection).code == 0
    assert people("password", "siti", "--stdin", collection=collection, said=PASSWORD + " lain\n").code == 0
    assert people("password", "entah", "--stdin", collection=collection, said=PASSWORD).code == 1
    listed = json.loads(people("list", "--json", collection=collection).out)
    assert [(one["name"], one["role"], one["has_password"]) for one in listed] == [
        ("Siti", "reviewer", True), ("arsip", "archivist", True)]  # fmt: skip
    assert (collection.root / "accounts.json").stat().st_mode & 0o777 == 0o600


def test_who_sends_a_byte_now_and_then_is_hung_up_on(tmp_path: Path) -> None:
    collection = empty_collection(tmp_path / "k", "")
    with served(collection, start=[sys.executable, "-P", "-c", _IMPATIENT]) as home:
        host, port = re.search(r"//(.*):(\d+)", home).groups()  # type: ignore[union-attr]
        beginnings = (
            b"",
            b"GET / HT",
            b"POST /tersimpan HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nname=",
        )
        slow = [socket.create_connection((host, int(port))) for _ in beginnings]
        for one, words in zip(slow, beginnings, strict=True):
            one.sendall(words)
        ended = 0
        for one in slow:
            one.settimeout(60)
            try:
                while one.recv(4096):
                    pass
                ended += 1
            except ConnectionResetError:
                ended += 1
        quick = ask(home + "/artikel")[0]
        for one in slow:
            one.close()

    assert ended == len(slow)
    assert quick == 200


def test_a_room_that_systemd_stops_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = BigCollection(tmp_path / "k", 20).collection
    (tmp_path / "sementara").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "sementara"))

    with served(collection) as home:
        code, _ = ask(home + "/artikel.jsonl")
        while_open = list((tmp_path / "sementara").glob("lumbung-unduhan-*"))

    assert code == 303
    assert len(while_open) == 1
    assert not list((tmp_path / "sementara").glob("lumbung-unduhan-*"))


def test_a_password_is_asked_for_at_a_terminal_and_not_shown(tmp_path: Path) -> None:
    import pty

    collection = new_collection(tmp_path / "k")
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover
        words = command("people", "add", "Siti", "--role", "reader", "-c", collection.root)
        os.execve(sys.executable, words, environment())  # noqa: S606
    seen = b""
    for prompt in (b"Password: ", b"Once more: "):
        while prompt not in seen:
            seen += os.read(terminal, 1024)
        os.write(terminal, PASSWORD.encode() + b"\n")
    try:
        while part := os.read(terminal, 1024):
            seen += part
    except OSError:  # the other end is gone
        pass
    _, status = os.waitpid(pid, 0)
    os.close(terminal)

    assert os.waitstatus_to_exitcode(status) == 0
    assert PASSWORD.encode() not in seen
    assert b"Siti may use the reading room" in seen
