"""Unit of a series, kind of quantity, currency, prices and bounds, read from its name by rule.

Reviewed exceptions are in etl/mappings/quantities.toml. No values are looked at: what depends on them is in
`etl.transform.coverage`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from etl.indicators.naming import unit_in

EXCEPTIONS = Path(__file__).parents[1] / "mappings" / "quantities.toml"

NO_BOUNDS = {"quantity_kind": "percent", "lower_bound": None, "upper_bound": None}
"""A percentage that is no share of a whole."""

US, PPP, LOCAL = "US$", "international $", "local currency"


@dataclass(frozen=True)
class Quantity:
    """What the values of a series are; the columns of `indicators` of the same names."""

    quantity_kind: str
    currency: str = ""
    prices: str = ""
    lower_bound: float | None = None
    upper_bound: float | None = None


@cache
def exceptions() -> dict[str, dict[str, Any]]:
    """Return the reviewed exceptions by series code."""
    return tomllib.loads(EXCEPTIONS.read_text("utf-8"))


def unit_of(code: str, name: str) -> str:
    """Return the unit: reviewed, or in the brackets of the name, or what the name counts; "" if it is not known.

    >>> unit_of("SP.POP.TOTL", "Population, total")
    'people'
    """
    if reviewed := exceptions().get(code, {}).get("unit"):
        return str(reviewed)
    return unit_in(name) or next((unit for pattern, unit in _COUNTED if pattern.search(name)), "")


def quantity(code: str, name: str, unit: str) -> Quantity:
    """Return what the values of a series are.

    Args:
        code: of the series, for exceptions.
        name: the World Bank's name.
        unit: of the values.
    """
    reviewed = {field: value for field, value in exceptions().get(code, {}).items() if field != "unit"}
    return Quantity(**{**vars(_by_rule(name, unit)), **reviewed})


def within_bounds(found: Mapping[str, Any], lowest: float, highest: float) -> dict[str, Any]:
    """Return the columns that change because values lie outside the bounds: a share becomes another percentage.

    Args:
        found: columns of `Quantity`.
        lowest: of the values.
        highest: of the values.
    """
    low, high = found["lower_bound"], found["upper_bound"]
    is_outside = (low is not None and lowest < low) or (high is not None and highest > high)
    if not is_outside:
        return {}
    return NO_BOUNDS if found["quantity_kind"] == "share" else {**NO_BOUNDS, "quantity_kind": found["quantity_kind"]}


def _by_rule(name: str, unit: str) -> Quantity:
    text = unit.lower()
    if scale := _SCALE.search(text):
        return Quantity("index", lower_bound=float(scale[1]), upper_bound=float(scale[2]))
    if text.endswith(("% a year", "growth a year")):
        return Quantity("growth")
    if text.startswith("%"):
        is_share = text != "% gross" and not _NO_SHARE.search(f"{name} {unit}")
        return Quantity("share", "", "", 0, 100) if is_share else Quantity("percent")
    if currency := _currency(unit):
        is_ratio = _RATIO.search(text) or re.search(r"\bper (?:capita|person|worker)\b", name)
        return Quantity("ratio" if is_ratio else "currency", currency, _prices(unit))
    if re.search(r"\bper (?:100|1,000|10,000|100,000|million|1 million)\b|^1 in\b|parity index|^ratio", text):
        return Quantity("rate", lower_bound=0)
    if _RATIO.search(text):
        return Quantity("ratio")
    if re.match(r"(?:years|months|days|hours)\b", text):
        return Quantity("duration", lower_bound=0)
    if re.search(r"\bindex\b|= 100|\bscore\b|\bscale\b|rating", text):
        return Quantity("index")
    if unit in _COUNTS:
        return Quantity("count", lower_bound=None if re.search(r"\b[Nn]et\b", name) else 0)
    return Quantity("amount" if unit else "other")


_SCALE = re.compile(
    r"(?:^|scale |from )\s?(-?\d+)(?:\s?=\s?[a-z]+)?(?:\s\([a-z]+\))?(?:\s?[-–]\s?| to )(\d+)"
    r"(?=\s?=\s?[a-z]|\s*$|\sscale|\s\()"
)
"""Scales: "scale 0-100", "1=low to 6=high", "on a scale from 0 (equal) to 100"."""

_RATIO = re.compile(r"\bper\b|/")

_NO_SHARE = re.compile(
    r"\bGDP\b|\bGNI\b|% of (?:revenue|expense|exports|imports|total reserves|internal resources|available"
    r"|sales|output|energy use|total energy|gross capital|central government|goods|primary)|\b[Nn]et\b(?!.*school)"
    r"|change|growth|[Rr]atio of|[Rr]atio,|[Rr]ent|interest|[Ii]nterest|\brate, %|[Ee]xternal debt|[Ll]oans|[Ss]pread"
    r"|[Dd]eposit|[Ll]ending|[Tt]ariff|[Dd]ependency|[Cc]ompletion rate|[Gg]ross intake|[Rr]isk premium|[Ii]nflation"
    r"|[Bb]ound rate|[Pp]rofit tax|[Tt]ax and contribution"
)
"""Percentages that may exceed 100 or be negative: of something that is no whole, changes, interest rates, tariffs."""

_COUNTED = (
    (re.compile(r"index\b", re.IGNORECASE), "index"),
    (re.compile(r"B-READY"), "on a scale from 0 to 100"),
    (re.compile(r"\(%\)"), "%"),
    (re.compile(r"[Pp]upil-teacher ratio"), "pupils per teacher"),
    (re.compile(r"\bdeaths\b"), "deaths"),
    (re.compile(r"\bpupils\b"), "pupils"),
    (re.compile(r"\bteachers\b"), "teachers"),
    (re.compile(r"\bspecies\b"), "species"),
    (re.compile(r"\bcompanies\b"), "companies"),
    (re.compile(r"\bapplications\b"), "applications"),
    (re.compile(r"\bsubscriptions\b"), "subscriptions"),
    (re.compile(r"\bservers\b"), "servers"),
    (re.compile(r"\barticles\b"), "articles"),
    (re.compile(r"\bnumber of arrivals\b"), "arrivals"),
    (re.compile(r"\bdepartures\b"), "departures"),
    (re.compile(r"\bpassengers\b"), "passengers"),
    (re.compile(r"[Ii]ncome share"), "% of income"),
    (
        re.compile(
            r"[Pp]opulation|[Pp]eople|[Pp]ersonnel|[Ll]abor force|[Mm]igra|[Aa]sylum|[Rr]efugees|[Cc]hildren|[Aa]dults"
        ),
        "people",
    ),
)
"""What a name without brackets counts, by its words; the first that occurs."""

_COUNTS = frozenset(unit for _, unit in _COUNTED[4:-2]) | {"people", "number", "cases", "arrivals", "TEU"}


def _currency(unit: str) -> str:
    if "local currency" in unit or "LCU" in unit:
        return LOCAL
    if "international $" in unit or "PPP" in unit:
        return PPP
    return US if "$" in unit else ""


def _prices(unit: str) -> str:
    if base := re.search(r"constant (\d{4})|(\d{4}) (?:PPP|US\$|international)", unit):
        return base[1] or base[2]
    return "constant" if "constant" in unit else "current"
