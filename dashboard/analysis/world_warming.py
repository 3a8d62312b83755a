"""The world's warming as assessed by IPCC AR6, by scenario and period: shown beside a country's change.

Source: IPCC, 2021: Summary for Policymakers. In: Climate Change 2021: The Physical Science Basis (AR6 WGI), Table
SPM.1, doi:10.1017/9781009157896.001. Change of global surface temperature, land and ocean, from 1850-1900, in degC.
"""

from __future__ import annotations

from dataclasses import dataclass

Period = tuple[int, int]

NEAR_TERM: Period = (2021, 2040)
MID_TERM: Period = (2041, 2060)
LONG_TERM: Period = (2081, 2100)

BASE: Period = (1850, 1900)
"""The years that the assessed changes count from. Temperatures by country begin in 1901."""

SOURCE = "IPCC AR6 WGI, Table SPM.1"
DOI = "10.1017/9781009157896.001"


@dataclass(frozen=True)
class Assessed:
    """Best estimate and very likely range (90 %), in degC from 1850-1900."""

    best_c: float
    low_c: float
    high_c: float


TABLE: dict[str, dict[Period, Assessed]] = {
    "ssp119": {
        NEAR_TERM: Assessed(1.5, 1.2, 1.7),
        MID_TERM: Assessed(1.6, 1.2, 2.0),
        LONG_TERM: Assessed(1.4, 1.0, 1.8),
    },
    "ssp126": {
        NEAR_TERM: Assessed(1.5, 1.2, 1.8),
        MID_TERM: Assessed(1.7, 1.3, 2.2),
        LONG_TERM: Assessed(1.8, 1.3, 2.4),
    },
    "ssp245": {
        NEAR_TERM: Assessed(1.5, 1.2, 1.8),
        MID_TERM: Assessed(2.0, 1.6, 2.5),
        LONG_TERM: Assessed(2.7, 2.1, 3.5),
    },
    "ssp370": {
        NEAR_TERM: Assessed(1.5, 1.2, 1.8),
        MID_TERM: Assessed(2.1, 1.7, 2.6),
        LONG_TERM: Assessed(3.6, 2.8, 4.6),
    },
    "ssp585": {
        NEAR_TERM: Assessed(1.6, 1.3, 1.9),
        MID_TERM: Assessed(2.4, 1.9, 3.0),
        LONG_TERM: Assessed(4.4, 3.3, 5.7),
    },
}
"""Assessed change by scenario and 20-year period."""


def assessed(scenario: str, period: Period) -> Assessed | None:
    """Return the assessed change of a scenario; None for a period or scenario that the table does not have."""
    return TABLE.get(scenario, {}).get(period)
