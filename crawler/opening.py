"""A job opened: the lock taken, what a dead job left mended, an unfinished job continued or a new one begun."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime

from archive.erasure.steps import finish_erasure
from archive.errors import CollectionError, DamagedError, EvidenceError
from archive.files import OPEN_SUFFIX, write_whole
from archive.index.renewal import finish_renewal
from archive.index.scan import index_warc
from archive.layout import SYNCED_SUFFIX, Collection
from archive.model import Seed
from archive.times import warc_date
from archive.warc.salvage import salvage
from crawler.disk import refuse_a_full_disk
from crawler.due import Due
from crawler.frontier.store import Frontier
from crawler.importing import finish_imports
from crawler.job import CrawlJob
from crawler.metrics import Metrics
from crawler.notices.full_disk import forget_full_disk, tell_of_full_disk
from crawler.options import CrawlOptions, NothingToPatch
from crawler.patch import PATCH_FILE, Patch, facts_of, patch_of_facts, patch_table
from crawler.pulse import pulse_of
from crawler.rebuild import rebuild_documents_of
from crawler.recorder import cannot_write
from crawler.reports.log import job_log
from crawler.reports.page import write_page
from crawler.reports.progress import progress_file, read_progress
from crawler.reports.report import abandon_report, read_report, write_report
from crawler.reports.runs import runs_with_one_more
from crawler.seed_choice import choose_due, choose_seeds
from crawler.seed_filter import EVERY_SEED, SeedFilter
from crawler.visits import site_plans

logger = logging.getLogger(__name__)


@contextmanager
def open_job(
    collection: Collection,
    options: CrawlOptions,
    seeds: Sequence[str] = (),
    *,
    fresh: bool = False,
    only_due: bool = False,
    only: SeedFilter = EVERY_SEED,
    patch: Callable[[], Patch] | None = None,
) -> Iterator[CrawlJob]:
    """The job to run, under the collection's lock until the block ends.

    `seeds` are addresses or ids of rows; none means all rows. An unfinished job goes on with its
    own seeds and options, those named now added; `fresh` closes it as abandoned first. `only_due` begins
    a job of the sites that are due, the longest due first. `only` takes of all rows, or of those due, some.
    `patch` begins one that asks for what its list names and for no site; an unfinished one takes no sites in.
    Raises CollectionError, LockedError or EvidenceError, NothingDue and NothingToPatch.
    """
    metrics = Metrics(collection)
    with collection.lock("crawl"), metrics.told_at_the_end():
        try:
            refuse_a_full_disk(collection)
        except EvidenceError:
            if only_due:  # a timer's run: nobody reads what it says
                tell_of_full_disk(collection)
            raise
        forget_full_disk(collection)
        try:
            mend(collection)
        except DamagedError:
            _note_loss(collection)
            raise
        unfinished = unfinished_crawl(collection)
        begun_anew: tuple[Seed, ...] = ()
        asks_for: Patch | None = None
        if unfinished and (lost := _lost(collection)) and not fresh:
            # What it captured is not all there, so it may not end as finished: the same is asked for again.
            options, begun_anew, asks_for = lost
        if unfinished and (fresh or begun_anew):
            _abandon(collection, unfinished)
            unfinished = None
        if patch and not unfinished and not begun_anew:
            asks_for = patch()
            options, begun_anew = replace(options, patch=asks_for.name), asks_for.seeds
        is_patch = asks_for is not None or (unfinished is not None and is_patch_unfinished(collection))
        chosen = begun_anew if begun_anew and (is_patch or not _are_named(seeds, only, only_due)) else ()
        due = choose_due(collection, only) if only_due and not unfinished and not chosen else {}
        chosen = chosen or tuple(place.seed for place in due.values())
        if not chosen and (not unfinished or (_are_named(seeds, only, only_due) and not is_patch)):
            chosen = choose_seeds(collection, seeds, only)
        try:
            _close_the_forgotten(collection, unfinished)
            if unfinished is None:
                remove_frontier(collection)
            frontier = Frontier(collection.frontier_file)
        except (OSError, sqlite3.Error) as error:
            raise EvidenceError(
                f"{collection.frontier_file} cannot be written: {error}; make space or mend the disk, then crawl again"
            ) from error
        try:
            job = _continued(collection, unfinished, chosen, frontier) if unfinished else None
            job = job or _begun(collection, options, chosen, frontier, due, asks_for)
            job.write_report = lambda: None if job.finish_reason else _report_now(job)  # type: ignore[method-assign]
            with job_log(job.folder), pulse_of(job, metrics):
                logger.info("The job %s", "goes on" if job.resumed else "begins", extra=_of_job(job))
                yield job
                logger.info("The job ended: %s", job.finish_reason or "broken off", extra=_of_job(job))
        finally:
            frontier.close()


def _are_named(seeds: Sequence[str], only: SeedFilter, only_due: bool) -> bool:
    """Whether sites were asked for that an unfinished job is to take in, too; what is due it leaves to the next."""
    return bool(seeds) or (bool(only) and not only_due)


def _of_job(job: CrawlJob) -> dict[str, object]:
    """For its log."""
    return {
        "crawl_id": job.crawl_id,
        "sites": len(job.seeds),
        "waiting": len(job.frontier),
        "pages": job.tally.total("archived"),
        "failed": job.tally.total("failed"),
        "bytes": job.tally.total("bytes"),
    }


def _note_loss(collection: Collection) -> None:
    """A WARC of the unfinished job was found damaged; told to the next crawl."""
    if unfinished_crawl(collection):
        with frontier_of(collection) as frontier:
            frontier.remember("lost", True)
            frontier.commit()


def _lost(collection: Collection) -> tuple[CrawlOptions, tuple[Seed, ...], Patch | None] | None:
    """Options and seeds of an unfinished job that lost captures, and its list if it was a patch crawl."""
    with frontier_of(collection) as frontier:
        if not frontier.fact("lost"):
            return None
        seeds = tuple(map(_seed_of_facts, frontier.fact("seeds")))
        options = CrawlOptions.of_facts(frontier.fact("options"))
        if options.patch is None:
            return options, seeds, None
        try:
            return options, seeds, patch_of_facts(collection, options.patch, frontier.fact("patch") or ())
        except NothingToPatch:  # its sites were paused since
            return options, seeds, Patch(options.patch, (), seeds)


def is_patch_unfinished(collection: Collection) -> bool:
    """Whether the job that the frontier belongs to is a patch crawl."""
    with frontier_of(collection) as frontier:
        return bool((frontier.fact("options") or {}).get("patch"))


def _abandon(collection: Collection, crawl_id: str) -> None:
    """Close a job that will not go on. Its documents first: who is called abandoned is not looked at again."""
    rebuild_documents_of(collection, crawl_id)
    report = abandon_report(collection, crawl_id)
    folder = collection.crawl_folder(crawl_id)
    progress_file(folder).unlink(missing_ok=True)
    if (folder / "report.html").exists():
        write_page(folder, report)


def _close_the_forgotten(collection: Collection, unfinished: str | None) -> None:
    """Close jobs that died before the frontier knew of them, or whose frontier was removed, and remove what a job or
    a rebuild that died had half written; the lock is held, so none runs."""
    for name in ("indexes", "documents", "manifests"):
        for half_written in (collection.root / name).glob("*.new"):
            if half_written.is_file():
                half_written.unlink()
    for folder in sorted((collection.root / "crawls").iterdir()):
        if folder.name == unfinished or not folder.is_dir():
            continue
        for half_written in folder.glob("*.new"):
            half_written.unlink()
        report = read_report(folder)
        if report and report["finish_reason"] == "running":
            _abandon(collection, folder.name)
        elif not any(folder.iterdir()):
            folder.rmdir()


def _report_now(job: CrawlJob) -> None:
    write_report(job, "running")


def mend(collection: Collection) -> None:
    """Finish or undo an erasure that was broken off, finish the WARCs that a dead job left open, index each WARC that
    has no index, put rebuilt documents into their places, and finish what was being imported.

    The lock is held. Raises EvidenceError.
    """
    collection.make_folders()
    finish_erasure(collection)
    finish_renewal(collection)
    for file in salvage(collection, _synced_lengths(collection)):
        warc = collection.warc_file(file.stem)
        index_warc(collection, file.stem)
        logger.warning(
            "%s was left open by a job that died: %d bytes kept, %d bytes of a torn record cut",
            warc.name,
            file.kept_bytes,
            file.cut_bytes,
        )
    for stem in collection.stems():
        # A job may die between a WARC's final name and its index.
        if not collection.cdxj_file(stem).exists():
            index_warc(collection, stem)
    for path in (collection.root / "documents").glob("*.jsonl" + OPEN_SUFFIX):
        # Of a WARC that was torn before its first record was whole.
        if not collection.warc_file(path.name.removesuffix(".jsonl" + OPEN_SUFFIX)).exists():
            path.unlink()
    for path in (*collection.open_indexes(), *collection.archive.glob("*" + OPEN_SUFFIX + SYNCED_SUFFIX)):
        path.unlink()
    finish_imports(collection)


def _synced_lengths(collection: Collection) -> dict[str, int]:
    """By stem, how much of an open WARC was safely on disk at the last commit."""
    if not collection.frontier_file.exists():
        return {}
    with frontier_of(collection) as frontier:
        synced = frontier.fact("synced")
    return {synced[0]: synced[1]} if synced else {}


@contextmanager
def frontier_of(collection: Collection) -> Iterator[Frontier]:
    """The frontier to look at. Raises EvidenceError when the disk refuses it, CollectionError when it is damaged."""
    try:
        frontier = Frontier(collection.frontier_file)
    except sqlite3.OperationalError as error:
        raise EvidenceError(
            f"{collection.frontier_file} cannot be opened: {error}; make space or mend the disk, then crawl again"
        ) from error
    except sqlite3.DatabaseError as error:
        raise CollectionError(
            f"{collection.frontier_file} is damaged ({error}); it is only a cache: remove it, "
            "and the next crawl begins a new job"
        ) from error
    try:
        yield frontier
    finally:
        frontier.close()


def unfinished_crawl(collection: Collection) -> str | None:
    """The id of the job the frontier still belongs to, if it did not end."""
    if not collection.frontier_file.exists():
        return None
    with frontier_of(collection) as frontier:
        crawl_id = frontier.fact("crawl_id")
    if not crawl_id:
        return None
    report = read_report(collection.crawl_folder(crawl_id))
    return crawl_id if report and report["finish_reason"] in ("running", "stopped", "disk", "evidence") else None


def _begun(
    collection: Collection,
    options: CrawlOptions,
    seeds: tuple[Seed, ...],
    frontier: Frontier,
    due: Mapping[str, Due],
    patch: Patch | None,
) -> CrawlJob:
    crawl_id = collection.new_crawl_id()
    folder = collection.crawl_folder(crawl_id)
    try:
        folder.mkdir(parents=True)
        frontier.remember("crawl_id", crawl_id)
        _remember(frontier, options, seeds)
        now = datetime.now(UTC)
        frontier.remember("due_at", {site: warc_date(place.due_since(now)) for site, place in due.items()})
        if patch:  # asked as if for the first time, without validators
            frontier.remember("patch", facts_of(patch))
            write_whole(folder / PATCH_FILE, patch_table(patch.targets))
        else:
            _remember_plans(collection, options, seeds, frontier, only_due=bool(due))
        job = CrawlJob(collection, crawl_id, options, seeds, frontier, resumed=False)
        job.runs = runs_with_one_more({}, warc_date(now), None)
        write_report(job, "running")
        job.begin(patch.targets if patch else ())
    except (OSError, sqlite3.Error) as error:
        raise EvidenceError(f"{folder} cannot be written: {error}; make space or choose another disk") from error
    return job


def _continued(collection: Collection, crawl_id: str, added: tuple[Seed, ...], frontier: Frontier) -> CrawlJob:
    options = CrawlOptions.of_facts(frontier.fact("options"))
    seeds = {seed.id: seed for seed in map(_seed_of_facts, frontier.fact("seeds"))}
    joining = [seed for seed in added if seed.id not in seeds]
    seeds |= {seed.id: seed for seed in added}
    try:
        _remember(frontier, options, tuple(seeds.values()))
        _remember_plans(collection, options, joining, frontier, only_due=False)
        job = CrawlJob(collection, crawl_id, options, tuple(seeds.values()), frontier, resumed=True)
        before, seen = read_report(job.folder) or {}, read_progress(job.folder) or {}
        job.findings = job.findings_before = before.get("findings")
        job.runs = runs_with_one_more(before, warc_date(datetime.now(UTC)), seen.get("at"))
        write_report(job, "running")
        job.begin()
    except (OSError, sqlite3.Error) as error:
        raise cannot_write(collection, error) from error
    return job


def _remember_plans(
    collection: Collection, options: CrawlOptions, seeds: Sequence[Seed], frontier: Frontier, *, only_due: bool
) -> None:
    """How each site is visited; those that take part already are visited as they were begun."""
    requisites = options.requisites or collection.config.crawl.requisites
    plans = site_plans(collection, seeds, requisites, only_due=only_due) if seeds else {}
    facts = {site: plan.as_facts() for site, plan in plans.items()}
    frontier.remember("plans", facts | (frontier.fact("plans") or {}))


def _remember(frontier: Frontier, options: CrawlOptions, seeds: tuple[Seed, ...]) -> None:
    frontier.remember("options", options.as_facts())
    frontier.remember("seeds", [_facts_of_seed(seed) for seed in seeds])


def _facts_of_seed(seed: Seed) -> dict[str, object]:
    facts: dict[str, object] = {field.name: getattr(seed, field.name) for field in fields(Seed)}
    return {**facts, "extra": dict(seed.extra)}


def _seed_of_facts(facts: dict[str, object]) -> Seed:
    return Seed(**{key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()})  # type: ignore[arg-type]


def remove_frontier(collection: Collection) -> None:
    for suffix in ("", "-wal", "-shm"):
        path = collection.frontier_file.with_name(collection.frontier_file.name + suffix)
        path.unlink(missing_ok=True)
