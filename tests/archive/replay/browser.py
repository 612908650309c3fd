"""Headless Chromium, for what only a browser shows: whether a script runs, a request leaves, a page looks as it did."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path


def program() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def screenshot(url: str, width: int = 1200, height: int = 1600) -> bytes:
    """A page as it looks when it has come to rest."""
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "layar.png"
        _run(folder, f"--window-size={width},{height}", "--hide-scrollbars", f"--screenshot={picture}", url)
        return picture.read_bytes()


def document(url: str) -> str:
    """The page's tree as HTML, when it has come to rest; that of its frames is not in it."""
    with tempfile.TemporaryDirectory() as folder:
        return _run(folder, "--dump-dom", url)


def _run(folder: str, *arguments: str) -> str:
    done = subprocess.run(
        [
            program() or "chromium",
            "--headless",
            "--no-sandbox",  # tests run as root in containers; what is tested is the page's sandbox, not the process's
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--force-device-scale-factor=1",
            "--virtual-time-budget=5000",
            f"--user-data-dir={folder}/profil",
            *arguments,
        ],
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    return done.stdout
