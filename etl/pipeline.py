"""A refresh from start to end: fetch, clean, derive, check, publish."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from etl.contract import tables as tables_contract
from etl.contract import validate
from etl.errors import ContractError, EtlError, PublishError, SourceError
from etl.indicators.configured import Configured
from etl.indicators.shipped import Shipped
from etl.refresh import changes, doubts, gather, listing, own, plan, world
from etl.refresh import indicators as indicator_rows
from etl.refresh.series import Series, catalog_entry, reconcile, warn_if_denied
from etl.refresh.source_states import Report, vintages
from etl.refresh.world import BaseTables
from etl.snapshot import ledger, published, readme
from etl.snapshot.draft import Draft
from etl.snapshot.published import Published
from etl.snapshot.revisions import Ledger, Revised
from etl.sources import cckp
from etl.sources.http import Fetcher
from etl.sources.services import Services
from storage import Folder, FolderError

CLOCK_SLACK = timedelta(hours=1)
"""How far the clock may be behind the last refresh: machines that share a folder need not agree to the minute."""

STEPS_BESIDES_SERIES = 3 + len(cckp.PRODUCTS) + len(cckp.PROJECTIONS)
"""Progress steps besides the series: the three sources, and the climate portal's products."""


@dataclass(frozen=True)
class Refresh:
    """Request for a refresh: the series to look up, the services, and how strict to be."""

    asked: list[Configured]
    configured: list[Configured]
    services: Services = field(default_factory=Services)
    note: str | None = None
    force: bool = False
    refetch: bool = False
    prune: bool = False
    keep: int = 1
    """Snapshots to keep, the new one among them."""
    shipped: Shipped | None = None
    unlisted: SourceError | None = None
    """The rule by which series besides the list's own are asked for, and why the service did not list them."""


@dataclass
class Outcome:
    """Result of a refresh. `notes` are sentences for the user; `is_new` is False if no figure changed."""

    catalog: dict[str, Any]
    is_new: bool
    series: list[Series]
    failures: list[EtlError]
    removed: list[str]
    notes: list[str]

    @property
    def exit_code(self) -> int:
        """0 if every series is fresh or does not exist at its service, else the highest code of the failures."""
        return max((failure.exit_code for failure in self.failures), default=0)


def refresh(ask: Refresh, folder: Folder, *, fetcher: Fetcher, pool: Executor, report: Report) -> Outcome:
    """Fetch the requested series and publish them, with the series published before, as a new snapshot.

    Args:
        ask: which series, from which services, how strictly.
        folder: the data folder.
        fetcher: the HTTP client.
        pool: where series are fetched and parsed.
        report: called with the name and state of each source, product and series.

    Raises:
        SourceError: no service can be reached, or one cannot and nothing is published yet.
        ContractError: the figures as a whole break the contract.
        PublishError: the snapshot cannot be written, or another refresh is running.
        In each case the published snapshot is unchanged.
    """
    with _as_publish_errors(folder), folder.lock():
        clock = datetime.now(UTC).replace(microsecond=0)
        old, revisions, notes = _published(folder, force=ask.force)
        if not ask.force:
            _compare_clock(clock, old)
        now = revisions.time_for(clock)

        # ---- fetch, clean and derive countries, shapes and climate
        base = world.fetch_base_tables(fetcher, ask.services, now.isoformat(), old, report, force=ask.force)
        listed = listing.fetch(
            fetcher, ask.services.world_bank, old, now.isoformat(), is_asked=not base.is_without_world_bank
        )
        steps = plan.planned_series(ask.asked, ask.configured, old.indicators if old else None, prune=ask.prune)
        removed = plan.removed(steps, old.indicators if old else None)

        # ---- fetch, clean and check each series; write it and free its memory
        with folder.staging() as staging:
            draft = Draft(staging, old)
            job = gather.job(ask.asked, fetcher, ask.services.world_bank, base, old, now, refetch=ask.refetch)
            series: list[Series] = []
            changed: list[Revised] = list(base.revisions)
            older = 0
            for one in gather.all_series(steps, job, base, old, pool):
                one = reconcile(one, old, force=ask.force)
                indicator_rows.describe(one, old, base.economies)
                report(one.entry.code, one.state)
                if one.state == "older":
                    older += 1
                    continue
                if one.state != "absent":
                    draft.add_series(one.entry.code, one.rows)
                changed += changes.of_series(one, old)
                one.rows = None
                series.append(one)
            _refuse_total_outage(series, base, ask.services)
            notes += warn_if_denied(series)
            draft.finish_series()

            # ---- check the snapshot as a whole, and publish it
            indicators = indicator_rows.table(series)
            tables = base.tables | {
                "indicators": indicators,
                "catalogue": listed.table,
                "doubts": doubts.found(
                    draft.observations(), indicators, base.tables["countries"], base.tables["grouping_members"]
                ),
            }
            tables |= revisions.with_changes([*changed, *changes.lost(removed, old)], now.isoformat()).tables
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
            entries = {s.entry.code: catalog_entry(s, before.get(s.entry.code, {}), asked_at) for s in series}
            base.sources.set_vintage("world_bank", vintages(tables["indicators"].last_updated))
            sources = base.sources.as_data()
            catalog = published.publish(
                folder,
                staging,
                draft.entries,
                {
                    "checked_at": asked_at or _last_asked(old, [*sources, *entries.values()]),
                    "origin": ask.services.origin(ask.note),
                    "sources": sources,
                    "climate": base.climate,
                    "formulas": base.formulas,
                    **({"groupings": base.groupings.entry} if base.groupings and base.groupings.entry else {}),
                    **({} if base.cross_checks is None else {"cross_checks": base.cross_checks}),
                    "catalogue": listed.entry,
                    **listing.shipped_entry(ask.shipped, older, old),
                    "model": draft.carry_model(now.isoformat()),
                    "series": entries,
                },
                old,
                at=now.isoformat(),
                keep=ask.keep,
            )
        folder.replace(readme.FILE, readme.text(catalog, tables["indicators"]).encode())
    failures = [
        *base.failures.values(),
        *listed.failures,
        *([ask.unlisted] if ask.unlisted else []),
        *(s.failure for s in series if s.failure and not s.is_answered),
    ]
    is_new = old is None or old.catalog["snapshot"] != catalog["snapshot"]
    return Outcome(catalog, is_new, series, failures, removed, [*notes, *base.notes, *listed.notes])


