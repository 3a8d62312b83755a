"""The table of Relate: both quantities of every economy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis import relate
from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import tolerance
from dashboard.snapshot.codes import slug
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.table import Table, column_name, filter_notes, quantity_decimals, source_code

RELATE_CHOICES = ("x", "y", "year", "region", "income")


def relate_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Both figures of every economy that has both, in the year shown."""
    shown = relate.pair(snapshot, selection.x, selection.y)
    row, economies = shown.row(selection.year), economies_snapshot.economies(snapshot)
    both = economies.mask(selection.region, selection.income) & shown.has_both[row]
    at = np.flatnonzero(both)
    columns: dict[str, object] = {
        "Country": [economies.name[each] for each in at],
        "ISO code": [economies.iso3[each] for each in at],
        "Region": [economies.regions.get(economies.region[each], "") for each in at],
    }
    year = int(shown.years[row]) if shown.years.size else None
    notes = filter_notes(snapshot, selection)
    for about, values, away in (
        (shown.x_quantity, shown.x, shown.x_offsets),
        (shown.y_quantity, shown.y, shown.y_offsets),
    ):
        columns[column_name(about)] = values[row, at]
        if year is not None and not about.is_measure:
            columns[f"Year of {about.title}"] = year + away[row, at].astype(int)
    if year is not None:
        notes.append(tolerance.note())
    notes.append(f"{int(both.sum())} economies have both. That two figures go together says nothing about a cause.")
    return Table(
        f"relate-{slug(shown.x_quantity.id)}-{slug(shown.y_quantity.id)}" + (f"-{year}" if year else ""),
        f"{shown.y_quantity.title} against {shown.x_quantity.title}" + (f", {year}" if year else ""),
        pd.DataFrame(columns),
        tuple(dict.fromkeys((source_code(shown.x_quantity), source_code(shown.y_quantity)))),
        notes=tuple(notes),
        decimals=quantity_decimals(shown.x_quantity) | quantity_decimals(shown.y_quantity),
        units={column_name(about): about.unit for about in (shown.x_quantity, shown.y_quantity)},
    )
