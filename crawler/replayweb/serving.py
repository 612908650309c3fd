"""ReplayWeb.page served until Ctrl-C or SIGTERM. Packages lie in a temporary folder; the collection stays as it is."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import uvicorn

from archive.layout import Collection
from crawler.replayweb.packages import Packages
from crawler.replayweb.program import ReplayWebError, read_program
from crawler.replayweb.site import make_site


def serve_replayweb(collection: Collection, program: Path | None, port: int, say: Callable[[str], None]) -> int:
    """Raises ReplayWebError."""
    files = read_program(program)
    listening = _listen(port)
    port = listening.getsockname()[1]
    with listening, tempfile.TemporaryDirectory(prefix="lumbung-replayweb-") as folder:
        # localhost, not 127.0.0.1: cookies and storage of a reading room at that name are another site's.
        here = f"http://localhost:{port}"
        say(f"ReplayWeb.page shows the collection: {here}/  (Ctrl-C ends it)")
        if collection.config.access.replayweb is None:
            say(f'For the reading room to offer it, write replayweb = "{here}" below [access] in collection.toml')
        config = uvicorn.Config(
            make_site(collection, Packages(collection, Path(folder)), files),
            ws="none",
            proxy_headers=False,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=5,
        )
        uvicorn.Server(config).run(sockets=[listening])
    return 0


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        raise ReplayWebError(f"cannot listen at port {port}: {error.strerror}; choose another with --port") from error
    listening.listen(64)
    return listening
