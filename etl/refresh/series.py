"""One series on its way from the service into the snapshot: looked up, fetched, checked, or its last good values kept.

`bring` runs on a worker, a thread or another machine's process, and gives back what happened; `settle` compares that
with the published values. One series failing never costs the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from etl.contract import tables, validate
from etl.errors import ContractError, EtlError, NoData, Refused, SourceError
from etl.indicators.configured import Configured
from etl.snapshot import revisions
from etl.snapshot.published import Published
from etl.sources import worldbank
from etl.sources.http import Fetcher
from etl.transform import clean
from etl.transform import corrections as corrections_transform
from etl.transform.corrections import Correction, Note

MOST_DENIED = 0.5
"""Share of the published series asked for up to which the service is believed that it holds them no more."""


@dataclass(frozen=True)
class Job:
    """What every series needs to be brought, whichever worker does it.

    `code_of` is iso3 by any code of the service; `vintages` the published vintage of each series that may be left as
    it is if the service still has that one; `anew` the series of which what the raw cache holds is not taken.
    """

    fetcher: Fetcher
    base: str
    code_of: Mapping[str, str]
    economies: frozenset[str]
    corrections: tuple[Correction, ...]
    vintages: Mapping[str, str]
    now: str
    anew: frozenset[str] = frozenset()


@dataclass
class Series:
    """One series and what became of it.

    `state` is fresh (fetched now), unchanged (the service still has the published vintage), carried (not asked for),
    kept (it failed; the last good values stand) or absent (it failed, and was never published). `rows` are None where
    the published ones stand.
    """

    entry: Configured
    state: str
    failure: EtlError | None = None
    description: dict[str, Any] = field(default_factory=dict)
    rows: pd.DataFrame | None = None
    notes: list[Note] = field(default_factory=list)
    change: revisions.Change | None = None
    old_vintage: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether the service itself said that it does not hold the series (any more): an answer, not a failure."""
        return isinstance(self.failure, (NoData, Refused))

    @property
    def reason(self) -> str:
        """Why it is kept or absent; empty otherwise."""
        return str(self.failure) if self.failure else ""


def fetch(entry: Configured, job: Job) -> Series:
    """Fetches one series if the service has another vintage than the published one; a failure is part of the answer."""
    try:
        return _fetched(entry, job)
    except (SourceError, ContractError) as failure:
        return Series(entry, "absent", failure)


def _fetched(entry: Configured, job: Job) -> Series:
    series = worldbank.Address(job.base, entry.code, entry.source_id)
    vintage = None if job.fetcher.offline else worldbank.fetch_vintage(job.fetcher, series)
    if vintage and vintage.last_updated and vintage.last_updated == job.vintages.get(entry.code):
        return Series(entry, "unchanged")
    answer = worldbank.fetch_series(job.fetcher, series, None if entry.code in job.anew else vintage)
    rows = clean.observations(answer, job.code_of)
    rows, notes = corrections_transform.apply(rows, job.corrections, date.fromisoformat(job.now[:10]))
    problems = [
        *validate.table_problems(tables.OBSERVATIONS, rows),
        *validate.range_problems(entry.code, rows.value, entry.low, entry.high),
    ]
    if not job.economies.intersection(rows.iso3.unique()):
        problems.append(f"{entry.code}: values for aggregates only, none for an economy")
    if problems:
        raise ContractError(problems)
    described = entry.description or worldbank.fetch_description(job.fetcher, job.base, entry.code)
    about = clean.indicator(entry, described, answer.last_updated or "", answer.fetched_at)
    return Series(entry, "fresh", description=about, rows=rows, notes=notes)


def reconcile(series: Series, old: Published | None, *, force: bool) -> Series:
    """A brought series, compared with what is published: its change, or the last good values where it is refused."""
    if old is None or not old.holds(series.entry.code):
        return series
    if series.rows is not None:
        return _compared(series, series.rows, old, force=force)
    before = old.description(series.entry.code)
    series.old_vintage = before["last_updated"]
    series.description = clean.indicator(series.entry, before, before["last_updated"], before["fetched_at"])
    series.description |= {name: before[name] for name in tables.COVERAGE}
    series.state = "kept" if series.state == "absent" else series.state
    return series


def _compared(series: Series, rows: pd.DataFrame, old: Published, *, force: bool) -> Series:
    code = series.entry.code
    before = old.values(code)
    losses = [] if force else validate.series_losses(code, rows, before)
    if losses:
        refused = Series(series.entry, "absent", ContractError([*losses, "publish it all the same with --force"]))
        return reconcile(refused, old, force=force)
    series.old_vintage = old.description(code)["last_updated"]
    series.change = revisions.change(before, rows)
    return series


def warn_if_denied(asked: Collection[Series]) -> list[str]:
    """Takes it for an outage where the service denies most published series at once; what is to be said of that.

    The World Bank's message for a code that it does not know is an answer, and so is an answer without rows. But no
    release takes half of its series away at once (the largest known moved 33 emission series of about 1,500 into the
    archive): a service that says so of more than half of the published series asked for, and of more than one, has
    had an accident. They are kept either way; the refresh then ends like any other outage.

    Args:
        asked: settled; those denied by an outage get another failure.
    """
    held = [s for s in asked if s.state in ("fresh", "unchanged", "kept")]
    denied = [s for s in held if s.state == "kept" and s.is_answered]
    if len(denied) < 2 or len(denied) <= MOST_DENIED * len(held):
        return []
    sentence = f"the service denies {len(denied)} of {len(held)} published series asked for, as in an outage"
    for s in denied:
        s.failure = SourceError(f"{sentence}; {s.reason}")
    return [f"{sentence[0].upper()}{sentence[1:]}: no release takes away so many at once. They are kept."]


def catalog_entry(series: Series, before: Mapping[str, Any], asked_at: str | None) -> dict[str, Any]:
    """What the catalog says of a series: its state, its vintage, and since when and why it is stale.

    Args:
        series: settled.
        before: what the published catalog says of it, empty if nothing.
        asked_at: when this refresh asked for it; None if it asked nobody (offline). Then what was published stands
            as it did: that the raw cache holds the same figures, or none, is no news of the service.
    """
    entry = {"title": series.entry.title, "is_configured": series.entry.is_configured}
    entry |= {name: series.description[key] for name, key in _FROM_DESCRIPTION.items() if series.description}
    if series.state == "carried":
        return {**before, **entry}
    is_same = series.change is not None and series.change.is_empty
    if asked_at is None and (series.state == "kept" or is_same):
        return {**before, **entry}
    if series.state in ("fresh", "unchanged"):
        read_at = series.description["fetched_at"]
        found = {"state": "fresh", **entry, "checked_at": asked_at or max(before.get("checked_at", ""), read_at)}
    else:
        since = before.get("stale_since") or before.get("checked_at") or asked_at
        found = {"state": series.state, **entry, "reason": series.reason}
        found |= {"stale_since": since, "checked_at": before.get("checked_at", "")} if series.state == "kept" else {}
    made = [note.text for note in series.notes if note.is_applied]
    notes = made if series.state == "fresh" else before.get("notes", [])
    return found | ({"notes": notes} if notes else {})


_FROM_DESCRIPTION = {"vintage": "last_updated", "fetched_at": "fetched_at"}
