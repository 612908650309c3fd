"""Runs in .release-judges: what other people's programs say of a release. Knows nothing of Lumbung.

.release-judges/bin/python tests/archive/release/judging.py JUDGE FOLDER     exit code 1 with what is wrong
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

TABLES = ("articles", "captions", "evidence", "copies", "events", "news", "changes", "regions")


def judge_bagit(folder: Path) -> str:
    import bagit

    bag = bagit.Bag(str(folder))
    bag.validate()
    return f"BagIt {bag.version}, {len(bag.entries)} files, {bag.info['Payload-Oxum']}"


def judge_frictionless(folder: Path) -> str:
    from frictionless import Package, system

    os.chdir(folder)
    system.trusted = True
    package = Package("datapackage.json")
    report = package.validate()
    if not report.valid:
        raise ValueError(report.flatten(["name", "type", "note"])[:10])
    return f"{len(package.resources)} resources, {sum(task.stats['rows'] for task in report.tasks if 'rows' in task.stats)} rows"


def judge_croissant(folder: Path) -> str:
    import mlcroissant

    dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
    if dataset.metadata.ctx.issues.errors or dataset.metadata.ctx.issues.warnings:
        raise ValueError(dataset.metadata.ctx.issues.report())
    found = {one.uuid: sum(1 for _ in dataset.records(one.uuid)) for one in dataset.metadata.record_sets}
    return str(found)


def judge_datasets(folder: Path) -> str:
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    with tempfile.TemporaryDirectory() as cache:
        os.environ["HF_HOME"] = cache
        from datasets import get_dataset_config_names, get_dataset_default_config_name, load_dataset

        names = get_dataset_config_names(str(folder))
        assert "articles" in names
        assert set(names) <= set(TABLES), names
        assert get_dataset_default_config_name(str(folder)) == "articles"
        found = {name: load_dataset(str(folder), name, split="train") for name in names}
        for rows in found.values():
            for _ in rows:
                pass
        return str({name: rows.num_rows for name, rows in found.items()})


def judge_datacite(folder: Path) -> str:
    from datacite import schema45

    facts = json.loads((folder / "datacite.json").read_bytes())
    schema45.validator.validate(facts)
    return f"DataCite 4.5, {facts['titles'][0]['title']}"


def judge_cff(folder: Path) -> str:
    import datetime

    import jsonschema
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe")
    facts = yaml.load((folder / "CITATION.cff").read_text("utf-8"))
    # In JSON, as the schema has it, days are text.
    facts = json.loads(
        json.dumps(facts, default=lambda value: value.isoformat() if isinstance(value, datetime.date) else None)
    )
    schema = json.loads((files("cffconvert") / "schemas" / "1.2.0" / "schema.json").read_text("utf-8"))
    jsonschema.validate(facts, schema, format_checker=jsonschema.FormatChecker())
    return f"CFF {facts['cff-version']}"


def judge_crate(folder: Path) -> str:
    from rocrate.rocrate import ROCrate

    crate = ROCrate(folder)
    missing = [entity.id for entity in crate.data_entities if not (folder / entity.id).exists()]
    if missing or not crate.root_dataset["license"] or not crate.root_dataset["datePublished"]:
        raise ValueError(f"missing: {missing}")
    for entity in crate.data_entities:
        if (size := entity.get("contentSize")) and int(size) != (folder / entity.id).stat().st_size:
            raise ValueError(f"{entity.id} is not {size} bytes long")
    return f"RO-Crate with {len(crate.data_entities)} files"


JUDGES: dict[str, Callable[[Path], str]] = {
    "bagit": judge_bagit, "frictionless": judge_frictionless, "croissant": judge_croissant,
    "datasets": judge_datasets, "datacite": judge_datacite, "cff": judge_cff, "crate": judge_crate,
}  # fmt: skip


if __name__ == "__main__":
    try:
        print(JUDGES[sys.argv[1]](Path(sys.argv[2]).resolve()))
    except Exception as error:  # each judge has its own, and all mean no
        print(f"{type(error).__name__}: {error}"[:4_000])
        sys.exit(1)
