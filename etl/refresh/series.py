"""One series from the service into the snapshot: look up, fetch, check, or keep the last good values.

`fetch` runs on a worker, which is a thread or a process on another machine, and returns the result; `reconcile`
compares it with the published values. The failure of one series never affects the others.
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
from etl.refresh import checks
from etl.snapshot import revisions
from etl.snapshot.published import Published
from etl.sources import services, worldbank
from etl.sources.http import Fetcher
from etl.transform import clean
from etl.transform.corrections import Correction, Note

MOST_DENIED = 0.5
"""Largest share of the requested published series that the service may report as gone, or it counts as an outage."""


MIRROR_LACKS = "the mirror that these figures were read from lacks this series"
"""Reason where the service asked was not the World Bank's own, which may well have the series."""


@dataclass(frozen=True)
class Job:
    """What a worker needs to fetch any series.

    `api` is the base address of the Indicators API and `code_of` maps the service's codes to iso3. `vintages` has the
    published vintage of each series that need not be fetched while the service still has that vintage; `uncached`
    has the series that must not come from the raw cache.
    """

    fetcher: Fetcher
    api: str
    code_of: Mapping[str, str]
    economies: frozenset[str]
    corrections: tuple[Correction, ...]
    vintages: Mapping[str, str]
    now: str
    uncached: frozenset[str] = frozenset()


@dataclass
class Series:
    """One series and the result of its refresh.

    `state` is fresh (fetched now), unchanged (the service still has the published vintage), carried (not asked for),
    kept (failed; the last good values stay), absent (failed, and never published) or older (a release before the
    first that the list wants). `rows` is None if the published
    values stay. `left_out` has sentences on values that were not published, `moved` one on a change of database.
    """

    entry: Configured
    state: str
    failure: EtlError | None = None
    description: dict[str, Any] = field(default_factory=dict)
    rows: pd.DataFrame | None = None
    notes: list[Note] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    change: revisions.Change | None = None
    old_vintage: str = ""
    moved: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether the service itself answered that it does not have the series: an answer, not a failure."""
        return isinstance(self.failure, (NoData, Refused))

    @property
    def reason(self) -> str:
        """Why the series is kept or absent; empty otherwise."""
        return str(self.failure) if self.failure else ""


def fetch(entry: Configured, job: Job) -> Series:
    """Fetch one series if the service has a new vintage; a failure is returned, not raised."""
    try:
        return _fetched(entry, job)
    except (NoData, Refused) as answer:
        return Series(entry, "absent", _of_mirror(answer) if services.is_mirror(job.api) else answer)
    except (SourceError, ContractError) as failure:
        return Series(entry, "absent", failure)


def _of_mirror(answer: NoData | Refused) -> NoData | Refused:
    """Return a mirror's answer as its own: a gap of the mirror says nothing about the World Bank."""
    answered = f"; it answers: {answer}" if isinstance(answer, Refused) else ""
    return type(answer)(f"{MIRROR_LACKS}{answered}")


def _fetched(entry: Configured, job: Job) -> Series:
    series = worldbank.Address(job.api, entry.code, entry.source_id)
    vintage = None if job.fetcher.offline else worldbank.fetch_vintage(job.fetcher, series)
    if vintage and vintage.last_updated and vintage.last_updated == job.vintages.get(entry.code):
        return Series(entry, "unchanged")
    if vintage and _is_older(entry, vintage.last_updated):
        return Series(entry, "older")
    answer = worldbank.fetch_series(job.fetcher, series, None if entry.code in job.uncached else vintage)
    if _is_older(entry, answer.last_updated):  # offline, where no vintage was asked for
        return Series(entry, "older")
    description = checks.describe(job.fetcher, job.api, entry)
    found = checks.accepted(
        entry,
        description["name"],
        answer,
        job.code_of,
        job.economies,
        job.corrections,
        date.fromisoformat(job.now[:10]),
    )
    row = clean.indicator(entry, description, answer.last_updated or "", answer.fetched_at)
    return Series(entry, "fresh", description=row, rows=found.rows, notes=found.notes, left_out=found.left_out)


def _is_older(entry: Configured, last_updated: str | None) -> bool:
    """Whether a release is too old for the list; one without a date is not."""
    return bool(last_updated) and (last_updated or "") < entry.released_since


