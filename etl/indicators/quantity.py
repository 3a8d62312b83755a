"""Kind of quantity of a series, its currency, its prices and its bounds, read from its name and unit by rule.

Reviewed exceptions are in etl/mappings/quantities.toml. No values are looked at: what depends on them is in
`etl.transform.coverage`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

EXCEPTIONS = Path(__file__).parents[1] / "mappings" / "quantities.toml"

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


def quantity(code: str, name: str, unit: str) -> Quantity:
    """Return what the values of a series are.

    Args:
        code: of the series, for exceptions.
        name: the World Bank's name.
        unit: of the values.
    """
    found = _by_rule(name, unit)
    return Quantity(**{**vars(found), **exceptions().get(code, {})})


def _by_rule(name: str, unit: str) -> Quantity:
    text = unit.lower()
    if scale := _SCALE.search(text):
        return Quantity("index", lower_bound=_number(scale[1]), upper_bound=_number(scale[2]))
    if _GROWTH.search(text) or (text in ("%", "% a year") and "growth" in name.lower()):
        return Quantity("growth")
    currency = _currency(unit)
    if text.startswith("%"):
        is_share = bool(_WHOLE.match(text)) or text in ("%", "% of total")
        may_exceed = bool(_EXCEEDS.search(f"{name} {unit}"))
        return Quantity("share", "", "", 0, 100) if is_share and not may_exceed else Quantity("percent")
    if currency:
        is_ratio = bool(re.search(r"\bper\b|/", text)) or bool(re.search(r"\bper (capita|person|worker)\b", name))
        return Quantity("ratio" if is_ratio else "currency", currency, _prices(unit))
    if _RATE.search(text):
        return Quantity("rate", lower_bound=0)
    if re.search(r"\bper\b|/", text):
        return Quantity("ratio")
    if _DURATION.match(text):
        return Quantity("duration", lower_bound=0)
    if _INDEX.search(text) or (not unit and _INDEX.search(name)):
        return Quantity("index")
    if _COUNT.match(text) or (not unit and _COUNTED.search(name)):
        return Quantity("count", lower_bound=0)
    return Quantity("amount" if unit else "other")


_SCALE = re.compile(
    r"(?:scale(?: from)?\s)?(-?\d+)(?:\s?=\s?[a-z]+)?(?:\s\([a-z]+\))?(?:\s?[-–]\s?| to )(\d+)"
    r"(?=\s?=\s?[a-z]|\s*$|\sscale)"
)
_GROWTH = re.compile(r"annual (?:% )?(?:growth|change|%)|% a year|% growth")
_WHOLE = re.compile(r"% (?:of|net|female|male|ages|all|manufactur|total|value added)")
_EXCEEDS = re.compile(
    r"\bGDP\b|\bGNI\b|gross|% of (?:revenue|expense|exports|imports|total reserves|internal resources|available)"
    r"|\b[Nn]et\b(?! enrol)|change|growth|rents|ratio|interest|rate, ?%|[Ee]xternal debt"
)
_RATE = re.compile(r"per (?:100|1,000|10,000|100,000|million|1 million)\b|^1 in\b")
_DURATION = re.compile(r"(?:years|months|days|hours)\b")
_INDEX = re.compile(r"\bindex\b|= 100|\bscore\b|\bscale\b|rating", re.IGNORECASE)
_COUNT = re.compile(r"(?:number|people|persons|cases)\b")
_COUNTED = re.compile(
    r"[Pp]opulation|[Nn]umber of|total|pupils|teachers|subscriptions|applications|servers|articles|species"
    r"|[Rr]efugees|[Pp]eople|[Cc]hildren|[Aa]dults|arrivals|departures|passengers|migra|[Aa]sylum"
)


def _number(text: str) -> float:
    return float(text.replace("–", "-"))


def _currency(unit: str) -> str:
    if re.search(r"\bLCU\b|local currency", unit):
        return LOCAL
    if re.search(r"international \$|PPP", unit):
        return PPP
    return US if re.search(r"US\$|USD|\$", unit) else ""


def _prices(unit: str) -> str:
    base = re.search(r"constant (\d{4})|(\d{4}) (?:PPP|US\$|international)", unit)
    if base:
        return base[1] or base[2]
    return "constant" if "constant" in unit else "current"
