"""A sentence on a country's projected change, modelled alone: for comparison with figures of another kind."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.projected_change import period, period_changes
from dashboard.snapshot import names
from dashboard.snapshot.codes import SCENARIOS
from dashboard.snapshot.projections import REFERENCE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import MID_CENTURY
from dashboard.text.numbers import signed


def for_scale(snapshot: Snapshot, iso3: str, name: str, scenario: str) -> str:
    """Return the change by the middle of the century from 2015-2024; "" without a projection."""
    grid = period_changes(snapshot, scenario)
    value = grid.of_year(iso3, MID_CENTURY) if grid.years.size else np.nan
    if np.isnan(value):
        return ""
    first, last = period(MID_CENTURY)
    return (
        f"For scale: climate models project {signed(value, 2)} °C for {names.in_sentence(iso3, name)} in "
        f"{first}–{last} from {REFERENCE[0]}–{REFERENCE[1]} under {SCENARIOS[scenario]} (CMIP6 ensemble median)."
    )
