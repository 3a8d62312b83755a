"""The tables of Rank: economies in order, and the stripes of every economy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis.rank import ranking
from dashboard.analysis.stripes import stripes
from dashboard.snapshot import doubts, economies, tolerance
from dashboard.snapshot.codes import slug
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.table import Table, column_name, filter_notes, quantity_decimals, source_code
from dashboard.text import emergence, rank

STRIPES_CHOICES = ("baseline", "region", "income")
"""The choices that the stripes' table follows."""


def stripes_table(snapshot: Snapshot, selection: Selection) -> Table:
    """The departures that the stripes of Rank are coloured by: a row an economy and year, the most warmed first."""
    kept = economies.economies(snapshot)
    codes = np.array(kept.iso3)[kept.mask(selection.region, selection.income)]
    shown = stripes(snapshot, selection.baseline).of(set(codes.tolist()))
    baseline = "–".join(map(str, selection.baseline))
    column = f"Difference from the mean of {baseline} (°C)"
    frame = pd.DataFrame(
        {
            "Country": np.repeat(np.array(shown.name, object), shown.years.size),
            "ISO code": np.repeat(np.array(shown.iso3, object), shown.years.size),
            "Year": np.tile(shown.years, len(shown.iso3)),
            column: shown.anomaly_c.ravel(),
        }
    ).dropna(subset=column, ignore_index=True)
    span = f", {shown.years[0]}–{shown.years[-1]}" if shown.iso3 else ""
    return Table(
        f"stripes-{baseline.replace('–', '-')}",
        f"Annual mean temperature of every economy, from its own mean of {baseline}{span}",
        frame,
        (TEMPERATURE,),
        baseline=baseline,
        notes=(*filter_notes(snapshot, selection), "The most warmed economy first, as the stripes stand."),
        decimals={column: 2},
    )


RANK_CHOICES = ("rank_by", "rank_order", "year", "region", "income")
"""The choices that each table follows."""


def rank_table(snapshot: Snapshot, selection: Selection) -> Table:
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
        "Place": shown.ranks.astype(int),
        "Country": list(shown.name),
        "ISO code": list(shown.iso3),
        "Region": list(shown.region),
        column_name(about): shown.value,
    }
    notes = filter_notes(snapshot, selection)
    if shown.not_emerged:
        notes.append(f"{emergence.counted(shown.pending, shown.not_emerged)}, and so have no place.")
    if shown.missing:
        notes.append(f"No value, and so no place: {shown.missing} of {shown.missing + len(shown.iso3)} economies.")
    if shown.rank_ranges is not None:
        columns[f"95 % interval from ({about.unit})"] = shown.low95
        columns[f"95 % interval to ({about.unit})"] = shown.high95
        columns["Places left open"] = [rank.rank_range(shown, row) for row in range(len(shown.iso3))]
        columns["Doubt"] = ["; ".join(own.values()) for own in shown.doubt]
        columns["Kind of doubt"] = [", ".join(doubts.LABELS[kind] for kind in own) for own in shown.doubt]
        notes.append(rank.PLACES_LEFT_OPEN)
    if shown.value_years is not None:
        columns["Year"] = shown.value_years
        notes.append(tolerance.note())
    span = about.window or str(shown.year)
    return Table(
        f"rank-{slug(about.id)}-{slug(span)}",
        f"{about.title}, {span}, {rank.extremes(about, selection.rank_order == 'ascending')[0]} first",
        pd.DataFrame(columns),
        (source_code(about),),
        baseline=about.window.partition(" minus ")[2],
        notes=tuple(notes),
        decimals=quantity_decimals(about),
        units={column_name(about): about.unit},
    )
