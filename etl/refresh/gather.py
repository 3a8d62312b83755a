"""Every series of the snapshot to come, in order: brought, found unchanged, or carried over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from datetime import datetime
from functools import partial

from etl.errors import SourceError
from etl.indicators.configured import Configured
from etl.refresh import plan
from etl.refresh.series import Job, Series, fetch
from etl.refresh.world import World
from etl.snapshot.published import Published
from etl.sources import worldbank
from etl.sources.http import Fetcher
from etl.transform import corrections
from etl.workers import IN_FLIGHT, in_order

FAILED = ("kept", "absent")


def job(
    asked: list[Configured],
    fetcher: Fetcher,
    base: str,
    about: World,
    old: Published | None,
    now: datetime,
    *,
    refetch: bool,
) -> Job:
    """What every series needs to be brought.

    Args:
        asked: the series that are looked up.
        fetcher: how to pull.
        base: address of the Indicators API.
        about: countries and the rest, made before.
        old: what is published.
        now: when this refresh runs.
        refetch: whether to take nothing from the published values or the raw cache.
    """
    listed = corrections.read_corrections()
    corrected = {correction.series for correction in listed}
    vintages = {}
    before = old.catalog["series"] if old else {}
    if old and not refetch:
        since = (now - worldbank.VALUES_STAND).isoformat()
        vintages = {
            row["id"]: row["last_updated"]
            for row in old.indicators.to_dict("records")
            # What corrections touch, or touched, is made anew: they may have changed where the figures have not.
            if row["fetched_at"] > since and row["id"] not in corrected and not before.get(row["id"], {}).get("notes")
        }
    return Job(
        fetcher=fetcher,
        base=base,
        code_of=about.code_of,
        economies=about.economies,
        corrections=tuple(listed),
        vintages=vintages,
        # What was refused may lie in the raw cache, and be mended by the service under the same date.
        anew=frozenset(e.code for e in asked if refetch or before.get(e.code, {}).get("state") in FAILED),
        now=now.isoformat(),
    )


def all_series(
    steps: list[plan.PlannedSeries], job: Job, about: World, old: Published | None, pool: Executor
) -> Iterator[Series]:
    """Each series of the snapshot to come, in order: brought if asked for, carried over if not."""
    asked = [step.entry for step in steps if step.is_asked]
    unchanged = set() if about.is_without_world_bank else _unchanged(asked, job, old)
    rest = [entry for entry in asked if entry.code not in unchanged]
    if about.is_without_world_bank:
        reason = SourceError("not asked for, as the World Bank's list of countries could not be had")
        brought: Iterable[Series] = (Series(entry, "absent", reason) for entry in rest)
    else:
        brought = in_order(pool, partial(fetch, job=job), rest, in_flight=IN_FLIGHT)
    arriving = iter(brought)
    for step in steps:
        if not step.is_asked:
            yield Series(step.entry, "carried")
        elif step.entry.code in unchanged:
            yield Series(step.entry, "unchanged")
        else:
            yield next(arriving)


def _unchanged(asked: list[Configured], job: Job, old: Published | None) -> set[str]:
    """Codes of the published series that need no look-up of their own; none where the service does not say."""
    if job.fetcher.offline or old is None:
        return set()
    vintages = {e.code: job.vintages[e.code] for e in asked if job.vintages.get(e.code) and not e.source_id}
    # The latest date of several says something only of series that were found fresh after it: one that has been kept
    # or carried over since may have changed before.
    latest, found = max(vintages.values(), default=""), old.catalog["series"]
    vintages = {
        code: vintage
        for code, vintage in vintages.items()
        if found[code]["state"] == "fresh" and found[code]["checked_at"][:10] > latest
    }
    try:
        return worldbank.fetch_unchanged(job.fetcher, job.base, vintages)
    except SourceError:  # what is the matter is found out, and said, series by series
        return set()
