"""Messages to all targets at once, each by a process that is killed when its time is over.

A target that is down, slow, or sends its answer a byte a minute costs that time and nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import crawler

_MOST_AT_ONCE = 8
# To start Python and Apprise, on a machine that is busy.
_START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Message:
    title: str
    body: str


def send_all(messages: Mapping[str, tuple[str, Message]], seconds: float) -> dict[str, str | None]:
    """By target's name, from its address and message: None when it went, else why not."""
    if not messages:
        return {}
    with ThreadPoolExecutor(max_workers=min(_MOST_AT_ONCE, len(messages))) as pool:
        answers = pool.map(lambda name: _send(*messages[name], seconds), messages)
        return dict(zip(messages, answers, strict=True))


def _send(url: str, message: Message, seconds: float) -> str | None:
    order = json.dumps({"url": url, "title": message.title, "body": message.body, "seconds": seconds})
    home = str(Path(crawler.__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "crawler.notices.sender"],
            input=order.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # of plugins; it may hold the address
            timeout=seconds + _START_SECONDS,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
            start_new_session=True,  # a Ctrl-C for us leaves it the rest of its time
        )
        answer = json.loads(done.stdout.splitlines()[-1])
        return None if answer["sent"] else str(answer["reason"])
    except subprocess.TimeoutExpired:
        return f"no answer in {seconds:g} seconds"
    except (OSError, ValueError, LookupError, TypeError) as error:
        return f"the sender ended without a word ({type(error).__name__})"
