"""The tables of Compare, Rank and Relate, from the choices that those views are drawn from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import quantities, queries, relating, tolerance, words_rank
from dashboard.comparing import compare
from dashboard.provenance import TEMPERATURE
from dashboard.quantities import INCOME_NAMES, Quantity
from dashboard.ranking import ranking
from dashboard.state import TEMPERATURE as COMPARES_TEMPERATURE
from dashboard.state import Selection
from dashboard.store import Snapshot
from dashboard.tables import Table, slug

OF_COMPARE = ("country", "compare", "compare_quantity", "compare_scale", "index_year", "compare_log", "baseline")
OF_RELATE = ("x", "y", "year", "region", "income")
OF_RANK = ("rank_by", "rank_order", "year", "region", "income")
"""The choices that each table follows."""


def of_compare(snapshot: Snapshot, selection: Selection) -> Table:
    """The places compared, a column each, every year in which one of them has a value."""
    shown = compare(snapshot, selection)
    is_temperature = not snapshot.indicators.id.eq(selection.compare_quantity).any()
    named = snapshot.countries.set_index("iso3")["name"]
    columns: dict[str, object] = {"Year": shown.years}
    columns |= {f"{named[code]} ({code})": own for code, own in shown.values.items()}
    frame = pd.DataFrame(columns)
    if shown.values:
        frame = frame[frame.Year.between(*shown.span)].reset_index(drop=True)
    notes = [f"{named[code]} has no values of this." for code in shown.silent]
    notes += [f"{named[code]} has no value in {shown.base_year} to count from." for code in shown.baseless]
    notes += [
        f"{named[code]} has a value of zero in {shown.base_year}; none counts from it." for code in shown.zero_based
    ]
    notes += shown.notes
    counts_from_baseline = is_temperature and shown.base_year is None
    return Table(
        f"compare-{slug(selection.compare_quantity)}-{'-'.join(shown.values).lower() or 'nobody'}",
        shown.stated,
        frame if shown.values else frame.head(0),
        (TEMPERATURE if is_temperature else selection.compare_quantity,),
        baseline="–".join(map(str, selection.baseline)) if counts_from_baseline else "",
        notes=tuple(notes),
        decimals={str(name): 2 for name in frame if name != "Year"}
        if selection.compare_quantity == COMPARES_TEMPERATURE
        else {},
        units={str(name): shown.unit for name in frame if name != "Year"},
    )


def of_rank(snapshot: Snapshot, selection: Selection) -> Table:
    """The economies in the order ranked, with the places that their intervals leave open."""
    shown = ranking(
        snapshot,
        selection.rank_by,
        selection.year,
        ascending=selection.rank_order == "ascending",
        region=selection.region,
        income=selection.income,
    )
    about = shown.quantity
    columns: dict[str, object] = {
        "Place": shown.place.astype(int),
        "Country": list(shown.name),
        "ISO code": list(shown.iso3),
        "Region": list(shown.region),
        _column(about): shown.value,
    }
    notes = filters(snapshot, selection)
    if shown.not_yet:
        notes.append(f"{shown.not_yet}, and so have no place.")
    if shown.missing:
        notes.append(f"No value, and so no place: {shown.missing} of {shown.missing + len(shown.iso3)} economies.")
    if shown.between is not None:
        columns[f"95 % interval from ({about.unit})"] = shown.low95
        columns[f"95 % interval to ({about.unit})"] = shown.high95
        columns["Places left open"] = [words_rank.between(shown, row) for row in range(len(shown.iso3))]
        columns["Doubt"] = list(shown.doubt)
        notes.append(words_rank.PLACES_LEFT_OPEN)
    if shown.of_year is not None:
        columns["Year"] = shown.of_year
        notes.append(tolerance.said())
    span = about.window or str(shown.year)
    return Table(
        f"rank-{slug(about.id)}-{slug(span)}",
        f"{about.title}, {span}, {words_rank.extremes(about, selection.rank_order == 'ascending')[0]} first",
        pd.DataFrame(columns),
        (_source(about),),
        baseline=about.window.partition(" minus ")[2],
        notes=tuple(notes),
        decimals=_decimals(about),
        units={_column(about): about.unit},
    )


def of_relate(snapshot: Snapshot, selection: Selection) -> Table:
    """Both figures of every economy that has both, in the year shown."""
    shown = relating.pair(snapshot, selection.x, selection.y)
    row, economies = shown.row(selection.year), quantities.economies(snapshot)
    both = economies.kept(selection.region, selection.income) & shown.both[row]
    at = np.flatnonzero(both)
    columns: dict[str, object] = {
        "Country": [economies.name[each] for each in at],
        "ISO code": [economies.iso3[each] for each in at],
        "Region": [economies.regions.get(economies.region[each], "") for each in at],
    }
    year = int(shown.years[row]) if shown.years.size else None
    notes = filters(snapshot, selection)
    for about, values, away in ((shown.x_is, shown.x, shown.x_away), (shown.y_is, shown.y, shown.y_away)):
        columns[_column(about)] = values[row, at]
        if year is not None and not about.is_measure:
            columns[f"Year of {about.title}"] = year + away[row, at].astype(int)
    if year is not None:
        notes.append(tolerance.said())
    notes.append(f"{int(both.sum())} economies have both. That two figures go together says nothing about a cause.")
    return Table(
        f"relate-{slug(shown.x_is.id)}-{slug(shown.y_is.id)}" + (f"-{year}" if year else ""),
        f"{shown.y_is.title} against {shown.x_is.title}" + (f", {year}" if year else ""),
        pd.DataFrame(columns),
        tuple(dict.fromkeys((_source(shown.x_is), _source(shown.y_is)))),
        notes=tuple(notes),
        decimals=_decimals(shown.x_is) | _decimals(shown.y_is),
        units={_column(about): about.unit for about in (shown.x_is, shown.y_is)},
    )


def filters(snapshot: Snapshot, selection: Selection) -> list[str]:
    """What is said of the region and the income group that a table keeps to."""
    notes = []
    if selection.region:
        notes.append(f"Kept to the region {queries.regions(snapshot.countries)[selection.region]}.")
    if selection.income:
        notes.append(f"Kept to the income group {INCOME_NAMES[selection.income]}.")
    return notes


def _column(about: Quantity) -> str:
    window = f"{about.window}, " if about.window else ""
    return f"{about.title} ({window}{about.unit})"


def _source(about: Quantity) -> str:
    return TEMPERATURE if about.is_measure else about.id


def _decimals(about: Quantity) -> dict[str, int]:
    """Two for a warming measure and its interval, none for a year; a series' own digits decide otherwise."""
    if not about.is_measure:
        return {}
    names = (_column(about), *(f"95 % interval {end} ({about.unit})" for end in ("from", "to")))
    return dict.fromkeys(names, 0 if about.unit == "year" else 2)
