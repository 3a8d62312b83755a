"""What the search box looks through: every place and indicator with the names people use. The browser does the rest.

The list is made once for each snapshot and is part of the page (some 6 kB compressed), so that typing asks nobody.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from dashboard.snapshot import names, provenance, queries
from dashboard.snapshot.codes import WORLD
from dashboard.snapshot.store import Snapshot

NAMES = Path(__file__).with_name("aliases.toml")
PLACE, INDICATOR, ABSENT = "country", "indicator", "absent"
"""Kinds of entry, called as the choice that one sets is called in an address."""


@lru_cache(maxsize=2)
def index(snapshot: Snapshot) -> str:
    """The list as JSON that may stand in a script element.

    Each entry is [kind, code, name, hint, [other names], walk]; walk is 2 for economies with a temperature, on which
    the die may fall, 1 for other places on the map, through which arrows go as well, 0 for all else. Places are called
    as their headings are, in the order of the World Bank's names, the World first; then indicators in their order,
    and last the configured series without values, with the reason: they cannot be selected.
    """
    said = json.dumps(
        [*_places(snapshot), *_indicators(snapshot), *_absent(snapshot)], ensure_ascii=False, separators=(",", ":")
    )
    return said.replace("<", "\\u003c")


@cache
def other_names() -> dict[str, dict[str, list[str]]]:
    """The reviewed list, `names.toml`: by code, for "places" and "indicators"."""
    return tomllib.loads(NAMES.read_text("utf-8"))


def _places(snapshot: Snapshot) -> list[list[Any]]:
    known = other_names()["places"]
    iso2 = dict(zip(snapshot.countries.iso3, snapshot.countries.get("iso2", ""), strict=True))
    warmed = set(snapshot.temperature.iso3)
    rows = queries.selectable(snapshot.countries, snapshot.temperature).to_dict("records")
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
    return 0 if row["kind"] == "aggregate" else 2 if row["kind"] == "economy" and row["iso3"] in warmed else 1


def _hint(row: dict[Any, Any]) -> str:
    """What tells places of one name apart."""
    kinds = {"aggregate": "World Bank region", "area": "no World Bank figures"}
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
