"""The table of Compare: on the page a column a place and a row a year, in files a row a place and year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis.compare import Comparison, Kind, compare
from dashboard.snapshot.codes import slug
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import Column, constant, measured, text, years
from dashboard.tables.table import Table
from dashboard.text.compare import DECIMALS, fallbacks
from dashboard.text.indicator import forecasts_left_out

COMPARE_CHOICES = (
    "country",
    "countries",
    "compare_quantity",
    "compare_scale",
    "base_year",
    "compare_years",
    "compare_log",
    "baseline",
)

NAMES = {Kind.VALUE: "value", Kind.ANOMALY: "anomaly_c", Kind.INDEX: "index"}
"""Name of the values in files; changes have the name "change"."""


def compare_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return every year in which one of the places compared has a value."""
    shown = compare(snapshot, selection)
    is_temperature = not snapshot.indicators.id.eq(selection.compare_quantity).any()
    named = snapshot.countries.set_index("iso3")["name"]
    notes = [f"No data for {named[code]}." for code in shown.without_values]
    notes += [f"No value in the base year {shown.base_year}: {named[code]}." for code in shown.without_base_value]
    notes += [f"Value of zero in the base year {shown.base_year}: {named[code]}." for code in shown.zero_at_base]
    notes += [f"No value in the years shown: {named[code]}." for code in shown.outside_years]
    notes += fallbacks(shown)
    if not is_temperature:
        notes += filter(None, [forecasts_left_out(snapshot, selection.compare_quantity)])
    columns, wide = _columns(shown, named, selection.compare_quantity)
    counts_from_baseline = is_temperature and shown.base_year is None
    return Table(
        f"compare-{slug(selection.compare_quantity)}-{'-'.join(shown.values).lower() or 'no-place'}",
        shown.heading,
        columns,
        (TEMPERATURE if is_temperature else selection.compare_quantity,),
        baseline="–".join(map(str, selection.baseline)) if counts_from_baseline else "",
        notes=tuple(notes),
        wide=wide,
    )


def _columns(shown: Comparison, named: pd.Series, quantity: str) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Return the columns of the files and those of the page."""
    first, last = shown.span if shown.values else (1, 0)
    is_shown = (shown.years >= first) & (shown.years <= last)
    at, codes, unit, decimals = shown.years[is_shown], list(shown.values), shown.full_unit, DECIMALS.get(shown.kind)
    own = {code: values[is_shown] for code, values in shown.values.items()}
    wide = [
        Column(code, f"{named[code]} ({code})", pd.Series(own[code]), unit, decimals, of_series=shown.decimals)
        for code in codes
    ]
    in_files = "°C" if shown.kind == Kind.ANOMALY else unit  # the column has the same name and unit in every table
    every = np.concatenate([np.empty(0), *own.values()])
    long = (
        text("iso3", "ISO code", np.repeat(np.array(codes, object), at.size)),
        text("name", "Country", np.repeat(np.array([named[code] for code in codes], object), at.size)),
        years(np.tile(at, len(codes))),
        constant("series", quantity, every.size),
        measured(NAMES.get(shown.kind, "change"), shown.title, in_files, every, decimals),
        constant("unit", in_files, every.size),
    )
    return long, (years(at), *wide)
