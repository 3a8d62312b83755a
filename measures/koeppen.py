"""Koeppen-Geiger climate zones from monthly means, by the rules of Peel, Finlayson and McMahon 2007."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats

_HEAT = {"a": "hot summer", "b": "warm summer", "c": "cold summer", "d": "very cold winter"}
_RAIN = {"s": "dry summer", "w": "dry winter", "f": "no dry season"}
_MAIN = {"C": ("Temperate", "abc"), "D": ("Cold", "abcd")}

ZONE_NAMES = {
    "Af": "Tropical, rainforest",
    "Am": "Tropical, monsoon",
    "Aw": "Tropical, savannah",
    "BWh": "Arid, desert, hot",
    "BWk": "Arid, desert, cold",
    "BSh": "Arid, steppe, hot",
    "BSk": "Arid, steppe, cold",
    **{
        f"{main}{rain}{heat}": f"{name}, {_RAIN[rain]}, {_HEAT[heat]}"
        for main, (name, heats) in _MAIN.items()
        for rain in _RAIN
        for heat in heats
    },
    "ET": "Polar, tundra",
    "EF": "Polar, frost",
}
"""Names of the thirty zones by code, in the order of Peel et al.'s table 1."""

GROUP_NAMES = {"A": "Tropical", "B": "Arid", "C": "Temperate", "D": "Cold", "E": "Polar"}
"""Names of the five main groups by the first letter of their zones."""

_APRIL_TO_SEPTEMBER = np.arange(3, 9)


def warmer_from_april(temperature_c: ArrayLike) -> bool:
    """Return whether April to September is the warmer half year, as it is north of the equator.

    Peel et al. define summer as the warmer of the two half years, so the twelve months decide by themselves. Latitude
    would be ambiguous for a country on both sides of the equator.

    Args:
        temperature_c: mean of each month in degC, January first; shape (12,).
    """
    return bool(_half_years(np.asarray(temperature_c, float)).mean(axis=1).argmax() == 0)


def koeppen_zone(temperature_c: ArrayLike, precipitation_mm: ArrayLike, northern: bool) -> str:
    """Return the code of the climate zone, a key of `ZONE_NAMES`.

    Source: Peel, Finlayson and McMahon 2007, Hydrol. Earth Syst. Sci. 11, 1633-1644, table 1. Where the table is
    ambiguous, Beck et al. 2018 (Scientific Data 5, 180214) decide: arid before all others; a warmest month of
    exactly 10 degC is polar; where summer and winter both count as dry, the half year with less rain is the dry one.

    Args:
        temperature_c: mean of each month in degC, January first; shape (12,).
        precipitation_mm: total of each month in mm, January first; shape (12,).
        northern: whether April to September is the summer half (see `warmer_from_april`).

    Raises:
        ValueError: not twelve finite values of each, or a negative precipitation.
    """
    t, p = _twelve(temperature_c, "temperatures"), _twelve(precipitation_mm, "precipitation totals")
    if (p < 0).any():
        raise ValueError(f"a month cannot have {p.min()} mm of precipitation")
    halves = _half_years(p)
    summer, winter = halves if northern else halves[::-1]
    threshold = _dryness_threshold(t, summer, winter)
    if p.sum() < 10 * threshold:
        return ("BW" if p.sum() < 5 * threshold else "BS") + ("h" if t.mean() >= 18 else "k")
    if t.min() >= 18:
        return _tropical(p)
    if t.max() <= 10:
        return "ET" if t.max() > 0 else "EF"
    return ("C" if t.min() > 0 else "D") + _dry_season(summer, winter) + _summer_heat(t)


def _dryness_threshold(t: Floats, summer: Floats, winter: Floats) -> float:
    """Return a tenth of the annual precipitation, in mm, below which a place is arid.

    Rain in the warm half year counts for less, as more of it evaporates.
    """
    total = summer.sum() + winter.sum()
    if winter.sum() >= 0.7 * total:
        return float(2 * t.mean())
    if summer.sum() >= 0.7 * total:
        return float(2 * t.mean() + 28)
    return float(2 * t.mean() + 14)


def _tropical(p: Floats) -> str:
    if p.min() >= 60:
        return "Af"
    return "Am" if p.min() >= 100 - p.sum() / 25 else "Aw"


def _dry_season(summer: Floats, winter: Floats) -> str:
    dry_summer = summer.min() < 40 and summer.min() < winter.max() / 3
    dry_winter = winter.min() < summer.max() / 10
    if dry_summer and dry_winter:
        return "s" if summer.sum() <= winter.sum() else "w"
    if dry_summer:
        return "s"
    return "w" if dry_winter else "f"


def _summer_heat(t: Floats) -> str:
    if t.max() >= 22:
        return "a"
    if (t > 10).sum() >= 4:
        return "b"
    return "d" if t.min() < -38 else "c"


def _half_years(months: Floats) -> Floats:
    """Return the months from April to September, and from October to March: shape (2, 6)."""
    return np.stack([months[_APRIL_TO_SEPTEMBER], np.delete(months, _APRIL_TO_SEPTEMBER)])


def _twelve(values: ArrayLike, what: str) -> Floats:
    months = np.asarray(values, float)
    if months.shape != (12,) or not np.isfinite(months).all():
        raise ValueError(f"a zone needs twelve finite monthly {what}, January first")
    return months
