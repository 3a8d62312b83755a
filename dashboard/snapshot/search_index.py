"""Search index: every place and indicator with the names people use; the browser searches it.

It is made once for each snapshot and is part of the page (some 6 kB compressed), so that typing needs no request.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from dashboard.snapshot import groupings, names, provenance
from dashboard.snapshot.codes import WORLD
from dashboard.snapshot.store import Snapshot

NAMES = Path(__file__).with_name("aliases.toml")
PLACE, INDICATOR, ABSENT = "country", "indicator", "absent"
"""Kinds of entry, named as the choice that an entry sets in an address."""


@lru_cache(maxsize=2)
def index(snapshot: Snapshot) -> str:
    """Return the index as JSON, escaped for a script element.

    Each entry is [kind, code, name, hint, [other names], walk]; walk is 2 for economies with a temperature, which
    "random country" may select, 1 for other places that the arrow keys go through, 0 for all else. Places have the
    names of their headings, in the order of the World Bank's names, the World first; then indicators in their order,
    and last the configured series without values, with the reason: they cannot be selected.
    """
    text = json.dumps(
        [*_places(snapshot), *_indicators(snapshot), *_absent(snapshot)], ensure_ascii=False, separators=(",", ":")
    )
    return text.replace("<", "\\u003c")


@cache
def other_names() -> dict[str, dict[str, list[str]]]:
    """Return the reviewed list of other names by code, for "places" and "indicators"."""
    return tomllib.loads(NAMES.read_text("utf-8"))


def _places(snapshot: Snapshot) -> list[list[Any]]:
    known = other_names()["places"]
    iso2 = dict(zip(snapshot.countries.iso3, snapshot.countries.get("iso2", ""), strict=True))
    warmed = set(snapshot.temperature.iso3)
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


def _indicators(snapshot: Snapshot) -> list[list[Any]]:
    known = other_names()["indicators"]
    listed = snapshot.indicators[["id", "title", "name", "topic"]].to_dict("records")
    return [
        [INDICATOR, row["id"], row["title"], f"Indicator · {row['topic']}", [row["name"], *known.get(row["id"], ())], 0]
        for row in listed
    ]


def _absent(snapshot: Snapshot) -> list[list[Any]]:
    known = other_names()["indicators"]
    short = {provenance.MIRROR_LACKS: "the mirror that was read lacks it", provenance.NO_VALUES: "no values there"}
    return [
        [
            ABSENT,
            one.code,
            one.title,
            f"Not in these figures: {short.get(one.reason, 'see Data')}",
            known.get(one.code, []),
            0,
        ]
        for one in provenance.every_series(snapshot)
        if one.state == provenance.ABSENT
    ]
