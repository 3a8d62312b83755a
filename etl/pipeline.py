"""The whole way of a refresh on one screen: fetch, clean, derive, check, publish."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from etl.contract import tables as tables_contract
from etl.contract import validate
from etl.errors import ContractError, EtlError, PublishError, SourceError
from etl.indicators.configured import Configured
from etl.refresh import gather, plan, world
from etl.refresh.series import Series, catalog_entry, reconcile, warn_if_denied
from etl.refresh.world import Report, World
from etl.snapshot import published, readme
from etl.snapshot import revisions as revisions_snapshot
from etl.snapshot.draft import Draft
from etl.snapshot.published import Published
from etl.sources import cckp
from etl.sources.http import Fetcher
from etl.sources.services import Services
from etl.transform import coverage
from storage import Folder, FolderError

CLOCK_SLACK = timedelta(hours=1)
STEPS_BESIDES_SERIES = 3 + len(cckp.PRODUCTS)
"""Things reported besides the series: the sources, and the products of one."""


@dataclass(frozen=True)
class Refresh:
    """What is asked of a refresh."""

    asked: list[Configured]
    configured: list[Configured]
    services: Services = field(default_factory=Services)
    note: str | None = None
    force: bool = False
    refetch: bool = False
    prune: bool = False


@dataclass
class Outcome:
    """What a refresh did. `notes` are sentences for whoever ran it; `is_new` is False where no figure changed."""

    catalog: dict[str, Any]
    is_new: bool
    series: list[Series]
    failures: list[EtlError]
    removed: list[str]
    notes: list[str]

    @property
    def exit_code(self) -> int:
        """0 if all that was asked for is fresh or not held by the service, else the gravest of what failed."""
        return max((failure.exit_code for failure in self.failures), default=0)


def refresh(ask: Refresh, folder: Folder, *, fetcher: Fetcher, pool: Executor, report: Report) -> Outcome:
    """Pulls what is asked for, and publishes it with what was published before as a new snapshot, if it is sound.

    Args:
        ask: which series, from where, how strictly.
        folder: where the snapshot is.
        fetcher: how to pull.
        pool: where series are fetched and parsed.
        report: told of each thing that arrived or failed.

    Raises:
        SourceError: every service is out of reach, or one is and nothing is published yet.
        ContractError: the figures as a whole break the contract.
        PublishError: the snapshot could not be written, or another refresh is under way.
        In each case the published snapshot stands untouched.
    """
    with _as_publish_errors(folder), folder.alone():
        clock = datetime.now(UTC).replace(microsecond=0)
        old, revisions, notes = _published(folder)
        if not ask.force:
            _compare_clock(clock, old)
        now = revisions_snapshot.time_for(revisions, clock)

        # ---- fetch, clean and derive countries, shapes and climate
        about = world.fetch_base_tables(fetcher, ask.services, now.isoformat(), old, report, force=ask.force)
        steps = plan.planned_series(ask.asked, ask.configured, old.indicators if old else None, prune=ask.prune)

        # ---- fetch, clean and check each series; write it and let it go
        with folder.staging() as staging:
            draft = Draft(staging, old)
            job = gather.job(ask.asked, fetcher, ask.services.world_bank, about, old, now, refetch=ask.refetch)
            series = []
            for one in gather.all_series(steps, job, about, old, pool):
                one = _settled(one, old, about.economies, force=ask.force)
                report(one.entry.code, one.state)
                if one.state != "absent":
                    draft.add_series(one.entry.code, one.rows)
                one.rows = None
                series.append(one)
            _refuse_total_outage(series, about, ask.services)
            notes += warn_if_denied(series)
            draft.finish_series()

            # ---- check the snapshot as a whole, and publish it
            tables = about.tables | {
                "indicators": _indicators(series),
                "revisions": revisions_snapshot.appended(revisions, [*about.revisions, *_revisions(series, now)]),
            }
            for table in tables_contract.TABLES:
                if table in tables_contract.MODEL_TABLES:
                    tables[table.name] = draft.carry_table(table)
                elif table.name in tables:
                    draft.add_table(table, tables[table.name])
            problems = validate.problems(tables)
            if not problems and not draft.is_as_published:
                problems += validate.observation_problems(tables, draft.observations())
            if problems:
                raise ContractError(problems)
            before = old.catalog["series"] if old else {}
            asked_at = None if fetcher.offline else now.isoformat()
            said = {s.entry.code: catalog_entry(s, before.get(s.entry.code, {}), asked_at) for s in series}
            vintages = sorted(filter(None, tables["indicators"].last_updated))
            about.sources.set_vintage("world_bank", f"per indicator, {vintages[0]} to {vintages[-1]}")
            sources = about.sources.as_data()
            catalog = published.publish(
                folder,
                staging,
                draft.entries,
                {
                    "checked_at": asked_at or _last_asked(old, [*sources, *said.values()]),
                    "origin": ask.services.origin(ask.note),
                    "sources": sources,
                    "climate": about.climate,
                    "formulas": about.formulas,
                    "model": draft.carry_model(now.isoformat()),
                    "series": said,
                },
                old,
                at=now.isoformat(),
            )
        folder.replace(readme.FILE, readme.text(catalog, tables["indicators"]).encode())
    removed = plan.removed(steps, old.indicators if old else None)
    failures = [*about.failures.values(), *(s.failure for s in series if s.failure and not s.is_answered)]
    is_new = old is None or old.catalog["snapshot"] != catalog["snapshot"]
    return Outcome(catalog, is_new, series, failures, removed, [*notes, *about.notes])


@contextmanager
def _as_publish_errors(folder: Folder) -> Iterator[None]:
    """Every trouble with the folder ends as one kind of error, which says that the published snapshot stands."""
    try:
        yield
    except FolderError as error:
        raise PublishError(str(error)) from error
    except OSError as error:
        raise PublishError(
            f"the snapshot cannot be written to {folder.place} ({error.strerror or error}); the published one stands"
        ) from error


def _published(folder: Folder) -> tuple[Published | None, pd.DataFrame, list[str]]:
    """What is published, its ledger of revisions, and what is to be said of it."""
    try:
        old = published.open_published(folder)
    except published.OtherContract as other:
        note = (
            f"What was published follows contract version {other.catalog['contract']}; all figures were brought anew "
            f"for version {tables_contract.VERSION}."
        )
        return None, published.revisions_of(folder, other.catalog), [note]
    return old, old.table(tables_contract.REVISIONS.name) if old else revisions_snapshot.empty(), []


def _compare_clock(now: datetime, old: Published | None) -> None:
    """Refuses a clock that stands before the last refresh: vintages and ages would be nonsense."""
    if old is None:
        return
    last = datetime.fromisoformat(old.catalog["checked_at"])
    if now < last - CLOCK_SLACK:
        raise PublishError(
            f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, but the published figures were checked on "
            f"{last:%Y-%m-%d %H:%M} UTC; set the clock and refresh again, or with --force if it was wrong then. "
            "The published snapshot stands"
        )


def _last_asked(old: Published | None, standings: list[dict[str, Any]]) -> str:
    """When a service was last asked for anything that the snapshot holds: what an offline refresh has to say."""
    said = [entry.get("checked_at", "") for entry in standings]
    return max([*said, old.catalog["checked_at"] if old else ""])


def _settled(series: Series, old: Published | None, economies: frozenset[str], *, force: bool) -> Series:
    settled = reconcile(series, old, force=force)
    if settled.rows is not None:
        settled.description |= coverage.coverage(settled.rows, economies)
    return settled


def _refuse_total_outage(series: list[Series], about: World, services: Services) -> None:
    """Nothing at all could be had: then nothing is published either, not even the news of it."""
    held = [s for s in series if s.state != "absent"]
    asked = [s for s in series if s.state != "carried"]
    if not held or (about.is_all_kept and asked and all(s.failure for s in asked)):
        first = str(about.failures.get("world_bank", "")) or next((s.reason for s in asked if s.failure), "")
        raise SourceError(f"no series could be had from {services.world_bank}: {first}")


def _indicators(series: list[Series]) -> pd.DataFrame:
    frame = pd.DataFrame([s.description for s in series if s.state != "absent"])[tables_contract.INDICATORS.names]
    return frame.astype({name: "int16" for name in tables_contract.COVERAGE})


def _revisions(series: list[Series], now: datetime) -> Iterator[pd.DataFrame]:
    for s in series:
        if s.change is not None and len(s.change.revised):
            yield revisions_snapshot.entries(
                s.entry.code, s.change.revised, s.old_vintage, s.description["last_updated"], now.isoformat()
            )
