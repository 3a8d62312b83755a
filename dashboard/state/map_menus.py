"""The options of the map's menus: plain HTML (assets/html/explore_map.html), for keyboards and screen readers.

Each menu names the choice that it sets, and its default; assets/js/map/menus.js writes what is selected into the URL.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.snapshot import projections
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import SCENARIOS
from dashboard.snapshot.queries import economies, regions
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection

PROJECTIONS = {"equal-earth": "Equal Earth", "robinson": "Robinson"}


@dataclass(frozen=True)
class Option:
    """An option of a menu: `value` as in the URL, and `label`."""

    value: str
    label: str


@dataclass(frozen=True)
class Menus:
    """The options of each menu.

    `known_files` is JSON: URLs of the map's files by measure or series code, of likely choices that have been made.
    `window` has the first and last year of a trend, `years` the first and last base year of a change.
    """

    known_files: str
    baselines: list[Option]
    projections: list[Option]
    regions: list[Option]
    scenarios: list[Option]
    window: tuple[int, int]
    years: tuple[int, int]
    defaults: dict[str, str]


def menus(snapshot: Snapshot, selection: Selection, known_files: Mapping[str, str]) -> Menus:
    """Return the menus of a snapshot; `known_files` are URLs of the map's files by measure or series code."""
    return Menus(
        json.dumps({name: file for name, file in known_files.items() if file}),
        [Option(f"{first}-{last}", f"{first}–{last}") for first, last in selection.param.baseline.objects],
        [Option(name, label) for name, label in PROJECTIONS.items()],
        list(_regions(snapshot)),
        list(scenarios(snapshot)),
        selection.param.trend_period.bounds,
        _years(snapshot),
        chosen(selection.defaults),
    )


@cached_on_argument(published=True)
def _regions(snapshot: Snapshot) -> tuple[Option, ...]:
    return (Option("", "World"), *(Option(code, name) for code, name in regions(snapshot.countries).items()))


@cached_on_argument(published=True)
def scenarios(snapshot: Snapshot) -> tuple[Option, ...]:
    """Return the scenarios with figures; the label of one with few countries has their number."""
    counted = economies(snapshot.countries)
    published = projections.published_scenarios(snapshot)
    counts = {code: len(counted.intersection(projections.changes(snapshot, code).iso3)) for code in published}
    most = max(counts.values(), default=0)
    return tuple(
        Option(
            code,
            SCENARIOS[code]
            if 2 * found > most
            else f"{SCENARIOS[code]} ({found} {'country' if found == 1 else 'countries'})",
        )
        for code, found in counts.items()
    )


def chosen(choices: dict[str, Any]) -> dict[str, str]:
    """Return what the menus show for these choices, by their names in the URL."""
    first, last = choices["baseline"]
    start, end = choices["trend_period"]
    return {
        "measure": str(choices["measure"]),
        "indicator": str(choices["indicator"]),
        "baseline": f"{first}-{last}",
        "trend": f"{start}-{end}",
        "start": str(choices["map_base_year"] or ""),
        "scenario": str(choices["scenario"]),
        "projection": str(choices["projection"]),
        "region": str(choices["region"]),
    }


@cached_on_argument()
def _years(snapshot: Snapshot) -> tuple[int, int]:
    """Return the first year of any indicator and the last but one: nothing comes after the last."""
    return int(snapshot.indicators.first_year.min()), int(snapshot.indicators.last_year.max()) - 1
