"""Entries of the search index for series and warming measures: title, unit, topic, years, countries, state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboard.snapshot import provenance, quantities, units, warming_measures
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.store import Snapshot, SnapshotError

MOST_FEATURED = 60
"""Series offered before anything is typed: some three screens of a list."""

OLD_AFTER_YEARS = 2
"""A series last updated so many years before that of the snapshot is marked; most are updated once or twice a year."""

REASONS = {provenance.MIRROR_LACKS: "the local copy lacks it", provenance.NO_VALUES: "the service has no values"}
"""Short reasons of absent series, by those of the catalog."""


@cached_on_argument(published=True)
def featured(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the codes of the featured series in their order, at most MOST_FEATURED.

    A snapshot that features none has its configured series instead, and one without these its first ones.
    """
    listed = snapshot.indicators
    ranked = listed[listed["featured"] > 0].sort_values("featured")
    configured = listed[listed["is_configured"].astype(bool)] if "is_configured" in listed else listed[:0]
    for series_of in (ranked, configured, listed):
        if len(series_of):
            return tuple(series_of.id[:MOST_FEATURED])
    return ()


def topics(snapshot: Snapshot) -> list[str]:
    """Return the topics of the series, in the order of the table."""
    return list(dict.fromkeys(str(topic) for topic in snapshot.indicators.topic))


def series(snapshot: Snapshot, aliases: dict[str, list[str]]) -> list[list[Any]]:
    """Return [code, title, unit, number of the topic, years, countries, state, featured, other names] of each series.

    Countries are those with any value, `years` is "1960–2023", `state` is empty for a series that is up to date and has
    no forecasts, and `featured` counts from 1; 0 for the others. Other names are the World Bank's name, where it has
    other words, the short title, the summary, further topics, and the reviewed ones.
    """
    number_of = {topic: number for number, topic in enumerate(topics(snapshot))}
    place_of = {code: place for place, code in enumerate(featured(snapshot), 1)}
    old_until = int(snapshot.catalog["published_at"][:4]) - OLD_AFTER_YEARS
    states = {source.code: source.state for source in provenance.every_series(snapshot)}
    ahead = {code: _ahead(snapshot, code) for code in snapshot.observations.with_forecasts()}
    return [
        [
            row["id"],
            row["title"],
            row["unit"],
            number_of[row["topic"]],
            years(row["first_year"], row["last_year"]),
            int(row.get("countries") or 0),
            state(states.get(row["id"], provenance.FRESH), row["last_updated"], old_until, ahead.get(row["id"], "")),
            place_of.get(row["id"], 0),
            _other_names(row, aliases.get(row["id"], ())),
        ]
        for row in snapshot.indicators.to_dict("records")
    ]


def _other_names(row: dict[Any, Any], aliases: Iterable[str]) -> list[str]:
    further = str(row["topics"]).split("; ")[1:]
    names = (row["name"], row["short_title"], row["summary"], *further, *aliases)
    own = {"", row["title"], f"{row['title']} ({row['unit']})"}
    return [name for name in dict.fromkeys(names) if units.printed(name) not in own]


def years(first: int, last: int) -> str:
    """Return a span of years, or the one year."""
    return str(first) if first == last else f"{first}–{last}"


def state(kept: str, last_updated: str, old_until: int, ahead: str = "") -> str:
    """Return what to know of a series before choosing it; empty if it is up to date and has no forecasts.

    Args:
        kept: state of the series in the catalog.
        last_updated: day of its release, ISO 8601.
        old_until: last year of an older release.
        ahead: what is to be known of its forecasts; "" without any.
    """
    year = str(last_updated)[:4]
    age = f"older release ({year})" if year.isdecimal() and int(year) <= old_until else ""
    if kept == provenance.KEPT:
        age = "not refreshed lately"
    return ", ".join(filter(None, (age, ahead)))


def _ahead(snapshot: Snapshot, code: str) -> str:
    """Return until when a series has forecasts, or that it has nothing else."""
    try:
        years = snapshot.forecasts(code).year
    except SnapshotError:  # its own view says so
        return ""
    return f"forecasts to {years.max()}" if len(years) else "only forecasts"


def absent(snapshot: Snapshot, aliases: dict[str, list[str]]) -> list[list[Any]]:
    """Return [code, title, reason, other names] of each configured series without values."""
    return [
        [one.code, one.title, REASONS.get(one.reason, "see Data"), aliases.get(one.code, [])]
        for one in provenance.every_series(snapshot)
        if one.state == provenance.ABSENT
    ]


def measures(snapshot: Snapshot) -> list[list[Any]]:
    """Return [id, title, unit, years, other names] of each published warming measure."""
    order = {measure.name: place for place, measure in enumerate(warming_measures.MEASURES)}
    return [
        [one.id, one.title, one.unit, one.window, _other_titles(one)]
        for one in sorted(quantities.quantities(snapshot).values(), key=lambda one: order.get(one.id, len(order)))
        if one.is_measure
    ]


def _other_titles(measure: quantities.Quantity) -> list[str]:
    words = warming_measures.of(measure.id)
    return [
        title for title in dict.fromkeys((words.title, words.menu, words.column)) if title not in ("", measure.title)
    ]
