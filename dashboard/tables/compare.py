"""The table of Compare: a column a place, a row a year."""

from __future__ import annotations

import pandas as pd

from dashboard.analysis.compare import compare
from dashboard.snapshot.codes import slug
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import TEMPERATURE_ANOMALY, Selection
from dashboard.tables.table import Table
from dashboard.text.compare import fallbacks
from dashboard.text.indicator import forecasts_left_out

COMPARE_CHOICES = ("country", "countries", "compare_quantity", "compare_scale", "base_year", "compare_log", "baseline")


def compare_table(snapshot: Snapshot, selection: Selection) -> Table:
    """The places compared, a column each, every year in which one of them has a value."""
    shown = compare(snapshot, selection)
    is_temperature = not snapshot.indicators.id.eq(selection.compare_quantity).any()
    named = snapshot.countries.set_index("iso3")["name"]
    columns: dict[str, object] = {"Year": shown.years}
    columns |= {f"{named[code]} ({code})": own for code, own in shown.values.items()}
    frame = pd.DataFrame(columns)
    if shown.values:
        frame = frame[frame.Year.between(*shown.span)].reset_index(drop=True)
    notes = [f"{named[code]} has no values of this." for code in shown.without_values]
    notes += [f"{named[code]} has no value in {shown.base_year} to count from." for code in shown.without_base_value]
    notes += [
        f"{named[code]} has a value of zero in {shown.base_year}; none counts from it." for code in shown.zero_at_base
    ]
    notes += fallbacks(shown)
    if not is_temperature:
        notes += filter(None, [forecasts_left_out(snapshot, selection.compare_quantity)])
    counts_from_baseline = is_temperature and shown.base_year is None
    return Table(
        f"compare-{slug(selection.compare_quantity)}-{'-'.join(shown.values).lower() or 'nobody'}",
        shown.heading,
        frame if shown.values else frame.head(0),
        (TEMPERATURE if is_temperature else selection.compare_quantity,),
        baseline="–".join(map(str, selection.baseline)) if counts_from_baseline else "",
        notes=tuple(notes),
        decimals={str(name): 2 for name in frame if name != "Year"}
        if selection.compare_quantity == TEMPERATURE_ANOMALY
        else {},
        units={str(name): shown.unit for name in frame if name != "Year"},
    )
