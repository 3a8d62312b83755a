"""Freshness of every source, climate product and series: state, age, why it is stale, and data doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from etl.indicators.configured import Configured


@dataclass(frozen=True)
class Line:
    """One source, climate product or series. `state`: fresh, kept, absent, waiting, asked or own; times: ISO 8601, UTC.

    `left_out` names values that were not published, `doubts` counts the data doubts, `database` has name and number of
    the World Bank's database, and `moved` is true if it was another one before.
    """

    name: str
    title: str
    state: str
    vintage: str = ""
    fetched_at: str = ""
    checked_at: str = ""
    stale_since: str = ""
    reason: str = ""
    left_out: str = ""
    doubts: int = 0
    database: str = ""
    moved: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return the line for JSON."""
        return asdict(self)


def lines(
    catalog: Mapping[str, Any],
    configured: list[Configured],
    doubts: pd.DataFrame | None = None,
    indicators: pd.DataFrame | None = None,
) -> list[Line]:
    """Return sources, members of groupings, climate products, series in menu order, and series not fetched yet.

    Args:
        catalog: the published catalog.
        configured: the list of indicators.
        doubts: the published table of data doubts, if there is one.
        indicators: the published table of indicators, for their databases.
    """
    known = catalog["series"]
    counts = {} if doubts is None else doubts.series.value_counts().to_dict()
    database = {} if indicators is None else {row["id"]: _database(row) for row in indicators.to_dict("records")}
    waiting = [
        Line(entry.code, entry.title, "waiting", reason="listed, but not yet refreshed")
        for entry in configured
        if entry.code not in known
    ]
    return [
        *(_line(entry["id"], entry) for entry in catalog["sources"]),
        *([_line("groupings", catalog["groupings"])] if catalog.get("groupings") else []),
        *(_line(name, entry | {"vintage": _release(entry)}) for name, entry in catalog["climate"].items()),
        *(
            _line(code, entry | {"doubts": counts.get(code, 0), "database": database.get(code, "")})
            for code, entry in known.items()
        ),
        *waiting,
    ]


def _database(row: Mapping[Any, Any]) -> str:
    return f"{row['source']} ({row['source_id']})" if row["source_id"] else row["source"]


def _release(product: Mapping[str, str]) -> str:
    return ", ".join(product[name] for name in ("release", "period") if name in product)


def sentence(catalog: Mapping[str, Any]) -> str:
    """Return a sentence: when the figures were published, and when a service was last asked (earlier if offline)."""
    published, asked = (f"{catalog[name][:10]} {catalog[name][11:16]} UTC" for name in ("published_at", "checked_at"))
    offline = catalog["checked_at"] < catalog["published_at"]
    return f"Published {published}{', offline from the raw cache' if offline else ''}; services last asked {asked}."


def _line(name: str, entry: Mapping[str, Any]) -> Line:
    fields = ("title", "state", "vintage", "fetched_at", "checked_at", "stale_since", "reason", "database", "moved")
    listed = entry.get("left_out", [])
    if isinstance(listed, Mapping):  # of groupings: members that are no economies
        listed = [f"{grouping}: {', '.join(codes)}" for grouping, codes in listed.items()]
    left_out = "; ".join(listed)
    return Line(
        name, **{field: entry.get(field, "") for field in fields}, left_out=left_out, doubts=entry.get("doubts", 0)
    )


def doubt_lines(doubts: pd.DataFrame) -> list[str]:
    """Return one line for each kind of data doubt and series: how many, and the longest run of years as an example."""
    found = []
    for (kind, series), rows in doubts.groupby(["kind", "series"], sort=False):
        longest = rows.iloc[int((rows.last_year - rows.first_year).to_numpy().argmax())]
        found.append(f"{series}: {len(rows)} x {kind}, such as {longest.iso3}: {longest.reason}")
    return found
