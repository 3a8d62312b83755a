"""Units of an indicator's change: which change in points or in their own unit, and which in per cent.

A percentage of a share misleads (from 1 % to 2 % is not "100 %"), and one of years of life or of children says little.
"""

from __future__ import annotations

OWN_UNITS = ("years", "births per woman")
"""Units in which a change is as plain as the value: life expectancy, fertility."""


def change_unit(unit: str) -> str:
    """Return the unit of a change of values in `unit`; "%" where the change is relative to the first value."""
    if unit.startswith("%"):
        return "percentage points"
    if unit.startswith("on a scale from"):  # the Gini index
        return "points"
    return unit if unit in OWN_UNITS else "%"
