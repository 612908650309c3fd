"""A network of its own for one command: any address can be its own, and any name lead anywhere.

    seen = in_own_network({"8.8.4.4": {"/": answer(b"isi")}}, {"desa.contoh": [["8.8.4.4"]]}, command, folder)

Linux namespaces make it: nothing of it is seen outside, and nothing outside is reached from it. All hosts listen on
port 80 of an interface that exists nowhere else.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.end_to_end.origins import Answers, serve_origins

ROOT = Path(__file__).parents[2]
NAME_SERVER = "127.0.0.53"

# What a name leads to: the addresses of its first answer, of its second, and so on; the last answer stays.
Names = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Seen:
    """How the command ended, and what the network saw of it."""

    code: int
    out: str
    err: str
    asked: dict[str, list[str]]  # targets by host
    connected: list[str]
    looked_up: list[str]


def unshare(*command: str) -> list[str]:
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    return ["unshare", *rights, "--net", "--mount", *command]


@cache
def can_be_had() -> bool:
    if not shutil.which("unshare"):
        return False
    tried = unshare("mount", "--bind", "/etc/hostname", "/etc/resolv.conf")
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def in_own_network(sites: Mapping[str, Answers], names: Names, command: Sequence[str], folder: Path) -> Seen:
    """Run a command where these sites are; `folder` is for files of the network's own."""
    task = {
        "sites": {
            host: {path: reply.decode("latin-1") for path, reply in paths.items()} for host, paths in sites.items()
        },
        "names": names,
        "command": command,
        "folder": str(folder),
    }
    done = subprocess.run(
        unshare(sys.executable, "-P", "-m", "tests.end_to_end.own_network"),
        input=json.dumps(task),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Seen(**json.loads(done.stdout))


# ---- what follows runs inside ----


def main() -> None:
    task = json.load(sys.stdin)
    sites = {
        host: {path: reply.encode("latin-1") for path, reply in paths.items()} for host, paths in task["sites"].items()
    }
    make_interface(sites)
    use_name_server(Path(task["folder"]))
    names = NameServer(task["names"])
    with serve_origins(sites, 80) as origins:
        done = subprocess.run(task["command"], capture_output=True, text=True, timeout=80, check=False)
        asked = {host: [asked.target for asked in origins.asked(host)] for host in sites}
        seen = Seen(done.returncode, done.stdout, done.stderr, asked, origins.connected, names.looked_up)
    json.dump(asdict(seen), sys.stdout)


def make_interface(hosts: Mapping[str, Any]) -> None:
    """Bring lo up and give it each address; ::1 comes by itself. By ioctl, for not every machine has `ip`."""
    set_flags, set_address, set_mask, up = 0x8914, 0x8916, 0x891C, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, set_flags, struct.pack("16sh14x", b"lo", up))
        for number, host in enumerate(host for host in hosts if ":" not in host and not host.startswith("127.")):
            for request, value in ((set_address, host), (set_mask, "255.255.255.255")):
                place = struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(value))
                fcntl.ioctl(control, request, struct.pack("16s16s", b"lo:%d" % number, place))


def use_name_server(folder: Path) -> None:
    files = {
        "resolv.conf": f"nameserver {NAME_SERVER}\n",
        "hosts": "127.0.0.1 localhost\n",
        "nsswitch.conf": "hosts: files dns\n",
    }
    for name, content in files.items():
        if (Path("/etc") / name).exists():
            (folder / name).write_text(content)
            subprocess.run(["mount", "--bind", str(folder / name), f"/etc/{name}"], check=True)


class NameServer:
    """Answers for IPv4 addresses, with no time to live; it knows no others."""

    def __init__(self, names: Names) -> None:
        self.looked_up: list[str] = []
        self._names = names
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((NAME_SERVER, 53))
        threading.Thread(target=self._serve, daemon=True, name="name server").start()

    def _serve(self) -> None:
        while True:
            query, client = self._socket.recvfrom(512)
            self._socket.sendto(self._answer(query), client)

    def _answer(self, query: bytes) -> bytes:
        end = query.index(b"\0", 12)
        question = query[12 : end + 5]
        name, position = [], 12
        while position < end:
            name.append(query[position + 1 : position + 1 + query[position]].decode())
            position += 1 + query[position]
        known = self._names.get(".".join(name).lower())
        addresses: Sequence[str] = ()
        if known and question[-4:-2] == b"\0\x01":
            count = self.looked_up.count(".".join(name))
            self.looked_up.append(".".join(name))
            addresses = known[min(count, len(known) - 1)]
        records = (struct.pack("!HHHIH", 0xC00C, 1, 1, 0, 4) + socket.inet_aton(address) for address in addresses)
        head = query[:2] + struct.pack("!HHHHH", 0x8180 if known else 0x8183, 1, len(addresses), 0, 0)
        return head + question + b"".join(records)


if __name__ == "__main__":
    main()
