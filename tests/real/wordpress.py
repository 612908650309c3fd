#!/usr/bin/env python3
"""A real WordPress for tests: Debian's, with a database and a web server of its own on loopback.

    python tests/real/wordpress.py start DIR [PORT]       prints the address when it answers
    python tests/real/wordpress.py stop DIR

Needs the packages that tests/real/install-wordpress installs, and nothing else: no root, no service, no
network. Everything lies in DIR, which start makes and stop leaves:

    www/              a copy of Debian's WordPress with its settings, uploads and quiet.php
    db/  db.sock      the database of a private mariadbd, reached through its socket only
    posts.json        what was to be written into WordPress: see php/populate.php
    truth.json        what was written into WordPress: see `write_truth`
    processes.json    the ids of what start has started and stop will end
    *.log             what database and web server had to say
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from crawler.demo.pictures import mosaic_jpeg
from tests.real.village_posts import Post, all_posts

DEBIAN_WORDPRESS = Path("/usr/share/wordpress")
THEMES = DEBIAN_WORDPRESS / "wp-content" / "themes"
PHP = Path(__file__).parent / "php"


@dataclass(frozen=True)
class WordPress:
    """`truth` is the content of truth.json."""

    url: str
    directory: Path
    truth: dict[str, Any]


def is_installed() -> bool:
    programs = ("php", "mariadbd", "mariadb-install-db", "mariadb")
    return (THEMES / "twentytwentyone").is_dir() and all(_program(name) for name in programs)


@contextmanager
def serve_wordpress(directory: Path, port: int = 0) -> Iterator[WordPress]:
    """A WordPress until the block ends."""
    try:
        yield start_wordpress(directory, port)
    finally:
        stop_wordpress(directory)


def start_wordpress(directory: Path, port: int = 0) -> WordPress:
    """Set up and start a WordPress in `directory`, which must be new or empty. Port 0 takes a free one."""
    posts = all_posts()
    address, made = start_with(directory, [post.as_json() for post in posts], port)
    return WordPress(f"{address}/", directory.resolve(), write_truth(directory, address, posts, made))


def start_with(
    directory: Path, posts: list[dict[str, Any]], port: int = 0, *, named: str | None = None
) -> tuple[str, list[dict[str, Any]]]:
    """As `start_wordpress`, with other posts, in the form php/populate.php takes; what that makes of them is returned
    after the address. `named` is the address WordPress takes for its own, if it is not the one it answers at."""
    directory = directory.resolve()
    if len(str(directory / "db.sock")) > 100:
        raise ValueError(f"{directory}: too long for the path of a socket; take a shorter one")
    directory.mkdir(parents=True, exist_ok=True)
    if any(directory.iterdir()):
        raise FileExistsError(f"{directory} is not empty; stop what runs there and remove it")
    address = f"http://127.0.0.1:{port or _free_port()}"
    installing = _install_database(directory)
    try:
        _write_pictures(directory / "pictures", posts)
        _write_www(directory, named or address)
    finally:
        status = installing.wait()
    if status != 0:
        raise RuntimeError(f"mariadb-install-db ended with {status}: see {directory}/install.log")
    try:
        _start_database(directory)
        made = _populate(directory, posts)
        _start_web_server(directory, address)
    except BaseException:
        stop_wordpress(directory)
        raise
    return address, made


def give_shape(directory: Path, structure: str, *, closed: bool = False) -> None:
    """Other addresses for a WordPress that runs: `/%postname%/` and the like, or "" for `?p=ID`; `closed` takes
    interface and sitemap away. Addresses in truth.json stay those it was made with."""
    www = directory.resolve() / "www"
    _run_php("shape.php", www, structure)
    plugin = www / "wp-content" / "mu-plugins" / "closed.php"
    if closed:
        shutil.copy(PHP / "closed.php", plugin)
    else:
        plugin.unlink(missing_ok=True)


def give_theme(directory: Path, theme: str) -> None:
    """Another theme of Debian's for a WordPress that runs, with latest posts and comments as php/theme.php adds."""
    www = directory.resolve() / "www"
    shutil.copytree(THEMES / theme, www / "wp-content" / "themes" / theme, dirs_exist_ok=True)
    _run_php("theme.php", www, theme)


def give_validators(directory: Path) -> None:
    """An ETag with each answer of a WordPress that runs, as page caches give."""
    shutil.copy(PHP / "validators.php", directory.resolve() / "www" / "wp-content" / "mu-plugins")


