"""collection.toml: who runs this collection and how it crawls. People's words, never rewritten by a job."""

from __future__ import annotations

import json
import re
import tomllib
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from archive.errors import CollectionError
from archive.files import write_whole

FORMAT = 1


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Who(_Section):
    """[who]: named in each WARC and, the contact, in the User-Agent of each request."""

    operator: str = Field(min_length=1)
    contact: str
    crawler_name: str = "lumbung"

    @field_validator("contact")
    @classmethod
    def _is_contact(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+|(?:mailto:)?[^\s@]+@[^\s@]+\.[^\s@]+", value):
            raise ValueError("must be a mail address or a web address that a village's webmaster can write to")
        return value

    @field_validator("crawler_name")
    @classmethod
    def _is_file_name_part(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.]*", value):
            raise ValueError("may hold letters, digits, dots and underscores (it becomes a part of WARC file names)")
        return value


class Limits(_Section):
    """[crawl.limits]: bounds on one answer, one file, one site and the disk."""

    max_body_bytes: int = Field(default=32 * 1024 * 1024, ge=1024)
    answer_seconds: float = Field(default=120.0, gt=0)
    connect_seconds: float = Field(default=20.0, gt=0)
    first_byte_seconds: float = Field(default=60.0, gt=0)
    idle_seconds: float = Field(default=30.0, gt=0)
    warc_bytes: int = Field(default=1_000_000_000, ge=1024)
    warc_hours: float = Field(default=24.0, gt=0)
    concurrent_hosts: int = Field(default=64, ge=1)
    site_pages: int = Field(default=100_000, ge=1)
    site_bytes: int = Field(default=20 * 1024**3, ge=1024)
    min_free_bytes: int | None = Field(default=None, ge=0)


Hour = Annotated[int, Field(ge=0, le=23)]


class Crawl(_Section):
    """[crawl]: manners and extent. Times in seconds."""

    delay: float = Field(default=2.0, ge=0)
    address_delay: float = Field(default=0.5, ge=0)
    requisites: Literal["none", "relevant", "all"] = "relevant"
    listings: Literal["needed", "all"] = "needed"
    programme_first: bool = True
    night: tuple[Hour, Hour] = (21, 5)
    shortest_interval_days: int = Field(default=1, ge=1)
    longest_interval_days: int = Field(default=30, ge=1)
    full_visit_days: int = Field(default=30, ge=0)
    due_site_hours: float = Field(default=8.0, gt=0)
    unconditional_every: int = Field(default=10, ge=1)
    proxy: str | None = Field(default=None, pattern=r"^http://[^/@\s]+:\d+/?$")
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _bounds_are_in_order(self) -> Crawl:
        if self.shortest_interval_days > self.longest_interval_days:
            raise ValueError("shortest_interval_days is more than longest_interval_days")
        return self


class Notify(_Section):
    """[notify]: how people are told. Whom, stands in notify.toml: this file is kept in each WARC, with no passwords."""

    language: Literal["id", "en"] = "id"
    least_severity: Literal["info", "warning", "alarm"] = "warning"
    seconds: float = Field(default=20.0, gt=0, le=600)

    @model_validator(mode="before")
    @classmethod
    def _names_nobody(cls, values: Any) -> Any:
        if isinstance(values, dict) and values.keys() & {"urls", "url", "targets", "to"}:
            raise ValueError(
                "addresses hold passwords, and each WARC keeps a copy of collection.toml: "
                "write them into notify.toml (docs/settings.md)"
            )
        return values


class Access(_Section):
    """[access]: who may look at what was archived, and where. Accounts stand in a file of their own: this one is kept
    in each WARC, with no passwords."""

    catalogue: str | None = None
    bind: str = "127.0.0.1"
    address: str | None = None
    replayweb: str | None = None
    accounts: str = "accounts.json"
    proxy_from: tuple[str, ...] = ()
    proxy_user_header: str | None = Field(default=None, pattern=r"^[A-Za-z][A-Za-z0-9-]{2,60}$")
    proxy_role: Literal["reader", "reviewer", "archivist"] = "reader"

    @field_validator("address")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/?", value):
            raise ValueError('must be where the reading room is reached, as in "https://arsip.example"')
        return value.rstrip("/") if value else value

    @field_validator("replayweb")
    @classmethod
    def _runs_scripts(cls, value: str | None) -> str | None:
        """Browsers have service workers for https and for this machine alone."""
        if value is not None and not re.fullmatch(
            r"(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:\d{1,5})?/?", value
        ):
            raise ValueError('must be an address of https, or of this machine as in "http://localhost:8081"')
        return value.rstrip("/") if value else value

    @field_validator("proxy_from")
    @classmethod
    def _are_networks(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            try:
                network = ip_network(value)
            except ValueError as error:
                raise ValueError(f"{value!r} is no address, as in 127.0.0.1 or 10.1.0.0/24") from error
            if network.num_addresses > 2**16 and network.prefixlen < 64:
                raise ValueError(f"{value} is whoever you like: name the proxy's own address")
        return values

    @model_validator(mode="after")
    def _somebody_is_trusted(self) -> Access:
        if self.proxy_user_header and not self.proxy_from:
            raise ValueError("proxy_user_header is believed only from the addresses in proxy_from: name the proxy's")
        return self

    @field_validator("catalogue")
    @classmethod
    def _holds_no_password(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            address = urlsplit(value)
            has_password = address.password is not None or "password" in parse_qs(address.query)
        except ValueError as error:
            raise ValueError("must be the address of a database, postgresql://HOST/NAME") from error
        if address.scheme not in ("postgresql", "postgres") or not address.path.strip("/"):
            raise ValueError("must be the address of a PostgreSQL database, postgresql://HOST/NAME")
        if has_password:
            raise ValueError(
                "each WARC keeps a copy of collection.toml, so no password may stand in it: "
                "put it into ~/.pgpass, or into PGPASSWORD (docs/settings.md)"
            )
        return value


class Maps(_Section):
    """[maps]: shapes of regions for maps of the reading room, which has none of its own."""

    geojson: str | None = Field(default=None, min_length=1, pattern=r"^[^\x00-\x1f]+$")
    property: str | None = Field(default=None, min_length=1)


class Licence(_Section):
    """[licence]: under which terms exports and releases give away what the archive itself wrote of the pages: facts,
    scores, codes. Texts and pictures stay their villages', whatever stands here."""

    index: str = Field(default="CC-BY-4.0", min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")
    index_url: str | None = Field(default=None, pattern=r"^https?://[^\s]+$")
    note: str | None = Field(default=None, max_length=2_000)


class Metrics(_Section):
    """[metrics]: how a collection does, for a monitoring system."""

    textfile: str | None = Field(default=None, pattern=r"^/[^\x00-\x1f]*[^/\x00-\x1f]\.prom$")


class Config(_Section):
    """The whole of collection.toml."""

    format: int
    who: Who
    crawl: Crawl = Crawl()
    access: Access = Access()
    notify: Notify = Notify()
    maps: Maps = Maps()
    licence: Licence = Licence()
    metrics: Metrics = Metrics()


def read_config(path: Path) -> Config:
    """Raises CollectionError that names the file, the key and what is wrong with it."""
    facts = _read(path)
    if _format_in(facts, path) < FORMAT:
        raise CollectionError(
            f"{path.parent} is a collection of format {facts['format']}, this program's is {FORMAT}; "
            f"copy it first (docs/backup.md), then run: lumbung upgrade -c {path.parent}"
        )
    try:
        return Config.model_validate(facts)
    except ValidationError as error:
        raise CollectionError(f"{path}: {describe(error)}") from error


def format_of(path: Path) -> int:
    """The format of the collection with this collection.toml. Raises CollectionError, also when it is newer than
    this program's."""
    return _format_in(_read(path), path)


def _format_in(facts: dict[str, Any], path: Path) -> int:
    number = facts.get("format")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise CollectionError(f"{path}: format: must be the number of a format, today `format = {FORMAT}`")
    if number > FORMAT:
        raise CollectionError(
            f"{path.parent} is a collection of format {number}, newer than this program knows ({FORMAT}); "
            "nothing was touched. Use the Lumbung that made it, or a newer one"
        )
    return number


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise CollectionError(
            f"{path.parent} is not a collection: it has no {path.name}. "
            f"Make one with: lumbung init {path.parent} --operator NAME --contact URL_OR_MAIL"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CollectionError(f"{path}: not valid TOML: {error}") from error


def describe(error: ValidationError) -> str:
    """The faults of a file in one line: `who.contact: must be …; crawl.delay: …`."""
    return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())


def write_first_config(path: Path, who: Who) -> None:
    """A new collection.toml. Its strings are JSON strings, which TOML reads the same."""
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in who.model_dump().items()}
    write_whole(
        path,
        f"""# A Lumbung collection. Each key is explained in docs/settings.md.
format = {FORMAT}

[who]
operator = {quoted["operator"]}
contact = {quoted["contact"]}
crawler_name = {quoted["crawler_name"]}

[crawl]
delay = 2.0
address_delay = 0.5
requisites = "relevant"
""".encode(),
    )
