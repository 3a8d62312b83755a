"""Freshness of every source, climate product and series: its state, age, and why it is stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from etl.indicators.configured import Configured


@dataclass(frozen=True)
class Line:
    """One source, climate product or series. `state`: fresh, kept, absent, waiting or asked; times: ISO 8601, UTC."""

    name: str
    title: str
    state: str
    vintage: str = ""
    fetched_at: str = ""
    checked_at: str = ""
    stale_since: str = ""
    reason: str = ""

    def as_data(self) -> dict[str, str]:
        """Return the line for JSON."""
        return asdict(self)


def lines(catalog: Mapping[str, Any], configured: list[Configured]) -> list[Line]:
    """Return sources, climate products, series in menu order, and configured series that no refresh has fetched yet.

    Args:
        catalog: the published catalog.
        configured: the list of indicators.
    """
    known = catalog["series"]
    waiting = [
        Line(entry.code, entry.title, "waiting", reason="listed, but not yet refreshed")
        for entry in configured
        if entry.code not in known
    ]
    return [
        *(_line(entry["id"], entry) for entry in catalog["sources"]),
        *(_line(name, entry | {"vintage": _release(entry)}) for name, entry in catalog["climate"].items()),
        *(_line(code, entry) for code, entry in known.items()),
        *waiting,
    ]


def _release(product: Mapping[str, str]) -> str:
    return ", ".join(product[name] for name in ("release", "period") if name in product)


def sentence(catalog: Mapping[str, Any]) -> str:
    """Return a sentence: when the figures were published, and when a service was last asked (earlier if offline)."""
    published, asked = (f"{catalog[name][:10]} {catalog[name][11:16]} UTC" for name in ("published_at", "checked_at"))
    offline = catalog["checked_at"] < catalog["published_at"]
    return f"Published {published}{', offline from the raw cache' if offline else ''}; services last asked {asked}."


def _line(name: str, entry: Mapping[str, Any]) -> Line:
    fields = ("title", "state", "vintage", "fetched_at", "checked_at", "stale_since", "reason")
    return Line(name, **{field: entry.get(field, "") for field in fields})
