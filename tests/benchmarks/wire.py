"""CPU a page of our download handler and our WARC pair, against Scrapy's own handler and warcio at gzip 9.

Handler: a plain spider fetches pages from a loopback server, the two handlers in turn, user and
system time of the whole process, start-up subtracted with a run of few pages. Pair: response and
request of one such page, in one process, in turn.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.http import parse_head, split_head
from archive.model import Exchange
from archive.spool import Spool
from archive.warc.exchange import Trail, exchange_records
from tests.benchmarks.server import answer

ROOT = Path(__file__).parents[2]
COMMON = {
    "LOG_ENABLED": "False",
    "REMOTE_CONTROL_ENABLED": "False",
    "TELNETCONSOLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "CONCURRENT_ITEMS": "1",
    "DOWNLOAD_MAXSIZE": "33554432",
}
OURS = {
    "DOWNLOAD_HANDLERS": '{"http": "crawler.wire.handler.WireHandler", "https": "crawler.wire.handler.WireHandler"}',
    "COMPRESSION_ENABLED": "False",
    "LUMBUNG_CONNECT_TIMEOUT": "20",
    "LUMBUNG_FIRST_BYTE_TIMEOUT": "60",
    "LUMBUNG_IDLE_TIMEOUT": "30",
}


@contextmanager
def serving(*certificate: str) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.benchmarks.server", *certificate]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.terminate()


def cpu_of(url: str, pages: int, settings: dict[str, str]) -> float:
    """User and system seconds of one Scrapy process."""
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "scrapy", "runspider", "tests/benchmarks/spider.py"]
    arguments = ["-a", f"url={url}", "-a", f"pages={pages}", *options]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "scrapy.settings.default_settings", "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, *arguments], cwd=ROOT, check=True, env=environment, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def handlers(scheme: str, port: int, pages: int, rounds: int) -> None:
    url = f"{scheme}://127.0.0.1:{port}/"
    ratios, figures = [], []
    for _ in range(rounds):
        costs = []
        for settings in (COMMON, COMMON | OURS):
            start_up = cpu_of(url, 20, settings)
            costs.append((cpu_of(url, pages + 20, settings) - start_up) / pages * 1000)
        figures.append(costs)
        ratios.append(costs[1] / costs[0])
    theirs, ours = (statistics.median(column) for column in zip(*figures, strict=True))
    print(f"handler {scheme}: Scrapy {theirs:.2f} ms, ours {ours:.2f} ms a page; ours/Scrapy {shown(ratios)}")


def shown(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} [{' '.join(f'{ratio:.2f}' for ratio in ratios)}]"


def pairs(count: int, rounds: int) -> None:
    """Our response and request records against warcio's."""
    raw = answer()
    head, body = split_head(raw)
    request = b"GET /a HTTP/1.1\r\nHost: contoh.desa.id\r\nUser-Agent: Lumbung\r\n\r\n"
    headers = parse_head(head).headers

    def ours() -> int:
        spool = Spool(head)
        spool.write(body)
        exchange = Exchange(
            "http://contoh.desa.id/a", "GET", request, datetime.now(UTC), 0.1, 200, b"", head, head, spool, headers,
            ip_address="127.0.0.1",
        )  # fmt: skip
        made = exchange_records(exchange, "urn:uuid:0", Trail())
        return sum(len(piece) for record in made.records[:2] for piece in record.member())

    def theirs() -> int:
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
        pair = [
            writer.create_warc_record("http://contoh.desa.id/a", kind, payload=io.BytesIO(block), http_headers=lines)
            for kind, block, lines in (
                (
                    "response",
                    body,
                    StatusAndHeaders("200 OK", [(n.decode(), v.decode()) for n, v in headers], protocol="HTTP/1.1"),
                ),
                (
                    "request",
                    b"",
                    StatusAndHeaders("GET /a HTTP/1.1", [("Host", "contoh.desa.id")], is_http_request=True),
                ),
            )
        ]
        writer.write_request_response_pair(pair[1], pair[0])
        return len(out.getvalue())

    ratios, costs = [], []
    for _ in range(rounds):
        spent = []
        for work in (theirs, ours):
            started = time.process_time()
            for _ in range(count):
                work()
            spent.append((time.process_time() - started) / count * 1000)
        costs.append(spent)
        ratios.append(spent[1] / spent[0])
    slow, fast = (statistics.median(column) for column in zip(*costs, strict=True))
    print(
        f"WARC pair: warcio {slow:.2f} ms, ours {fast:.2f} ms; ours/warcio {shown(ratios)}; size {ours() / theirs():.3f}"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=1500)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    pairs(300, given.rounds)
    with serving() as port:
        handlers("http", port, given.pages, given.rounds)
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = f"{folder}/c.pem", f"{folder}/k.pem"
        subject = ["-subj", "/CN=127.0.0.1", "-days", "2", "-nodes", "-newkey", "rsa:2048"]
        subprocess.run(
            ["openssl", "req", "-x509", *subject, "-keyout", key, "-out", certificate], check=True, capture_output=True
        )
        with serving(certificate, key) as port:
            handlers("https", port, given.pages, given.rounds)


if __name__ == "__main__":
    main()
