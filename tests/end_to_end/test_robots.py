"""robots.txt by RFC 9309: one crawl of many origins, each with other rules, judged by what they were asked for.

Each origin has a front page that links the paths of its case. Where the RFC is silent, the case says whom it follows.
"""

from __future__ import annotations

import base64
import codecs
import hashlib
import html
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from archive import Capture, Collection
from tests.end_to_end.conftest import Run, crawl, new_collection, only_report, reasons
from tests.end_to_end.origins import CLOSE, HANG, Answers, Asked, answer, redirect, serve_origins

LIMIT = 500 * 1024
NEIGHBOUR = "127.0.7.254"
NEIGHBOURS_RULES = f"http://{NEIGHBOUR}:@PORT@"
LIMITS = "\n[crawl.limits]\nfirst_byte_seconds = 1.0\nidle_seconds = 1.0\nconnect_seconds = 2.0\n"


@dataclass(frozen=True)
class Case:
    """`forbids` and `allows` are paths as they are asked for. `answers` stand in place of the 200 with `rules`;
    `times` is how often robots.txt is asked for."""

    name: str
    rules: bytes
    forbids: tuple[str, ...]
    allows: tuple[str, ...]
    answers: Answers = field(default_factory=dict)
    times: int = 1


def case(
    name: str,
    rules: str | bytes = b"",
    *,
    forbids: str = "",
    allows: str = "",
    answers: Mapping[str, bytes] | None = None,
    times: int = 1,
) -> Case:
    body = rules.encode() if isinstance(rules, str) else rules
    return Case(name, body, tuple(forbids.split()), tuple(allows.split()), answers or {}, times)


def status(code: int, **expected: str) -> Case:
    """A robots.txt whose body would say the opposite of what its status says."""
    body = b"User-agent: *\nDisallow: /a" if code < 429 else b"User-agent: *\nAllow: /"
    return case(f"status {code}", answers={"/robots.txt": answer(body, status=code)}, **expected)


def chain(hops: int, last: bytes) -> dict[str, bytes]:
    """A robots.txt that is redirected so many times before its last answer."""
    places = ["/robots.txt", *(f"/hop/{number}" for number in range(1, hops + 1))]
    return {**{place: redirect(following) for place, following in pairwise(places)}, places[-1]: last}


