"""WARCs as other programs write them, made with warcio's writer, by hand, and with wget."""

from __future__ import annotations

import gzip
import io
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SITE = "https://contohrejo.desa.id"


class Writer(WARCWriter):  # type: ignore[misc]
    """Its temporary files are never closed, which our tests take for a fault."""

    @classmethod
    def _create_temp_file(cls) -> io.BytesIO:
        return io.BytesIO()


def article(title: str = "Pelatihan Menjahit", words: str = "Ibu-ibu belajar menjahit di perpustakaan desa.") -> bytes:
    body = f"<article><h1>{title}</h1>" + f"<p>{words}</p>" * 9 + "</article>"
    return f"<!DOCTYPE html><title>{title}</title><body>{body}".encode()


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def written_by_warcio(
    path: Path, pages: Mapping[str, bytes], *, date: str = "2019-03-12T01:02:03Z", version: str = "WARC/1.0"
) -> Path:
    """Requests and responses, and records of every other kind beside them; gzip unless it is called `.warc`."""
    with path.open("wb") as file:
        writer = Writer(file, gzip=path.name.endswith(".gz"), warc_version=version)
        # What another program calls its job must not be taken for one of ours.
        info = {"software": "Contoh/1.0", "isPartOf": "20261125000000-abcd"}
        writer.write_record(writer.create_warcinfo_record(path.name, info))
        for target, body in pages.items():
            writer.write_record(_answer(writer, SITE + target, "200 OK", body, date))
            request = StatusAndHeaders(f"GET {target} HTTP/1.1", [("Host", "contohrejo.desa.id")], is_http_request=True)
            writer.write_record(
                writer.create_warc_record(
                    SITE + target, "request", http_headers=request, warc_headers_dict={"WARC-Date": date}
                )
            )
        for record in _others(writer, date):
            writer.write_record(record)
    return path


def _answer(writer: Writer, url: str, status: str, body: bytes, date: str, *headers: tuple[str, str]):  # type: ignore[no-untyped-def]
    head = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8"), *headers], protocol="HTTP/1.1")
    return writer.create_warc_record(
        url, "response", payload=io.BytesIO(body), http_headers=head, warc_headers_dict={"WARC-Date": date}
    )


def _others(writer: Writer, date: str) -> Iterable[object]:
    """Chunk framing left on, a redirect, an error, a revisit of what lies elsewhere, and what is no HTTP answer."""
    dated = {"WARC-Date": date}
    framing = ("Transfer-Encoding", "chunked")
    yield _answer(writer, SITE + "/berpotongan", "200 OK", chunked(article("Berpotongan")), date, framing)
    coded = (("Content-Encoding", "gzip"), framing)
    yield _answer(writer, SITE + "/padat", "200 OK", chunked(gzip.compress(article("Padat"))), date, *coded)
    # Says it is chunked, and is not: seen where a program undid it and left the line.
    yield _answer(writer, SITE + "/bukan-potongan", "200 OK", article("Bukan Potongan"), date, framing)
    yield _answer(writer, SITE + "/pindah", "301 Moved", b"", date, ("Location", "/"))
    yield _answer(writer, SITE + "/tiada", "404 Not Found", b"tidak ada", date)
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    yield writer.create_revisit_record(
        SITE + "/lagi", "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", SITE + "/lagi", "2018-01-01T00:00:00Z", head, dated
    )
    for uri, kind, media_type in (
        ("urn:text:" + SITE, "resource", "text/plain"),
        (SITE + "/a", "conversion", "text/plain"),
        (SITE + "/a", "metadata", "application/warc-fields"),
        ("dns:contohrejo.desa.id", "response", "text/dns"),
    ):
        text = io.BytesIO(b"teks")
        yield writer.create_warc_record(uri, kind, text, 4, media_type, warc_headers_dict=dated)


def bare_record(url: str, block: bytes, number: int = 1, **fields: str) -> bytes:
    """A response as old crawlers wrote it: no digest of any kind, no request. None is put for a field to leave out."""
    given = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
        "WARC-Date": "2014-05-06T07:08:09Z",
        "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    header = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return b"WARC/1.0\r\n" + header.encode() + b"\r\n" + block + b"\r\n\r\n"


def html(body: bytes) -> bytes:
    return b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + body


def members(*records: bytes) -> bytes:
    return b"".join(map(gzip.compress, records))


def wacz(path: Path, contents: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return path


def fetched_by_wget(folder: Path, url: str) -> Path:
    """What wget itself writes of a site."""
    subprocess.run(
        ["wget", "-q", "-r", "-l", "2", "--no-proxy", "--warc-file", folder / "desa-wget", "-P", folder / "copy", url],
        check=False,  # 8: some answer was an error
        cwd=folder,
        timeout=60,
    )
    return folder / "desa-wget.warc.gz"
