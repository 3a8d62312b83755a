"""A visitor's own series beside the published snapshot, for one session.

A visitor's page has a `VisitorSnapshot`. Until a file is added it is the published snapshot in every respect, and
shares what is cached on it. Then it is a `SnapshotWithOwn`, which no other object of the process refers to: its series
and all that is computed from them end with the session (`dashboard.snapshot.caching`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pandas as pd

from dashboard.snapshot import names
from dashboard.snapshot.codes import OWN
from dashboard.snapshot.forecasts import VALUES
from dashboard.snapshot.store import Snapshot
from tabular import OwnTable, PlaceNames

TOPIC = "Own figures"
SOURCE = "Own figures of this session, not the World Bank’s"
NO_LICENCE = "licence not stated"

MOST_SERIES = 5
"""Own series of a session: each of a file of at most 2 MB."""

COVERED = 0.9
"""The default year is the latest with this share of the places of the year with most, as of the published series."""


@dataclass(frozen=True, eq=False, repr=False)
class SnapshotWithOwn(Snapshot):
    """A published snapshot and own series."""

    base: Snapshot | None = None
    own: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """iso3, year and value by code."""

    @property
    def published(self) -> Snapshot:
        """The published snapshot."""
        assert self.base is not None
        return self.base

    def values(self, series: str) -> pd.DataFrame:
        """Return iso3, year and value of one series, published or own."""
        return self.own[series] if series in self.own else self.published.values(series)

    def forecasts(self, series: str) -> pd.DataFrame:
        """Return the forecasts of one series; an own one has none."""
        return self.own[series].iloc[:0] if series in self.own else self.published.forecasts(series)


class VisitorSnapshot(Snapshot):
    """The snapshot of one visitor: every attribute is that of `present`, which `add` replaces."""

    def __init__(self, published: Snapshot):
        """Begin with the published snapshot."""
        object.__setattr__(self, "_now", published)

    def __getattribute__(self, name: str) -> Any:
        if name in ("add", "present", "published", "__class__", "__dict__"):
            return object.__getattribute__(self, name)
        return getattr(object.__getattribute__(self, "_now"), name)

    @property
    def present(self) -> Snapshot:
        """The snapshot of this moment: published, or with own series."""
        now: Snapshot = object.__getattribute__(self, "_now")
        return now

    @property
    def published(self) -> Snapshot:
        """The published snapshot."""
        return published(self.present)

    def add(self, table: OwnTable, title: str, unit: str) -> str:
        """Add an own series and return its code.

        Raises:
            TooManySeriesError: the session has as many as it may have.
        """
        now, base = self.present, self.published
        own = dict(now.own) if isinstance(now, SnapshotWithOwn) else {}
        if len(own) >= MOST_SERIES:
            raise TooManySeriesError(f"A session has at most {MOST_SERIES} series of its own; reload to begin again.")
        taken = set(now.indicators.id)
        code = next(name for number in count(1) if (name := f"{OWN}SESSION{number}") not in taken)
        rows = pd.DataFrame({"iso3": table.iso3, "year": table.year, "value": table.value}).astype({"year": "int16"})
        rows["iso3"] = rows.iso3.astype(now.values(str(now.indicators.id.iloc[0])).iso3.dtype)
        row = _row(code, _distinct(title, unit, now.indicators), unit, rows, now)
        listed = pd.concat([now.indicators, pd.DataFrame([row])[list(now.indicators.columns)]], ignore_index=True)
        kinds = now.indicators.dtypes
        series = {**now.catalog.get("series", {}), code: {"title": title, "state": "own", "is_configured": False}}
        changed = {
            "indicators": listed.astype({name: kinds[name] for name in listed.columns}),
            "catalog": now.catalog | {"series": series},
        }
        shared = {f.name: getattr(base, f.name) for f in fields(Snapshot)}
        after = SnapshotWithOwn(**shared | changed, base=base, own=own | {code: rows[VALUES]})
        object.__setattr__(self, "_now", after)
        return code


def published(snapshot: Snapshot) -> Snapshot:
    """Return the published snapshot behind any: results from it may be served to all visitors."""
    return getattr(snapshot, "published", snapshot)


def is_of_session(snapshot: Snapshot, code: str) -> bool:
    """Return whether a series is in this visitor's session only."""
    present = getattr(snapshot, "present", snapshot)
    return isinstance(present, SnapshotWithOwn) and code in present.own


class TooManySeriesError(Exception):
    """The session has as many own series as it may have; the message says what to do."""


def place_names(snapshot: Snapshot) -> PlaceNames:
    """Return the places that a file may have: economies and aggregates, by their codes and names."""
    listed = snapshot.countries[snapshot.countries.kind != "area"]
    iso2 = listed["iso2"] if "iso2" in listed else [""] * len(listed)
    return PlaceNames(
        (iso3, code, [name, names.heading(iso3, name)])
        for iso3, code, name in zip(listed["iso3"], iso2, listed["name"], strict=True)
    )


def economies_in(snapshot: Snapshot, table: OwnTable) -> int:
    """Return the number of economies in a table; without any there is nothing to draw on the map."""
    countries = snapshot.countries
    return len(set(table.iso3) & set(countries.iso3[countries.kind == "economy"]))


def _distinct(title: str, unit: str, indicators: pd.DataFrame) -> str:
    """Return the title, with a number if another series has this title and unit."""
    taken = set(indicators.title[indicators.unit == unit])
    numbered = (f"{title} ({number})" for number in range(2, len(taken) + 3))
    return title if title not in taken else next(name for name in numbered if name not in taken)


def _row(code: str, title: str, unit: str, rows: pd.DataFrame, snapshot: Snapshot) -> dict[str, Any]:
    """Return the row in the table of indicators; columns unknown here are empty."""
    countries = snapshot.countries
    counted = rows[rows.iso3.isin(set(countries.iso3[countries.kind == "economy"]))]
    by_year = counted.groupby("year").iso3.nunique()
    covered = by_year.index[by_year >= COVERED * by_year.max()].max()
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    known = {
        "id": code,
        "title": title,
        "name": f"{title} ({unit})" if unit else title,
        "unit": unit,
        "topic": TOPIC,
        "topics": TOPIC,
        "source": SOURCE,
        "organisation": "",
        "licence": NO_LICENCE,
        "last_updated": now[:10],
        "fetched_at": now,
        "first_year": int(by_year.index.min()),
        "last_year": int(by_year.index.max()),
        "default_year": int(covered),
        "countries": int(counted.iso3.nunique()),
        "economies": int(by_year[covered]),
        "is_configured": False,
        "is_own": True,
        "note": "Figures of a file that this visitor added; only this session has them.",
        "quantity_kind": "other",
        "decimals": _decimals(rows.value),
    }
    empty: dict[str, Any] = {"O": "", "U": "", "b": False, "f": float("nan")}
    return {
        str(name): known.get(str(name), "" if isinstance(kind, pd.StringDtype) else empty.get(kind.kind, 0))
        for name, kind in snapshot.indicators.dtypes.items()
    }


def _decimals(values: pd.Series) -> int:
    """Return the decimals that show three digits of the median value; none for whole numbers."""
    if (values == values.round()).all():
        return 0
    median = float(values.abs().median()) or 1.0
    return next((digits for digits, least in enumerate((100, 10, 1, 0.1, 0.01)) if median >= least), 5)
