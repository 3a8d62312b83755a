"""The table of Relate: both quantities of every economy."""

from __future__ import annotations

import numpy as np

from dashboard.analysis import relate
from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import tolerance
from dashboard.snapshot.codes import slug
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import constant, text, years
from dashboard.tables.table import Table, filter_notes, source_code, value_of

RELATE_CHOICES = ("x", "y", "year", "region", "income")


def relate_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return both figures of every economy that has both, in the year shown."""
    shown = relate.pair(snapshot, selection.x, selection.y)
    row, economies = shown.row(selection.year), economies_snapshot.economies(snapshot)
    both = economies.mask(selection.region, selection.income) & shown.has_both[row]
    at = np.flatnonzero(both)
    columns = [
        text("name", "Country", [economies.name[each] for each in at]),
        text("iso3", "ISO code", [economies.iso3[each] for each in at]),
        text("region", "Region", [economies.regions.get(economies.region[each], "") for each in at]),
    ]
    year = int(shown.years[row]) if shown.years.size else None
    notes = filter_notes(snapshot, selection)
    for axis, about, values, offsets in (
        ("x", shown.x_quantity, shown.x, shown.x_offsets),
        ("y", shown.y_quantity, shown.y, shown.y_offsets),
    ):
        columns.append(constant(f"{axis}_series", about.id, at.size))
        columns.append(value_of(about, values[row, at], name=f"{axis}_value"))
        columns.append(constant(f"{axis}_unit", about.unit, at.size))
        if year is not None and not about.is_measure:
            own = year + offsets[row, at].astype(int)
            columns.append(years(own, f"Year of {about.title}", name=f"{axis}_year"))
    if year is not None:
        notes.append(tolerance.note())
    notes.append(f"{int(both.sum())} countries have both values. Correlation is not causation.")
    return Table(
        f"relate-{slug(shown.x_quantity.id)}-{slug(shown.y_quantity.id)}" + (f"-{year}" if year else ""),
        f"{shown.y_quantity.title} against {shown.x_quantity.title}" + (f", {year}" if year else ""),
        tuple(columns),
        tuple(dict.fromkeys((source_code(shown.x_quantity), source_code(shown.y_quantity)))),
        notes=tuple(notes),
    )
