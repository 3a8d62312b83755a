"""Units of an indicator's change: points, the indicator's own unit, or per cent.

A percentage of a share misleads (from 1 % to 2 % is not "100 %"), and one of
years of life or of children is hard to read.
"""

from __future__ import annotations

OWN_UNITS = ("years", "births per woman")
"""Units in which a change is as clear as the value: life expectancy, fertility."""


def change_unit(unit: str) -> str:
    """Return the unit of a change of values in `unit`; "%" if the change is relative to the first value."""
    if unit.startswith("%"):
        return "percentage points"
    if unit.startswith("on a scale from"):  # the Gini index
        return "points"
    return unit if unit in OWN_UNITS else "%"