def reconcile(series: Series, old: Published | None, *, force: bool) -> Series:
    """Compare a fetched series with the published values: note its change, or keep the last good values."""
    if old is None or not old.holds(series.entry.code):
        return series
    if series.rows is not None:
        return _compared(series, series.rows, old, force=force)
    before = old.description(series.entry.code)
    series.old_vintage = before["last_updated"]
    series.description = clean.indicator(series.entry, before, before["last_updated"], before["fetched_at"])
    series.description |= {name: before[name] for name in (*tables.COVERAGE, *tables.NEW_COVERAGE)}
    series.state = {"absent": "kept", "older": "carried"}.get(series.state, series.state)
    return series


def _compared(series: Series, rows: pd.DataFrame, old: Published, *, force: bool) -> Series:
    code = series.entry.code
    before, described = old.values(code), old.description(code)
    if moved := _moved(described, series.description):
        series.moved = moved
        series.notes.append(Note(f"{code}: {moved}."))
    # Another database may have fewer years and economies, or another unit; the list of indicators asks for it.
    losses = [] if force or series.moved else validate.series_losses(code, rows, before)
    if losses:
        rejected = Series(series.entry, "absent", ContractError([*losses, "publish it all the same with --force"]))
        return reconcile(rejected, old, force=force)
    series.old_vintage = described["last_updated"]
    series.change = revisions.change(before, rows)
    return series


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return a sentence on a change of database; empty where it is the same, or unknown."""
    if before["source_id"] in ("", after["source_id"]) or not after["source_id"]:
        return ""
    return (
        f"from {after['source']} ({after['source_id']}) since {after['fetched_at'][:10]}, "
        f"before that from {before['source']} ({before['source_id']})"
    )


def warn_if_denied(asked: Collection[Series]) -> list[str]:
    """Treat it as an outage if the service denies most published series at once; return notes for the user.

    The World Bank's message for an unknown code is an answer, and so is a response without rows. But no release
    removes half of all series at once; the largest known moved 33 emission series of about 1,500 to the archive. A
    service that denies more than half of the requested published series, and more than one, has a fault. The series
    are kept in either case; the refresh then ends as in any other outage.

    Args:
        asked: reconciled series; those denied by an outage get a `SourceError` as their failure.
    """
    published = [s for s in asked if s.state in ("fresh", "unchanged", "kept")]
    denied = [s for s in published if s.state == "kept" and s.is_answered]
    if len(denied) < 2 or len(denied) <= MOST_DENIED * len(published):
        return []
    sentence = f"the service denies {len(denied)} of {len(published)} published series asked for, as in an outage"
    for s in denied:
        s.failure = SourceError(f"{sentence}; {s.reason}")
    return [
        f"{sentence[0].upper()}{sentence[1:]}: no release removes so many at once. They keep their last good values."
    ]


def catalog_entry(series: Series, before: Mapping[str, Any], asked_at: str | None) -> dict[str, Any]:
    """Return the catalog's entry of a series: its state and vintage, and since when and why it is stale.

    Args:
        series: reconciled.
        before: its entry in the published catalog, or empty.
        asked_at: when this refresh asked the service; None if offline. Offline, a published entry stays as it is:
            the same figures in the raw cache, or none, tell nothing about the service.
    """
    title = series.description.get("title", series.entry.title)
    entry = {"title": title, "is_configured": series.entry.is_configured}
    entry |= {name: series.description[key] for name, key in _FROM_DESCRIPTION.items() if series.description}
    if series.state == "carried":
        return {**before, **entry}
    is_same = series.change is not None and series.change.is_empty
    if asked_at is None and (series.state == "kept" or is_same):
        return {**before, **entry}
    if series.state in ("fresh", "unchanged"):
        read_at = series.description["fetched_at"]
        entry = {"state": "fresh", **entry, "checked_at": asked_at or max(before.get("checked_at", ""), read_at)}
    else:
        entry = {"state": series.state, **entry, "reason": series.reason}
    if series.state == "kept":
        since = before.get("stale_since") or before.get("checked_at") or asked_at
        entry |= {"stale_since": since, "checked_at": before.get("checked_at", "")}
    applied = [note for note in series.notes if note.is_applied]
    if series.state == "fresh":
        changes = {
            "notes": [note.text for note in applied],
            "corrections": [note.record for note in applied],
            "left_out": series.left_out,
        }
    else:
        changes = {name: before.get(name, []) for name in ("notes", "corrections", "left_out")}
    moved = series.moved or before.get("moved", "")
    return entry | {name: listed for name, listed in changes.items() if listed} | ({"moved": moved} if moved else {})


_FROM_DESCRIPTION = {"vintage": "last_updated", "fetched_at": "fetched_at"}
