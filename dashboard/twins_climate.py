"""The tables of the months of a year and of the warming stripes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import months, quantities
from dashboard.months import MONTHS, PERIODS, PRECIPITATION
from dashboard.months import TEMPERATURE as MONTHLY
from dashboard.provenance import TEMPERATURE
from dashboard.state import Selection
from dashboard.store import Snapshot
from dashboard.striped import stripes
from dashboard.tables import Table
from dashboard.twins_views import filters

OF_STRIPES = ("baseline", "region", "income")
"""The choices that the stripes' table follows."""

NAMES = {MONTHLY: ("Temperature", "°C"), PRECIPITATION: ("Precipitation", "mm")}


def of_months(snapshot: Snapshot, selection: Selection) -> Table:
    """The chosen country's months: the means of both thirty years, and what lies between them."""
    iso3 = selection.country
    name = str(snapshot.countries.set_index("iso3").loc[iso3, "name"])
    all_held = months.normals(snapshot)
    held = all_held.get(iso3, {})
    columns: dict[str, object] = {"Month": MONTHS if held else ()}
    for quantity, means in held.items():
        called, unit = NAMES[quantity]
        columns |= {f"{called} {period} ({unit})": means[period] for period in PERIODS}
        columns[f"Change of {called.lower()} ({unit})"] = means[PERIODS[1]] - means[PERIODS[0]]
    notes = [f"Means of each month over {PERIODS[0]} and over {PERIODS[1]}; change: the later less the earlier."]
    if MONTHLY in held:
        notes.append(f"Temperature: {months.dataset(snapshot, iso3)}.")
    if not held:
        notes = [f"This snapshot holds no monthly normals of {name}." if all_held else months.NONE_HELD]
    frame = pd.DataFrame(columns)
    return Table(
        f"months-{iso3.lower()}",
        f"The months of a year, {name}, {PERIODS[0]} and {PERIODS[1]}" if held else f"{name}: no monthly normals",
        frame,
        (TEMPERATURE,),
        baseline=PERIODS[0] if held else "",
        notes=tuple(notes),
        decimals={str(column): 2 if "°C" in str(column) else 1 for column in frame.columns[1:]},
    )


def of_stripes(snapshot: Snapshot, selection: Selection) -> Table:
    """The departures that the stripes of Rank are coloured by: a row an economy and year, the most warmed first."""
    kept = quantities.economies(snapshot)
    codes = np.array(kept.iso3)[kept.kept(selection.region, selection.income)]
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
        notes=(*filters(snapshot, selection), "The most warmed economy first, as the stripes stand."),
        decimals={column: 2},
    )
