"""`lumbung verify`: everything read again and compared."""

from __future__ import annotations

from dataclasses import asdict

from archive.layout import Collection
from crawler.cli.common import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    console,
    plain_table,
    print_json,
    size,
    tell,
)


def verify(collection: CollectionOption = DEFAULT_COLLECTION, as_json: JsonOption = False) -> int:
    """Read every WARC, digest, index and document again; say what is wrong and what to do.

    Example: lumbung verify -c desa
    """
    from archive.fixity import Verified, verify_collection

    verified = Verified()
    faults = list(verify_collection(Collection.open(collection), verified))
    code = 3 if any(fault.kind == "evidence" for fault in faults) else 2 if faults else 0
    if as_json:
        print_json({"verified": asdict(verified), "faults": [asdict(fault) for fault in faults]})
        return code
    if faults:
        table = plain_table("", "file", "byte", "fault", "what to do", numbers=("byte",))
        for fault in faults:
            offset = "" if fault.offset is None else str(fault.offset)
            table.add_row(fault.file, offset, fault.fault, fault.remedy)
        console.print(table)
    tell(
        f"{verified.warcs} WARCs, {verified.records} records, {size(verified.bytes)}, {verified.documents} documents "
        f"read: {len(faults) or 'no'} fault{'s' if len(faults) != 1 else ''}."
    )
    return code
