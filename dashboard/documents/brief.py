"""Content of a country brief: one page about a place, from the sentences and values that Explore shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard import config
from dashboard.analysis import profile
from dashboard.analysis.country import CountryData, CountryKey, country_data
from dashboard.analysis.future import LAST_YEAR
from dashboard.analysis.profile import Entry
from dashboard.analysis.temperature import TemperatureData
from dashboard.charts.svg.scenarios import Ahead, ahead_of
from dashboard.snapshot import groupings, groups, projection_source, provenance
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.options import new_selection, options_of
from dashboard.text import country
from dashboard.text import future as future_text
from dashboard.text import groupings as groupings_text
from dashboard.text.key_figures import KeyFigure, tiles
from dashboard.text.numbers import amount

INTERVALS = (
    "Intervals are 95 % confidence intervals of year-to-year variability only; they exclude observational uncertainty."
)

NO_DATA = "no data"


@dataclass(frozen=True)
class Row:
    """A series in the brief's table; `peers` has a text for each of `Brief.peers`, "" without a value."""

    code: str
    title: str
    unit: str
    value: str
    year: str
    rank: str
    peers: tuple[str, ...]
    values: tuple[float, ...]
    """Every year from the first value to the last, for a small line; NaN where missing."""
    doubt: str = ""


@dataclass(frozen=True, eq=False)
class Brief:
    """The texts of a brief, without markup; `temperature` is for its charts, None without a record."""

    iso3: str
    heading: str
    place: str
    change: country.Change | None
    line: str
    finding: str
    doubt: str
    tiles: tuple[KeyFigure, ...]
    temperature: TemperatureData | None
    ahead: Ahead | None
    """The scenarios that follow the observed years in the chart."""
    temperature_label: str
    trend: str
    projection: str
    peers: tuple[str, ...]
    rows: tuple[Row, ...]
    no_rows: str
    note: str
    sources: tuple[str, ...]
    published: str
    query: str
    """Of the dashboard's address that shows the place."""

    @property
    def title(self) -> str:
        """Title of the page."""
        return f"{self.heading} · {config.TITLE}"

    @property
    def years(self) -> str:
        """Years of the temperature chart."""
        if self.temperature is None:
            return ""
        observed = f"{self.temperature.covered[0]}–{self.temperature.covered[1]}"
        return f"observed {observed}, modelled to {LAST_YEAR}" if self.ahead else observed

    @property
    def description(self) -> str:
        """The finding, for search results and previews."""
        doubt = f" Low confidence: {self.doubt}." if self.doubt else ""
        return f"{self.finding}{doubt}" if self.finding else self.line


def codes(snapshot: Snapshot) -> list[str]:
    """Return the codes of all places that have a brief: economies, areas, regions, groupings and the World."""
    return list(options_of(snapshot).countries)


def brief(snapshot: Snapshot, iso3: str) -> Brief:
    """Return the brief of a place.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    selection = new_selection(snapshot)
    selection.country = iso3
    data = country_data(snapshot, CountryKey.of(selection))
    entries = [profile.entry(snapshot, iso3, code) for code in _series(snapshot, data)]
    names = groups.place_index(snapshot)
    peers = profile.peers(snapshot, iso3) if entries else ()
    has_values = any(np.isfinite(entry.value) for entry in entries)
    rows = tuple(_row(entry, peers) for entry in entries) if has_values else ()
    ahead = ahead_of(snapshot, iso3, data.key.baseline, selection.scenario) if data.temperature else None
    return Brief(
        iso3=iso3,
        heading=data.heading,
        place=_place(snapshot, data),
        change=country.change(data),
        line=country.change_line(data),
        finding=country.finding(data),
        doubt=country.doubt(data),
        tiles=tuple(tiles(data)),
        temperature=data.temperature,
        ahead=ahead,
        temperature_label=_label(data, ahead),
        trend=country.trend(data.trend) if data.trend else "",
        projection=" ".join(future_text.sentences(data, ahead.future)) if ahead else "",
        peers=tuple(names.name(code) for code in peers),
        rows=rows,
        no_rows="" if rows else f"There are no World Bank indicators for {data.name} in this snapshot.",
        note=INTERVALS if data.temperature else "",
        sources=_sources(snapshot, data, rows, has_projections=ahead is not None),
        published=snapshot.catalog["published_at"][:10],
        query=url.encode(selection),
    )


def _series(snapshot: Snapshot, data: CountryData) -> tuple[str, ...]:
    return () if data.row["kind"] == "area" else profile.series_shown(snapshot)


def _place(snapshot: Snapshot, data: CountryData) -> str:
    if data.row["kind"] != groupings.KIND:
        return country.place(data.row)
    found = groups.place_index(snapshot).members(data.key.iso3)
    is_mirror = not snapshot.catalog["origin"]["is_official"]
    return f"World Bank grouping · {groupings_text.members(found, data.name, is_mirror=is_mirror)}"


def _label(data: CountryData, ahead: Ahead | None) -> str:
    """Return the accessible name of the temperature chart; "" without one."""
    if data.temperature is None:
        return ""
    modelled = f" {future_text.label(data, ahead.future)}" if ahead else ""
    return country.temperature_label(data) + modelled


def _row(entry: Entry, peers: tuple[str, ...]) -> Row:
    data = entry.data
    rank = f"{entry.rank} of {entry.ranked}" if entry.rank else ""
    if rank and entry.ranked_year and entry.ranked_year != entry.year:
        rank += f" ({entry.ranked_year})"
    near = (entry.peers.get(code) for code in peers)
    return Row(
        code=entry.code,
        title=data.title,
        unit=data.unit,
        value=amount(entry.value, data.decimals) if entry.year else NO_DATA,
        year=str(entry.year or ""),
        rank=rank,
        peers=tuple(f"{amount(one.value, data.decimals)} ({one.year})" if one else "" for one in near),
        values=tuple(float(value) for value in data.covered[1]),
        doubt=" ".join(data.doubts),
    )


def _sources(snapshot: Snapshot, data: CountryData, rows: tuple[Row, ...], *, has_projections: bool) -> tuple[str, ...]:
    lines = [provenance.line(snapshot, provenance.TEMPERATURE)] if data.temperature is not None else []
    if has_projections:
        lines.append(projection_source.line(snapshot))
    if rows:
        found = provenance.sources_of(snapshot, [row.code for row in rows])
        databases = dict.fromkeys(one.dataset.partition(":")[0] for one in found)
        licences = dict.fromkeys(part for one in found for part in one.licence.split("; "))
        days = sorted({one.vintage for one in found})
        span = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        lines.append(f"World Bank, {'; '.join(databases)}. {'; '.join(licences)}. Updated {span}.")
    return tuple(lines)