def filled(head: str, tail: str, length: int) -> bytes:
    """`head` and `tail` with comments between them, so that tail ends after `length` bytes."""
    room = length - len(head) - len(tail)
    lines = ("#" + "x" * 998 + "\n") * (room // 1000)
    return (head + lines + "#" * (room - len(lines) - 1) + "\n" + tail).encode()


FORBIDS_A = answer(b"User-agent: *\nDisallow: /a\n")

GROUPS = [
    case("a group for all", "User-agent: *\nDisallow: /a", forbids="/a /a/b /ab", allows="/b"),
    case("our name in capitals", "User-agent: LUMBUNG\nDisallow: /a", forbids="/a", allows="/b"),
    case("field names in any letter case", "uSER-aGENT: *\nDISALLOW: /a\nallow: /a/b", forbids="/a", allows="/a/b"),
    case("our name with a version", "User-agent: Lumbung/1.0\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", forbids="/a", allows="/b"),
    case("a name that begins with ours", "User-agent: Lumbungan\nDisallow: /a", allows="/a"),
    case("a name that begins with ours and a hyphen", "User-agent: Lumbung-arsip\nDisallow: /a", allows="/a"),
    case("a name that ours begins with", "User-agent: Lumbu\nDisallow: /a", allows="/a"),
    case("a name that ends in ours", "User-agent: SuperLumbung\nDisallow: /a", allows="/a"),
    case("no group for us", "User-agent: lain\nDisallow: /a", allows="/a"),
    case("our group beats the one for all", "User-agent: *\nDisallow: /a\n\nUser-agent: Lumbung\nDisallow: /b", forbids="/b", allows="/a"),
    case("our group beats the one for all though it comes first", "User-agent: Lumbung\nDisallow: /b\n\nUser-agent: *\nDisallow: /a", forbids="/b", allows="/a"),
    case("an empty group of ours beats the one for all", "User-agent: Lumbung\nDisallow:\n\nUser-agent: *\nDisallow: /a", allows="/a"),
    case("several groups of ours are one", "User-agent: lumbung\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: Lumbung\nDisallow: /b", forbids="/a /b", allows="/c"),
    case("several groups for all are one", "User-agent: *\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: *\nDisallow: /b", forbids="/a /b", allows="/c"),
    case("one group for several names", "User-agent: x\nUser-agent: Lumbung\nUser-agent: y\nDisallow: /a", forbids="/a", allows="/b"),
    case("several names with blank lines between", "User-agent: Lumbung\n\n# lain\n\nUser-agent: *\nDisallow: /a", forbids="/a", allows="/b"),
    case("a blank line does not end a group", "User-agent: *\n\nDisallow: /a\n\n\nDisallow: /b", forbids="/a /b", allows="/c"),
    case("a Sitemap does not end a group", "User-agent: *\nDisallow: /a\nSitemap: /s.xml\nDisallow: /b", forbids="/a /b", allows="/c"),
    case("a Sitemap stands between no two names", "User-agent: Lumbung\nSitemap: /s.xml\nUser-agent: x\nDisallow: /a", forbids="/a", allows="/b"),
    case("an unknown line does not end a group", "User-agent: *\nDisallow: /a\nHost: contoh.desa.id\nClean-param: x /\ntanpa titik dua\nDisallow: /b", forbids="/a /b", allows="/c"),
    case("an unknown line stands between no two names", "User-agent: Lumbung\nNoindex: /c\nUser-agent: x\nDisallow: /a", forbids="/a", allows="/c"),
    case("a Crawl-delay stands between no two names", "User-agent: Lumbung\nCrawl-delay: 0\nUser-agent: x\nDisallow: /a", forbids="/a", allows="/b"),
    case("rules before the first name", "Disallow: /a\nUser-agent: *\nDisallow: /b", forbids="/b", allows="/a"),
    case("rules without any name", "Disallow: /a\nDisallow: /", allows="/a"),
]  # fmt: skip

PATHS = [
    case("the longest match wins", "User-agent: *\nAllow: /contoh/\nDisallow: /contoh/rahasia.html", forbids="/contoh/rahasia.html", allows="/contoh/ /contoh/a"),
    case("the longest match wins in any order", "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c", forbids="/a /a/x /a/b/c", allows="/a/b /a/b/x"),
    case("allow wins at equal length", "User-agent: *\nDisallow: /a\nAllow: /a", allows="/a"),
    case("only the front page", "User-agent: *\nAllow: /$\nDisallow: /", forbids="/a /b?x=1", allows="/"),
    case("a longer pattern wins", "User-agent: *\nAllow: /hal\nDisallow: /*.htm", forbids="/hal.htm", allows="/hal"),
    case("a star", "User-agent: *\nDisallow: /a/*/z", forbids="/a/b/z /a/b/c/z/x", allows="/a/z /a/b"),
    case("a star that stands for nothing", "User-agent: *\nDisallow: /a*z", forbids="/az /abz", allows="/a"),
    case("a star at the end", "User-agent: *\nDisallow: /a*", forbids="/a /ab", allows="/b"),
    case("stars side by side", "User-agent: *\nDisallow: /a" + "*" * 50 + "z", forbids="/abz", allows="/ab"),
    case("many stars that match nothing", "User-agent: *\nDisallow: /" + "*a" * 30 + "b", allows="/" + "a" * 100),
    case("an end mark", "User-agent: *\nDisallow: /*.html$", forbids="/a.html", allows="/a.html?x=1 /a.html5"),
    case("an end mark without a star", "User-agent: *\nDisallow: /a$", forbids="/a", allows="/a/ /ab"),
    case("a dollar in the middle is a dollar", "User-agent: *\nDisallow: /a$b", forbids="/a$b /a$bc", allows="/a /ab"),
    case("other signs of patterns are plain", "User-agent: *\nDisallow: /a.c\nDisallow: /(x|y)\nDisallow: /t+", forbids="/a.c /(x%7Cy) /t+", allows="/abc /x /tt"),
    case("an escaped star is a star", "User-agent: *\nDisallow: /a-%2A.html", forbids="/a-*.html /a-%2A.html", allows="/a-b.html"),
    case("an escaped dollar is a dollar", "User-agent: *\nDisallow: /a-%24", forbids="/a-$ /a-%24 /a-$b", allows="/a-"),
    case("escaped in the rule, plain in the address", "User-agent: *\nDisallow: /%62%61z", forbids="/baz", allows="/ba"),
    case("plain in the rule, escaped in the address", "User-agent: *\nDisallow: /baz", forbids="/%62%61z", allows="/ba"),
    case("escapes in either letter case", "User-agent: *\nDisallow: /k%c3%a9\nDisallow: /l%C3%A8", forbids="/k%C3%A9 /l%c3%a8", allows="/k"),
    case("UTF-8 in the rule", "User-agent: *\nDisallow: /kué\nDisallow: /ツ", forbids="/ku%C3%A9 /%E3%83%84/a", allows="/ku"),
    case("Latin-1 in the rule", b"User-agent: *\nDisallow: /ku\xe9\nDisallow: /b", forbids="/ku%E9 /b", allows="/ku%C3%A9 /ku"),
    case("an escaped slash is no slash", "User-agent: *\nDisallow: /a%2Fb\nDisallow: /c/d", forbids="/a%2Fb /a%2fbc /c/d", allows="/a/b /c%2Fd"),
    case("an escaped percent is no escape", "User-agent: *\nDisallow: /a%2562", forbids="/a%2562", allows="/ab"),
    case("a lonely percent", "User-agent: *\nDisallow: /100%\nDisallow: /b", forbids="/100%25 /b", allows="/100"),
    case("letter case of paths counts", "User-agent: *\nDisallow: /Rahasia", forbids="/Rahasia", allows="/rahasia"),
    case("an empty Disallow", "User-agent: *\nDisallow:", allows="/a"),
    case("an empty Disallow undoes nothing", "User-agent: *\nDisallow: /a\nDisallow:", forbids="/a", allows="/b"),
    case("an empty Allow undoes nothing", "User-agent: *\nDisallow: /a\nAllow:", forbids="/a", allows="/b"),
    case("an allowed index.html allows no front page", "User-agent: *\nAllow: /b/index.html\nDisallow: /b/", forbids="/b/ /b/a", allows="/b/index.html"),
    case("an anchored Allow allows no dollar", "User-agent: *\nDisallow: /a\nAllow: /a$", forbids="/a$b /ab", allows="/a"),
    case("octets that are no UTF-8 differ", "User-agent: *\nDisallow: /k\nAllow: /k%E9", forbids="/k%E8 /k", allows="/k%E9"),
    case("an escaped question mark begins no query", "User-agent: *\nDisallow: /a%3Fx\nDisallow: /b?x", forbids="/a%3Fx /b?x", allows="/a?x /b%3Fx"),
    case("a star alone", "User-agent: *\nDisallow: *\nAllow: /$", forbids="/a", allows="/"),
    case("misspelt", "Useragent: *\nDissallow: /a\nDisallow /b", forbids="/a /b", allows="/c"),
    case("queries", "User-agent: *\nDisallow: /cari?q=", forbids="/cari?q= /cari?q=x", allows="/cari /cari?s=q"),
    case("any query", "User-agent: *\nDisallow: /*?", forbids="/a?x=1 /b/?y", allows="/a /b/"),
    case("an address within a query", "User-agent: *\nDisallow: /foo?baz=https://foo.bar", forbids="/foo?baz=https://foo.bar /foo?baz=https%3A%2F%2Ffoo.bar", allows="/foo?baz=quz"),
    case("a colon within a path", "User-agent: *\nDisallow: /a:b", forbids="/a:b", allows="/a"),
    case("a path without its slash", "User-agent: *\nDisallow: *.htm\nDisallow: /b", forbids="/b /a.htm", allows="/a"),
]  # fmt: skip

TEXTS = [
    case("comments", "# a\nUser-agent: * # semua\nDisallow: /a # rahasia\nDisallow: /b# x\n#Disallow: /c", forbids="/a /b", allows="/c"),
    case("white space", " \tUser-agent\t : \t*\t \n  Disallow  :   /a  \n\tDisallow:/b\t", forbids="/a /b", allows="/c"),
    case("a BOM", codecs.BOM_UTF8 + b"User-agent: *\nDisallow: /a", forbids="/a", allows="/b"),
    case("lines that end with CR", "User-agent: *\rDisallow: /a\rDisallow: /b", forbids="/a /b", allows="/c"),
    case("lines that end with CRLF", "User-agent: *\r\nDisallow: /a\r\nDisallow: /b\r\n", forbids="/a /b", allows="/c"),
    case("lines that end in all three ways", "User-agent: *\r\nDisallow: /a\rDisallow: /b\nDisallow: /c$\r\n\rDisallow: /d", forbids="/a /b /c /d", allows="/e /cc"),
    case("nothing else ends a line", "User-agent: *\n#\x0bDisallow: /a\n#\x0cDisallow: /b\n#\x1eDisallow: /c\n#\x85Disallow: /d\n#\u2028Disallow: /e\nDisallow: /f", forbids="/f", allows="/a /b /c /d /e"),
    case("NUL and garbage", b"\x00\x01\xff\xfe\x80:\x00\n:::\n\xff\xff\nUser-agent: *\n\x00\nDisallow: /a\n\xc3\x28: /c\nDisallow: /b\x00\nDisallow: /d", forbids="/a /d", allows="/c"),
    case("nothing but garbage", bytes(range(256)) * 40, allows="/a"),
    case("an empty file", b"", allows="/a"),
    case("a page of HTML", "<!DOCTYPE html><html><head><style>a{color: red}</style></head><body>Selamat datang: /</body></html>", allows="/a"),
    case("exactly 500 KiB", filled("User-agent: *\nDisallow: /a\n", "Disallow: /b", LIMIT), forbids="/a /b", allows="/c"),
    case("a rule after 500 KiB", filled("User-agent: *\nDisallow: /a\n", "Disallow: /b\n", LIMIT) + b"Disallow: /c\n", forbids="/a /b", allows="/c"),
    case("a rule that the limit cuts", filled("User-agent: *\nDisallow: /a\n", "Disallow: /", LIMIT) + b"rahasia\n", forbids="/a", allows="/b"),
    case("an Allow that the limit cuts", filled("User-agent: *\nDisallow: /a\n", "Allow: /a", LIMIT) + b"/b\n", forbids="/a /a/b", allows="/c"),
    case("one line longer than 500 KiB", b"#" * (LIMIT + 10) + b"\nUser-agent: *\nDisallow: /a", allows="/a"),
    case("very many names", "".join(f"User-agent: x{number}\n" for number in range(10_000)) + "User-agent: *\n" + "".join(f"Disallow: /a/{number}\n" for number in range(10_000)), forbids="/a/9999", allows="/b"),
    case("very much white space", "User-agent: *\nDisallow: /a" + " " * 200_000 + "b" + " " * 200_000 + "\nDisallow: /b", forbids="/b", allows="/a"),
    case("very many rules", "User-agent: *\n" + "".join(f"Disallow: /a/{number}*z\n" for number in range(20_000)), forbids="/a/19999z", allows="/a/b"),
]  # fmt: skip

STATUSES = [
    *(status(code, allows="/a") for code in (400, 401, 403, 404, 410, 451)),
    case("status 204", answers={"/robots.txt": answer(status=204)}, allows="/a"),
    *(status(code, forbids="/", times=3) for code in (429, 500, 503)),  # type: ignore[arg-type]
    case("a Retry-After", answers={"/robots.txt": answer(b"", "Retry-After: 1", status=503)}, forbids="/", times=3),
    case("a connection that is closed", answers={"/robots.txt": CLOSE}, forbids="/", times=3),
    case("a connection that hangs", answers={"/robots.txt": HANG}, forbids="/", times=3),
]

REDIRECTS = [
    *(case(f"a redirect {code}", answers={"/robots.txt": redirect("/aturan", code), "/aturan": FORBIDS_A}, forbids="/a", allows="/b") for code in (301, 302, 303, 307, 308)),
    case("five redirects", answers=chain(5, FORBIDS_A), forbids="/a", allows="/b"),
    case("six redirects", answers=chain(6, FORBIDS_A), allows="/a"),
    case("a redirect in a ring", answers={"/robots.txt": redirect("/putar"), "/putar": redirect("/robots.txt")}, allows="/a", times=3),
    case("a redirect to another host", answers={"/robots.txt": redirect(f"{NEIGHBOURS_RULES}/desa.txt")}, forbids="/a", allows="/b"),
    case("a redirect to another host's robots.txt", answers={"/robots.txt": redirect(f"{NEIGHBOURS_RULES}/robots.txt")}, forbids="/c", allows="/a"),
    case("a redirect to nothing", answers={"/robots.txt": redirect("/tidak-ada")}, allows="/a"),
    case("a redirect to a server error", answers={"/robots.txt": redirect("/rusak"), "/rusak": answer(status=500)}, forbids="/", times=3),
]  # fmt: skip

DELAYS = [
    case("a Crawl-delay", "User-agent: *\nCrawl-delay: 0.6\nDisallow: /a", forbids="/a", allows="/b /c /d"),
    case("a Crawl-delay of ours", "User-agent: *\nCrawl-delay: 5\n\nUser-agent: Lumbung\nCrawl-delay: 0.6", allows="/b /c /d"),
    case("a Crawl-delay of others", "User-agent: *\nCrawl-delay: 5\n\nUser-agent: Lumbung\nDisallow: /a", forbids="/a", allows="/b /c"),
    *(case(f"a Crawl-delay of {value!r}", f"User-agent: *\nCrawl-delay: {value}\nDisallow: /a", forbids="/a", allows="/b /c") for value in ("-5", "nan", "-inf", "satu", "", "1e-999", "0x10", "٣")),
]  # fmt: skip

CASES = [*GROUPS, *PATHS, *TEXTS, *STATUSES, *REDIRECTS, *DELAYS]
HOSTS = {case.name: f"127.0.7.{number}" for number, case in enumerate(CASES, 1)}


@dataclass(frozen=True)
class Crawled:
    """What came of the one crawl."""

    run: Run
    collection: Collection
    urls: Mapping[str, str]
    asked: Mapping[str, tuple[Asked, ...]]
    captures: Mapping[str, list[Capture]]
    skipped: Mapping[str, str]
    failed: Mapping[str, str]

    def targets(self, case: Case) -> list[str]:
        return [asked.target for asked in self.asked[case.name]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    collection = new_collection(tmp_path_factory.mktemp("robots") / "koleksi", LIMITS)
    sites = {HOSTS[case.name]: site_of(case) for case in CASES}
    neighbour = {"/robots.txt": answer(b"User-agent: *\nDisallow: /c\n"), "/desa.txt": FORBIDS_A}
    with serve_origins({**sites, NEIGHBOUR: neighbour}) as origins:
        urls = {name: origins.url(host) for name, host in HOSTS.items()}
        run = crawl(collection, *urls.values())
        asked = {name: origins.asked(host) for name, host in HOSTS.items()}
    captures: dict[str, list[Capture]] = defaultdict(list)
    for capture in collection.captures():
        captures[capture.url].append(capture)
    skipped, failed = reasons(collection, "skipped.csv"), reasons(collection, "failures.csv")
    return Crawled(run, collection, urls, asked, captures, skipped, failed)


def site_of(case: Case) -> Answers:
    paths = [path for path in (*case.forbids, *case.allows) if path != "/"]
    front = "".join(f'<p><a href="{html.escape(path)}">{number}</a>' for number, path in enumerate(paths))
    return {
        "/robots.txt": answer(case.rules),
        **{path: answer(b"isi") for path in paths},
        "/": answer(front.encode(), mime="text/html"),
        **case.answers,
    }


each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each_case
def test_what_is_forbidden_is_never_asked_for_and_what_is_allowed_is(crawled: Crawled, case: Case) -> None:
    asked = crawled.targets(case)

    assert not set(case.forbids) & set(asked)
    assert set(case.allows) <= set(asked)


@each_case
def test_robots_txt_is_asked_for_before_anything_else_and_no_oftener_than_needed(crawled: Crawled, case: Case) -> None:
    asked = crawled.targets(case)

    assert asked[0] == "/robots.txt"
    assert asked.count("/robots.txt") == case.times


@each_case
def test_what_is_forbidden_is_reported(crawled: Crawled, case: Case) -> None:
    has_no_answer = case.answers.get("/robots.txt") in (CLOSE, HANG)
    reported = crawled.failed if has_no_answer else crawled.skipped
    reason = "host_unreachable" if has_no_answer else "robots"

    assert {path: reported.get(crawled.urls[case.name] + path) for path in case.forbids} == dict.fromkeys(
        case.forbids, reason
    )
    assert not [path for path in case.allows if crawled.urls[case.name] + path in crawled.skipped]


@each_case
def test_each_answer_to_robots_txt_is_in_the_warc(crawled: Crawled, case: Case) -> None:
    url = f"{crawled.urls[case.name]}/robots.txt"
    raw = site_of(case)["/robots.txt"]

    body = raw.partition(b"\r\n\r\n")[2]
    digest = "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()

    captures = crawled.captures[url]
    assert len(captures) == (0 if raw in (CLOSE, HANG) else case.times)
    assert {capture.digest for capture in captures} <= {digest}
    assert all(raw.startswith(b"HTTP/1.1 %d " % capture.status) for capture in captures)


@pytest.mark.parametrize("name", ["a Crawl-delay", "a Crawl-delay of ours"])
def test_a_crawl_delay_is_kept_between_any_two_requests(crawled: Crawled, name: str) -> None:
    times = [asked.at for asked in crawled.asked[name]]

    assert len(times) == 6
    # Measured where the request arrives; the rest begins when its answer has.
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.59


def test_a_crawl_delay_of_another_group_delays_nothing(crawled: Crawled) -> None:
    times = [asked.at for asked in crawled.asked["a Crawl-delay of others"]]

    assert times[-1] - times[0] < 2 * 5


def test_no_robots_txt_breaks_the_crawl(crawled: Crawled) -> None:
    assert crawled.run.code == 2  # the sites that forbid all have no page
    assert only_report(crawled.collection)["internal_errors"] == []
    assert "Traceback" not in crawled.run.err
