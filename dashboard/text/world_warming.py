"""Sentences on the world's warming as IPCC AR6 assessed it, for comparison with a country's projected change."""

from __future__ import annotations

from dashboard.analysis.world_warming import BASE, SOURCE, assessed
from dashboard.snapshot.codes import SCENARIOS


def sentence(scenario: str, period: tuple[int, int]) -> str:
    """Return best estimate and range with scenario, period and source; "" for what was not assessed."""
    found = assessed(scenario, period)
    if found is None:
        return ""
    return (
        f"World, land and ocean: +{found.best_c:.1f} °C in {period[0]}–{period[1]} under {SCENARIOS[scenario]} "
        f"(very likely +{found.low_c:.1f} to +{found.high_c:.1f}), relative to {BASE[0]}–{BASE[1]} ({SOURCE})."
    )