@contextmanager
def _as_publish_errors(folder: Folder) -> Iterator[None]:
    """Turn every failure of the folder into a `PublishError`."""
    try:
        yield
    except FolderError as error:
        raise PublishError(str(error)) from error
    except OSError as error:
        raise PublishError(
            f"the snapshot cannot be written to {folder.place} ({error.strerror or error}); "
            "the published one is unchanged"
        ) from error


def _published(folder: Folder, *, force: bool) -> tuple[Published | None, Ledger, list[str]]:
    """Return the published snapshot, its ledger of revisions, and notes for the user."""
    try:
        old = published.open_published(folder)
    except published.OtherContract as other:
        own.refuse_to_lose(other.catalog, force=force)
        note = (
            f"The published snapshot has contract version {other.catalog['contract']}; all figures were fetched again "
            f"for version {tables_contract.VERSION}."
        )
        return None, ledger.of_other_contract(folder, other.catalog), [note]
    return old, ledger.published(old), []


def _compare_clock(now: datetime, old: Published | None) -> None:
    """Refuse a clock that is behind the last refresh: dates and ages would be wrong."""
    if old is None:
        return
    last = datetime.fromisoformat(old.catalog["checked_at"])
    if now < last - CLOCK_SLACK:
        raise PublishError(
            f"this machine's clock shows {now:%Y-%m-%d %H:%M} UTC, but the last refresh was on "
            f"{last:%Y-%m-%d %H:%M} UTC; set the clock, or use --force if it was wrong then. "
            "The published snapshot is unchanged"
        )


def _last_asked(old: Published | None, entries: list[dict[str, Any]]) -> str:
    """Return when a service was last asked for any figure of the snapshot, for an offline refresh."""
    times = [entry.get("checked_at", "") for entry in entries]
    return max([*times, old.catalog["checked_at"] if old else ""])


def _refuse_total_outage(series: list[Series], base: BaseTables, services: Services) -> None:
    """Raise if nothing could be fetched: the catalog is then unchanged, too."""
    present = [s for s in series if s.state != "absent"]
    asked = [s for s in series if s.state != "carried"]
    if not present or (base.is_all_kept and asked and all(s.failure for s in asked)):
        first = str(base.failures.get("world_bank", "")) or next((s.reason for s in asked if s.failure), "")
        raise SourceError(f"no series could be fetched from {services.world_bank}: {first}")
