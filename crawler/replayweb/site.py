"""The addresses of the server:

/                          asks for an address
/buka/20261125184820/URL   a page at a time, in ReplayWeb.page
/paket/KEY.wacz            what ReplayWeb.page reads for it
/ui.js  /replay/sw.js      ReplayWeb.page itself
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from archive.errors import ArchiveError
from archive.layout import Collection
from archive.replay.addresses import Asked, read_address, read_url
from archive.replay.finding import Finder
from archive.times import stamp14
from archive.urls import UrlError
from crawler.replayweb.packages import NotShownError, Packages

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data: blob:; font-src data:; "
    "connect-src 'self'; frame-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",  # what is closed tomorrow is in no cache
}
_FRAMED = _HEADERS | {"Content-Security-Policy": _POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")}
_WAITING = (
    "const look = () => navigator.serviceWorker.controller ? location.reload() : setTimeout(look, 200);\n"
    "setTimeout(look, 500);\n"
)
_STYLE = (
    "html,body{height:100%;margin:0;font:16px/1.5 sans-serif}body{display:flex;flex-direction:column}"
    "header,main{padding:.5rem 1rem}header{background:#fff3d6;border-bottom:1px solid #b8860b;overflow-wrap:anywhere}"
    "header p{margin:.2rem 0}replay-web-page{flex:1;min-height:0}input[name=url]{width:min(40rem,100%)}"
)
_SCRIPTS_RUN = (
    "Skrip halaman arsip berjalan di sini, di luar ruang baca. "
    "<span lang='en'>Scripts of archived pages run here, outside the reading room.</span>"
)


def make_site(collection: Collection, packages: Packages, program: Mapping[str, bytes]) -> Starlette:
    """The application. It answers to names of this machine, and to that of access.replayweb."""

    def threaded(answer: Callable[[Request], Response]) -> Callable[[Request], object]:
        async def in_thread(request: Request) -> Response:
            return await run_in_threadpool(_or_trouble, answer, request)

        return in_thread

    def opened(request: Request) -> Response:
        return _opened(collection, packages, _rest(request), str(request.base_url))

    def package(request: Request) -> Response:
        path = packages.package(request.path_params["key"])
        return FileResponse(path, media_type="application/wacz", headers=_HEADERS)

    def script(name: str) -> Callable[[Request], Response]:
        return lambda _: Response(program[name], media_type="text/javascript", headers=_HEADERS)

    own = urlsplit(collection.config.access.replayweb or "").hostname
    names = ["localhost", "127.0.0.1", "[::1]", *([own] if own else [])]
    return Starlette(
        routes=[
            Route("/", threaded(_start)),
            Route("/buka", threaded(_asked)),
            Route("/buka/{rest:path}", threaded(opened)),
            Route("/paket/{key}.wacz", threaded(package)),
            Route("/ui.js", threaded(script("ui.js"))),
            Route("/replay/", threaded(_not_yet)),
            Route("/tunggu.js", threaded(lambda _: Response(_WAITING, media_type="text/javascript", headers=_HEADERS))),
            Route("/replay/sw.js", threaded(script("sw.js"))),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)],
    )


def _or_trouble(answer: Callable[[Request], Response], request: Request) -> Response:
    try:
        return answer(request)
    except (UrlError, NotShownError) as error:
        return _page(f"<main><p>{_NOT_THERE}</p><p>{escape(str(error))}</p></main>", 404)
    except ArchiveError:
        return _page(f"<main><p>{_UNREADABLE}</p></main>", 503)


_NOT_THERE = "Halaman ini tidak ada dalam arsip. <span lang='en'>This page is not in the archive.</span>"
_UNREADABLE = (
    "Rekaman ini tidak dapat dibaca; periksa dengan lumbung verify. "
    "<span lang='en'>This record cannot be read; see lumbung verify.</span>"
)


def _start(_request: Request) -> Response:
    return _page(
        f"<header><p>{_SCRIPTS_RUN}</p></header><main><form action='/buka'><p><label>Alamat <span lang='en'>(address)"
        "</span><br><input name='url' required placeholder='https://…'></label> <button>Buka</button></p></form></main>"
    )


def _not_yet(_request: Request) -> Response:
    """Seen only while the service worker is not awake yet, which is asked for this address from then on. On a busy
    machine that takes longer than ReplayWeb.page waits by itself."""
    return HTMLResponse("<!doctype html><script src='/tunggu.js'></script>", headers=_FRAMED)


def _asked(request: Request) -> Response:
    return RedirectResponse(f"/buka/{read_url(request.query_params.get('url', '').strip()[:5000])}", 303)


def _opened(collection: Collection, packages: Packages, rest: str, here: str) -> Response:
    asked: Asked = read_address(rest)
    found = Finder(collection, packages.lookup()).find(asked.url, asked.moment)
    if found is None or found.holder is None:
        raise NotShownError(asked.url)
    capture = found.capture
    said = f"{escape(capture.url)}, {capture.captured_at:%Y-%m-%d %H:%M:%S} UTC"
    # nocache: nothing of the archive stays in the browser. sandbox: no archived script leads the window elsewhere.
    # replayonly: the list of pages would have this one only.
    attributes = {
        "source": f"/paket/{packages.key(capture)}.wacz",
        "url": capture.url,
        "ts": stamp14(capture.captured_at),
        "embed": "replayonly",
        "loading": "eager",
        "replaybase": "/replay/",
        "newwindowbase": here,  # else new windows open at its makers' site
    }
    element = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return _page(
        f"<header><p><b>Salinan arsip</b> <span lang='en'>(archived copy)</span>: {said}</p>"
        f"<p>{_SCRIPTS_RUN}</p></header>"
        f"<replay-web-page {element} nocache sandbox></replay-web-page><script src='/ui.js'></script>"
    )


def _page(body: str, status: int = 200) -> Response:
    return HTMLResponse(
        "<!doctype html><html lang='id'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<meta name='robots' content='noindex'><title>ReplayWeb.page · Lumbung</title>"
        f"<style>{_STYLE}</style></head><body>{body}</body></html>",
        status,
        headers=_HEADERS,
    )


def _rest(request: Request) -> str:
    """What stands behind /buka/, as it was sent: escapes belong to the archived address."""
    raw: bytes = request.scope.get("raw_path", request.url.path.encode())
    path = raw.decode("latin-1").partition("?")[0].removeprefix("/buka/")
    return path + (f"?{request.url.query}" if request.url.query else "")
