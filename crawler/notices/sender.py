"""One message to one target, in a process of its own that its parent may kill: `python -m crawler.notices.sender`.

Read from standard input: {"url", "title", "body", "seconds"}, so that no password stands in the list of processes.
Written to standard output: {"sent": bool, "reason": str}, in which none stands either.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any
from urllib.parse import unquote, urlsplit

_LONGEST_REASON = 300


def main() -> None:
    order = json.load(sys.stdin)
    try:
        answer = send(order["url"], order["title"], order["body"], float(order["seconds"]))
    except Exception as error:  # of a plugin, of which there are more than a hundred
        answer = {"sent": False, "reason": without_secrets(f"{type(error).__name__}: {error}", order["url"])}
    print(json.dumps(answer))


def send(url: str, title: str, body: str, seconds: float) -> dict[str, Any]:
    """Whether a message went, and if not, why."""
    from apprise import Apprise, AppriseAsset, NotifyFormat, PersistentStoreMode

    said = _Said()
    logger = logging.getLogger("apprise")
    logger.handlers, logger.propagate = [said], False
    # It writes nothing to disk, loads no plugins of others, and takes {{…}} in a title from a site for what it is.
    asset = AppriseAsset(
        app_id="Lumbung",
        app_desc="Lumbung",
        storage_mode=PersistentStoreMode.MEMORY,
        service_timeout=seconds,
        allow_templates=False,
    )
    apprise = Apprise(asset=asset)
    if not apprise.add(url):
        return {"sent": False, "reason": "no address that Apprise knows; see its list of services"}
    for service in apprise:
        service.socket_connect_timeout = service.socket_read_timeout = seconds
    if apprise.notify(body=body, title=title, body_format=NotifyFormat.TEXT, interpret_escapes=False):
        return {"sent": True, "reason": ""}
    return {"sent": False, "reason": without_secrets(" ".join(said.lines) or "it was not accepted", url)}


class _Said(logging.Handler):
    """What Apprise says of a failure."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def without_secrets(text: str, url: str) -> str:
    """`text` without anything that only the address says: of many services even the host is a token."""
    parts = urlsplit(url)
    pieces = re.split(r"[/?#&=@:;,]", url.partition("://")[2])
    secrets = {*pieces, *map(unquote, pieces), unquote(parts.netloc), url}
    for secret in sorted((one for one in secrets if len(one) >= 3), key=len, reverse=True):
        text = re.sub(re.escape(secret), "…", text, flags=re.IGNORECASE)
    return " ".join(text.split())[:_LONGEST_REASON]


if __name__ == "__main__":
    main()