def stop_wordpress(directory: Path) -> None:
    """End what `start_wordpress` has started in `directory`, and nothing else. The files stay."""
    directory = directory.resolve()
    for name, pid in reversed(_processes(directory).items()):
        if _runs_in(pid, directory):
            _end(name, pid)
    (directory / "processes.json").unlink(missing_ok=True)


def write_truth(directory: Path, address: str, posts: list[Post], made: list[dict[str, Any]]) -> dict[str, Any]:
    """What a test compares with: one entry for each post, page and draft, in the order of their dates.

    `title` is as WordPress shows it (with curled quotes), `paragraphs` as they were typed; `date` has its
    offset; `image_url` is the picture as it was uploaded; `pretty_url` is where a draft would stand.
    """
    entries = [_truth(address, post, answer) for post, answer in zip(posts, made, strict=True)]
    truth = {"url": f"{address}/", "posts": sorted(entries, key=lambda entry: entry["date"])}
    (directory / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False), encoding="utf-8")
    return truth


def _truth(address: str, post: Post, made: dict[str, Any]) -> dict[str, Any]:
    words = " ".join(post.paragraphs).split()
    return {
        "id": made["id"],
        "type": post.type,
        "status": post.status,
        "url": made["url"],
        "pretty_url": f"{address}/{post.date:%Y/%m/%d}/{post.slug}/" if post.type == "post" else made["url"],
        "parts": [f"{made['url']}{part}/" for part in range(2, len(post.breaks) + 2)],
        "password": post.password,
        "title": made["title"],
        "author": post.author,
        "date": f"{post.date:%Y-%m-%dT%H:%M:%S}+07:00",
        "categories": [post.category] if post.category else [],
        "first_words": " ".join(words[:6]),
        "last_words": " ".join(words[-6:]),
        "paragraphs": list(post.paragraphs),
        "captions": [
            {
                "text": photo.caption,
                "credit": ", ".join(photo.credit) or None,
                "image_url": made["pictures"][photo.file],
                "markup": photo.markup,
            }
            for photo in post.photos
        ],
        "relation": post.relation,
        "comments": sum(approved for _, _, approved in post.comments),
    }


# ---- files ----


def _write_pictures(folder: Path, posts: list[dict[str, Any]]) -> None:
    folder.mkdir()
    for photo in (photo for post in posts for photo in post["photos"]):
        (folder / f"{photo['file']}.jpg").write_bytes(mosaic_jpeg(photo["file"], *photo["size"]))


def _write_www(directory: Path, address: str) -> None:
    www = directory / "www"
    shutil.copytree(DEBIAN_WORDPRESS, www, ignore=shutil.ignore_patterns("wp-config.php", ".htaccess", "wp-content"))
    content = www / "wp-content"
    for folder in ("languages", "mu-plugins", "plugins", "uploads"):
        (content / folder).mkdir(parents=True)
    for name in ("id_ID.mo", "admin-id_ID.mo"):
        with suppress(FileNotFoundError):
            shutil.copy(DEBIAN_WORDPRESS / "wp-content" / "languages" / name, content / "languages")
    theme = "twentytwentyone"
    shutil.copytree(THEMES / theme, content / "themes" / theme)
    shutil.copy(PHP / "quiet.php", content / "mu-plugins")
    shutil.copy(PHP / "wp-config.php", www)
    (www / "settings.php").write_text(
        f"<?php\ndefine('SITE_URL', '{address}');\ndefine('DB_HOST', 'localhost:{directory}/db.sock');\n",
        encoding="utf-8",
    )


# ---- programs ----


def _install_database(directory: Path) -> subprocess.Popen[bytes]:
    """Begin to make an empty database; it takes as long as writing all the files."""
    options = (f"--datadir={directory}/db", "--skip-test-db", "--auth-root-authentication-method=normal")
    with (directory / "install.log").open("wb") as log:
        return subprocess.Popen(
            ["mariadb-install-db", "--no-defaults", *options, *_as_root()], stdout=log, stderr=subprocess.STDOUT
        )


