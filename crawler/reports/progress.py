"""crawls/<id>/progress.json: how a job goes at this moment (crawler.pulse writes it)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def progress_file(folder: Path) -> Path:
    return folder / "progress.json"


def read_progress(folder: Path) -> dict[str, Any] | None:
    """How a job goes, or went when it died; None when nothing tells."""
    try:
        facts = json.loads(progress_file(folder).read_bytes())
    except (OSError, ValueError):
        return None
    return facts if isinstance(facts, dict) else None
