"""A sorted CDXJ in gzip blocks, and the short index of the blocks that readers begin with.

index.cdx.gz   blocks of 1,024 lines, each a gzip member
index.idx      !meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
               key timestamp {"offset": …, "length": …, "digest": "sha256:…"}      a line a block
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice

from isal import igzip

from archive.export.wacz.package import PackageFile
from archive.export.warc.copying import Copied
from archive.index.cdxj import cdxj_line

DATA = "index.cdx.gz"
INDEX = "index.idx"
# What py-wacz writes, and what readers fetch at a time.
_LINES = 1024


def index_line(copied: Copied) -> bytes | None:
    """The line of a capture in its new place; None of what is in no index."""
    if copied.capture is None or not copied.capture.is_indexed:
        return None
    line = cdxj_line(copied.capture).rstrip("\n")
    return f'{line[:-1]}, "recordDigest": "sha256:{copied.sha256}"}}\n'.encode()


def write_blocks(lines: Iterable[bytes], file: PackageFile) -> Iterator[bytes]:
    """Write sorted lines in blocks; the lines of their index, to be written when all are."""
    yield b"!meta 0 " + json.dumps({"format": "cdxj-gzip-1.0", "filename": DATA}).encode() + b"\n"
    rest = iter(lines)
    while block := list(islice(rest, _LINES)):
        start = file.size
        packed = igzip.compress(b"".join(block), 2, mtime=0)
        file.write(packed)
        place = {
            "offset": start,
            "length": len(packed),
            "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}",
        }
        key = block[0].partition(b"{")[0].strip()
        yield key + b" " + json.dumps(place).encode() + b"\n"
