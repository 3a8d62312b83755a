"""All series of the new snapshot, in order: fetched, unchanged, or carried over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from datetime import datetime
from functools import partial

from etl.errors import SourceError
from etl.indicators.configured import Configured
from etl.refresh import plan
from etl.refresh.series import Job, Series, fetch
from etl.refresh.world import BaseTables
from etl.snapshot.published import Published
from etl.sources import worldbank
from etl.sources.answers import WDI
from etl.sources.http import Fetcher
from etl.transform import corrections
from etl.workers import IN_FLIGHT, in_order

FAILED = ("kept", "absent")


def job(
    asked: list[Configured],
    fetcher: Fetcher,
    api: str,
    base: BaseTables,
    old: Published | None,
    now: datetime,
    *,
    refetch: bool,
) -> Job:
    """Return what the workers need to fetch every series.

    Args:
        asked: the series to look up.
        fetcher: the HTTP client.
        api: base address of the Indicators API.
        base: the tables fetched before the series.
        old: the published snapshot.
        now: time of this refresh.
        refetch: whether to ignore published values and the raw cache.
    """
    database = {entry.code: entry.source_id or WDI for entry in asked}
    all_corrections = corrections.read_corrections()
    corrected = {correction.series for correction in all_corrections}
    vintages = {}
    before = old.catalog["series"] if old else {}
    if old and not refetch:
        since = (now - worldbank.VALUES_VALID_FOR).isoformat()
        vintages = {
            row["id"]: row["last_updated"]
            for row in old.indicators.to_dict("records")
            # Corrected series are always fetched: their corrections may have changed although the figures have not.
            # So are those published before a description had the number of its database and all topics, and those
            # that are to come from another database now.
            if row["fetched_at"] > since
            and row["source_id"] == database.get(row["id"], row["source_id"])
            and row["source_id"]
            and row["id"] not in corrected
            and not before.get(row["id"], {}).get("notes")
        }
    return Job(
        fetcher=fetcher,
        api=api,
        code_of=base.code_of,
        economies=base.economies,
        corrections=tuple(all_corrections),
        vintages=vintages,
        # The raw cache may have values that failed a check, which the service may have corrected under the same date.
        uncached=frozenset(e.code for e in asked if refetch or before.get(e.code, {}).get("state") in FAILED),
        now=now.isoformat(),
    )


def all_series(
    steps: list[plan.PlannedSeries], job: Job, base: BaseTables, old: Published | None, pool: Executor
) -> Iterator[Series]:
    """Yield each series of the new snapshot in order: fetched if asked for, else carried over."""
    asked = [step.entry for step in steps if step.is_asked]
    unchanged = set() if base.is_without_world_bank else _unchanged(asked, job, old)
    rest = [entry for entry in asked if entry.code not in unchanged]
    if base.is_without_world_bank:
        reason = SourceError("not requested, as the World Bank's list of countries is unavailable")
        fetched: Iterable[Series] = (Series(entry, "absent", reason) for entry in rest)
    else:
        fetched = in_order(pool, partial(fetch, job=job), rest, in_flight=IN_FLIGHT)
    arriving = iter(fetched)
    for step in steps:
        if not step.is_asked:
            yield Series(step.entry, "carried")
        elif step.entry.code in unchanged:
            yield Series(step.entry, "unchanged")
        else:
            yield next(arriving)


def _unchanged(asked: list[Configured], job: Job, old: Published | None) -> set[str]:
    """Return the codes of published series that need no look-up of their own; none if the service does not answer."""
    if job.fetcher.offline or old is None:
        return set()
    vintages = {e.code: job.vintages[e.code] for e in asked if job.vintages.get(e.code) and not e.source_id}
    # The latest date of several series proves nothing about one last checked before that date: it may have changed
    # earlier.
    latest, published = max(vintages.values(), default=""), old.catalog["series"]
    vintages = {
        code: vintage
        for code, vintage in vintages.items()
        if published[code]["state"] == "fresh" and published[code]["checked_at"][:10] > latest
    }
    try:
        return worldbank.fetch_unchanged(job.fetcher, job.api, vintages)
    except SourceError:  # the look-up of each series reports what is wrong
        return set()