def _start_database(directory: Path) -> None:
    quick = ("--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--performance-schema=0")
    small = ("--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M", "--max-connections=32")
    command = [
        _program("mariadbd") or "mariadbd",
        *("--no-defaults", f"--datadir={directory}/db", f"--socket={directory}/db.sock", "--skip-networking"),
        *(f"--pid-file={directory}/db.pid", f"--log-error={directory}/db.log", *_as_root(), *quick, *small),
    ]
    pid = _start(directory, "mariadbd", command)
    _wait_until(lambda: _answers_on_socket(directory / "db.sock", pid), 30, f"see {directory}/db.log")
    sql = "CREATE DATABASE wordpress CHARACTER SET utf8mb4"
    subprocess.run(["mariadb", "--no-defaults", f"--socket={directory}/db.sock", "--user=root", "-e", sql], check=True)


def _populate(directory: Path, posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    posts_file = directory / "posts.json"
    posts_file.write_text(json.dumps(posts), encoding="utf-8")
    made: list[dict[str, Any]] = json.loads(
        _run_php("populate.php", directory / "www", posts_file, directory / "pictures")
    )
    return made


def _run_php(script: str, *arguments: Path | str) -> str:
    """Run one of our scripts to its end; what it printed."""
    command = ["php", "-d", "memory_limit=512M", PHP / script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{script} failed: {done.stderr[-2000:] or done.stdout[-500:]}")
    return done.stdout


def _start_web_server(directory: Path, address: str) -> None:
    host = address.removeprefix("http://")
    command = ["php", "-d", "opcache.enable_cli=1", "-S", host, "-t", str(directory / "www"), str(PHP / "router.php")]
    pid = _start(directory, "php", command, PHP_CLI_SERVER_WORKERS="4")
    _wait_until(lambda: _answers_http(host, pid), 30, f"see {directory}/php.log")


# Programs started by this process. Kept, because a Popen that is forgotten complains that its program runs on.
_started: dict[int, subprocess.Popen[bytes]] = {}


def _start(directory: Path, name: str, command: list[str], **environment: str) -> int:
    """Start a program in a process group of its own, write down its id and return it."""
    with (directory / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    _started[process.pid] = process
    processes = {**_processes(directory), name: process.pid}
    (directory / "processes.json").write_text(json.dumps(processes), encoding="utf-8")
    return process.pid


def _end(name: str, pid: int) -> None:
    """End a process group, whose leader may be a child of ours."""
    os.killpg(pid, signal.SIGTERM)
    try:
        _wait_until(lambda: not _members(pid), 20, f"{name} does not end")
    except TimeoutError:
        os.killpg(pid, signal.SIGKILL)
        _wait_until(lambda: not _members(pid), 10, f"{name} cannot be killed")
    if pid in _started:
        _started.pop(pid).wait()


def _processes(directory: Path) -> dict[str, int]:
    try:
        processes: dict[str, int] = json.loads((directory / "processes.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return processes


def _runs_in(pid: int, directory: Path) -> bool:
    """Whether that process is ours: a number alone may long be another's."""
    try:
        return str(directory).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _members(group: int) -> list[int]:
    """The processes of a group that have not ended."""
    members = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = path.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                members.append(int(path.parent.name))
    return members


def _answers_on_socket(path: Path, pid: int) -> bool:
    _must_run(pid)
    with socket.socket(socket.AF_UNIX) as client:
        return path.exists() and client.connect_ex(str(path)) == 0


def _answers_http(host: str, pid: int) -> bool:
    _must_run(pid)
    connection = http.client.HTTPConnection(host, timeout=20)
    try:
        connection.request("GET", "/robots.txt")
        # A WordPress that goes under another name sends us there.
        return connection.getresponse().status in {200, 301}
    except OSError:
        return False
    finally:
        connection.close()


def _must_run(pid: int) -> None:
    if not _members(pid):
        raise RuntimeError(f"{_started[pid].args!r} ended by itself")


def _wait_until(condition: Callable[[], bool], seconds: float, remedy: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited {seconds:g} s: {remedy}")
        time.sleep(0.05)


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


def _as_root() -> list[str]:
    """MariaDB runs as root only when told so; as anybody else it needs no word."""
    return ["--user=root"] if os.geteuid() == 0 else []


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def main(arguments: list[str]) -> int:
    match arguments:
        case ["start", directory, *port] if len(port) < 2:
            print(start_wordpress(Path(directory), int(port[0]) if port else 0).url)
        case ["stop", directory]:
            stop_wordpress(Path(directory))
        case _:
            print(__doc__, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
