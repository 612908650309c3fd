"""`lumbung verify`: everything read again and compared."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from crawler.cli.common import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    console,
    errors,
    plain_table,
    print_json,
    size,
    tell,
)

if TYPE_CHECKING:
    from archive.fixity import Fault

POLICIES = ("ignore", "warn", "fail")


def verify(
    collection: CollectionOption = DEFAULT_COLLECTION,
    against: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Check a copy of the collection: its evidence by the manifests, all of it."),
    ] = None,
    on: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND=POLICY", help="What a kind of fault means: ignore, warn or fail. May be repeated."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Read every WARC, digest, index and document again; say what is wrong and what to do.

    Example: lumbung verify -c desa --on documents=warn
    """
    policies = {"foreign": "warn", "erased": "warn"} | _policies(on or [])
    opened = Collection.open(collection)
    found, facts, summary = _compared(opened, against) if against else _verified(opened)
    faults = [fault for fault in found if policies.get(fault.kind) != "ignore"]
    failing = [fault for fault in faults if policies.get(fault.kind) != "warn"]
    code = 3 if any(fault.is_of_evidence for fault in failing) else 2 if failing else 0
    if as_json:
        print_json({**facts, "faults": [asdict(fault) for fault in faults]})
        return code
    _show(faults)
    count = sum(fault.kind != "erased" for fault in faults)
    erased = f" {len(faults) - count} records were erased, as listed." if count < len(faults) else ""
    tell(f"{summary}: {count or 'no'} fault{'s' if count != 1 else ''}.{erased}")
    return code


_Result = tuple[list["Fault"], dict[str, Any], str]


def _progress(done: int, count: int) -> None:
    if errors.is_terminal:
        errors.print(f"{done} of {count} WARCs", end="\r" if done < count else "\n")


def _verified(collection: Collection) -> _Result:
    """The faults, facts for other programs, and a sentence of what was read."""
    from archive.fixity import Verified, verify_collection

    verified = Verified()
    faults = list(verify_collection(collection, verified, _progress))
    summary = (
        f"{verified.warcs} WARCs, {verified.records} records, {size(verified.bytes)}, "
        f"{verified.documents} documents read"
    )
    return faults, {"verified": asdict(verified)}, summary


def _compared(collection: Collection, copy: Path) -> _Result:
    from archive.against import Compared, compare_with_copy

    compared = Compared()
    faults = list(compare_with_copy(collection, copy, compared, _progress))
    summary = f"{compared.here} WARCs here, {compared.there} in {copy}, {compared.same} whole in both"
    return faults, {"against": str(copy), "compared": asdict(compared)}, summary


def _policies(pairs: list[str]) -> dict[str, str]:
    """Kind to policy. Raises CollectionError."""
    from archive.fixity import FaultKind

    policies = {}
    for pair in pairs:
        kind, _, policy = pair.partition("=")
        if kind not in get_args(FaultKind) or policy not in POLICIES:
            raise CollectionError(
                f"--on {pair}: say KIND=POLICY, KIND one of {', '.join(get_args(FaultKind))}, "
                f"POLICY one of {', '.join(POLICIES)}"
            )
        policies[kind] = policy
    return policies


def _show(faults: list[Fault]) -> None:
    if not faults:
        return
    table = plain_table("", "kind", "file", "byte", "fault", "what to do", numbers=("byte",))
    for fault in sorted(faults, key=lambda fault: not fault.is_of_evidence):
        offset = "" if fault.offset is None else str(fault.offset)
        table.add_row(fault.kind, fault.file, offset, fault.fault, fault.remedy)
    console.print(table)
