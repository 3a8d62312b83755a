"""Tables of one country that need more than its yearly values."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import groups
from dashboard.provenance import TEMPERATURE
from dashboard.series import temperature
from dashboard.state import Selection
from dashboard.store import Snapshot
from dashboard.tables import Table
from measures.windows import every_window


def of_windows(snapshot: Snapshot, selection: Selection) -> Table:
    """The trend of the chosen country's temperature over every window of 15 years or more."""
    name = groups.places(snapshot).name(selection.country)
    held = temperature(snapshot)
    found = every_window(held.years, held.of(selection.country))
    numbers = {
        "Trend (°C per decade)": found.slope_per_decade,
        "95 % interval from (°C per decade)": np.where(np.isfinite(found.low95), found.low95, np.nan),
        "95 % interval to (°C per decade)": np.where(np.isfinite(found.high95), found.high95, np.nan),
    }
    return Table(
        f"trend-windows-{selection.country.lower()}",
        f"Trend of the annual mean temperature over every window of years, {name}",
        pd.DataFrame({"Year first": found.first_year, "Year last": found.last_year, **numbers}),
        (TEMPERATURE,),
        notes=("No interval is given where a window is worth too few independent years.",),
        decimals=dict.fromkeys(numbers, 2),
    )
