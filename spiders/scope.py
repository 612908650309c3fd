"""Which addresses belong to a site. Each rule has a name, which lands in skipped.csv as the reason.

To add a rule, write a function that returns a detail (or an empty one) when the address must be
left alone and None when it does not mind, and name it in RULES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archive.model import Seed
from archive.urls import UrlError, normal_url, site_key
from spiders import traps


@dataclass
class Scope:
    """One site: its own host, the aliases its row lists, and, for `scope=path`, one folder of it."""

    seed: Seed
    keys: frozenset[str] = field(init=False)
    folder: str | None = field(init=False)
    # The scheme and host its front page ended on; the form in which all of it is crawled.
    form: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        aliases = (normal_url(a if "://" in a else f"http://{a}") for a in self.seed.aliases)
        self.keys = frozenset(site_key(url) for url in (self.seed.url, *aliases))
        self.folder = _folder(urlsplit(self.seed.url).path) if self.seed.scope == "path" else None

    def owns(self, url: str) -> bool:
        """Whether an address is on one of the site's hosts (and in its folder). Raises UrlError."""
        if site_key(url) not in self.keys:
            return False
        return self.folder is None or (urlsplit(url).path + "/").startswith(self.folder)

    def in_form(self, url: str) -> str:
        """An address of the site in the form its front page showed; others as they are."""
        try:
            if self.form is None or site_key(url) != site_key(self.seed.url):
                return url
        except UrlError:
            return url
        parts = urlsplit(url)
        return parts._replace(scheme=self.form[0], netloc=self.form[1]).geturl()

    def refuses(self, url: str, hops: str) -> tuple[str, str] | None:
        """(reason, detail) when a link must not be followed, else None."""
        for reason, rule in RULES:
            detail = rule(self, url, hops)
            if detail is not None:
                return reason, detail
        return None


def _folder(path: str) -> str:
    """The folder a seed's path names: /desa-a and /desa-a/ and /desa-a/index.php are all /desa-a/."""
    start, _, last = path.rpartition("/")
    return f"{start}/" if "." in last or not last else f"{path}/"


Rule = Callable[[Scope, str, str], str | None]


def _other_site(scope: Scope, url: str, hops: str) -> str | None:
    try:
        key = site_key(url)
    except UrlError as error:
        return str(error)
    return None if key in scope.keys else key


def _outside_folder(scope: Scope, url: str, hops: str) -> str | None:
    return None if scope.owns(url) else f"outside {scope.folder}"


def _from_url(rule: Callable[[str], str | None]) -> Rule:
    return lambda scope, url, hops: rule(url)


RULES: tuple[tuple[str, Rule], ...] = (
    ("other_site", _other_site),
    ("outside_folder", _outside_folder),
    ("too_many_redirects", lambda scope, url, hops: traps.too_many_redirects(hops)),
    ("too_deep", lambda scope, url, hops: traps.too_deep(hops)),
    ("too_long", _from_url(traps.too_long)),
    ("repeating_path", _from_url(traps.repeating_path)),
    ("file_type", _from_url(traps.not_a_page)),
    ("machinery", _from_url(traps.machinery)),
    ("variant", _from_url(traps.variant)),
)


class SeedIndex:
    """Rows of seeds.csv by the hosts they own, to find the row an address belongs to."""

    def __init__(self, seeds: Iterable[Seed]) -> None:
        self._by_host: dict[str, list[Scope]] = {}
        for scope in map(Scope, seeds):
            for key in scope.keys:
                self._by_host.setdefault(key, []).append(scope)

    def seed_of(self, url: str) -> Seed | None:
        """The row an address belongs to; of several the one with the longest folder."""
        owners = [scope for scope in self._by_host.get(site_key(url), ()) if scope.owns(url)]
        return max(owners, key=lambda scope: len(scope.folder or "")).seed if owners else None
