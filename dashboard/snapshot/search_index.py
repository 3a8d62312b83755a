"""The search index: every place, series and warming measure with the names people use. The browser searches it.

Made once for each snapshot, as a file that a page fetches when a search field is first focused, and caches: the page
itself does not grow with the number of series.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.snapshot import groupings, names, series_index
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import WORLD
from dashboard.snapshot.series import temperature
from dashboard.snapshot.store import Snapshot

NAMES = Path(__file__).with_name("aliases.toml")
PLACE = "country"
"""Kind of the entries of places: the name in an address of the choice that they set."""


@cached_on_argument(published=True)
def index(snapshot: Snapshot) -> str:
    """Return the index as JSON: places, topics, series, measures and absent series.

    A place is [kind, code, name, hint, [other names], walk]; walk is 2 for economies with a temperature, which a random
    choice may pick, 1 for other places on the map, through which arrows go as well, 0 for all else. Places have the
    names of their headings, in the order of the World Bank's names, the World first. `series_index` describes the
    other entries.
    """
    aliases = other_names()["indicators"]
    content = {
        "places": _places(snapshot),
        "topics": series_index.topics(snapshot),
        "series": series_index.series(snapshot, aliases),
        "measures": series_index.measures(snapshot),
        "absent": series_index.absent(snapshot, aliases),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


@cache
def other_names() -> dict[str, dict[str, list[str]]]:
    """Return the reviewed list of other names by code, for "places" and "indicators"."""
    return tomllib.loads(NAMES.read_text("utf-8"))


def _places(snapshot: Snapshot) -> list[list[Any]]:
    known = other_names()["places"]
    iso2 = dict(zip(snapshot.countries.iso3, snapshot.countries.get("iso2", ""), strict=True))
    warmed = set(temperature(snapshot).iso3)
    rows = groupings.selectable(snapshot).to_dict("records")
    found = [
        [
            PLACE,
            row["iso3"],
            name,
            _hint(row),
            [
                other
                for other in (iso2[row["iso3"]], row["name"], row["capital"], *known.get(row["iso3"], ()))
                if other and other != name
            ],
            _walk(row, warmed),
        ]
        for row in rows
        for name in [names.heading(row["iso3"], row["name"])]
    ]
    return sorted(found, key=lambda entry: entry[1] != WORLD)


def _walk(row: dict[Any, Any], warmed: set[str]) -> int:
    if row["kind"] in ("aggregate", groupings.KIND):
        return 0
    return 2 if row["kind"] == "economy" and row["iso3"] in warmed else 1


def _hint(row: dict[Any, Any]) -> str:
    """Return the hint that distinguishes places of the same name."""
    kinds = {"aggregate": "World Bank region", groupings.KIND: "World Bank grouping", "area": "no World Bank figures"}
    return "All land but Antarctica" if row["iso3"] == WORLD else kinds.get(row["kind"], row["region"])
