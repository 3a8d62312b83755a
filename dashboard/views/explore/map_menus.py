"""What the map's menus offer. They are plain HTML (assets/html/explore_map.html): every reader's tools know them.

Each names the choice that it sets, and its default; assets/js/map/menus.js puts what is chosen into the address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.snapshot import warming_measures
from dashboard.snapshot.codes import INDICATOR
from dashboard.snapshot.queries import regions
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.views.explore.map_files import choices, known_file

PROJECTIONS = {"equal-earth": "Equal Earth", "robinson": "Robinson"}


@dataclass(frozen=True)
class Option:
    """One line of a menu; `value` is what the address calls it, `file` the map's file of it, where that is known."""

    value: str
    said: str
    file: str = ""


@dataclass(frozen=True)
class Menus:
    """The options of each menu, in groups where there are many.

    `window` are the first and last year of a trend, `years` those of which a change can be counted from.
    """

    measures: list[tuple[str, list[Option]]]
    baselines: list[Option]
    projections: list[Option]
    regions: list[Option]
    window: tuple[int, int]
    years: tuple[int, int]
    defaults: dict[str, str]


def menus(snapshot: Snapshot, selection: Selection) -> Menus:
    """The menus of a snapshot."""
    offered = set(selection.param.measure.objects)
    known = [measure.name for measure in warming_measures.MEASURES if measure.name in offered]
    other = sorted(offered - {*known, INDICATOR})
    file_of = {name: known_file(snapshot, chosen) for name, chosen in choices(selection).items()}
    measures = {name: warming_measures.of(name).menu_line for name in (*known, *other)}
    groups = {"Warming": [Option(name, said, file_of[name]) for name, said in measures.items()]}
    listed = snapshot.indicators
    for code, topic, title in zip(listed["id"], listed["topic"], listed["title"], strict=True):
        groups.setdefault(topic, []).append(Option(code, title, file_of[code]))
    return Menus(
        list(groups.items()),
        [Option(f"{first}-{last}", f"{first}–{last}") for first, last in selection.param.baseline.objects],
        [Option(name, said) for name, said in PROJECTIONS.items()],
        [Option("", "the world"), *(Option(code, said) for code, said in regions(snapshot.countries).items())],
        selection.param.trend_period.bounds,
        _years(snapshot),
        chosen(selection.defaults),
    )


def chosen(choices: dict[str, Any]) -> dict[str, str]:
    """What the menus show for these choices, by the names that stand in an address."""
    first, last = choices["baseline"]
    start, end = choices["trend_period"]
    return {
        "measure": str(choices["measure"]),
        "indicator": str(choices["indicator"]),
        "baseline": f"{first}-{last}",
        "trend": f"{start}-{end}",
        "start": str(choices["map_base_year"] or ""),
        "projection": str(choices["projection"]),
        "region": str(choices["region"]),
    }


def _years(snapshot: Snapshot) -> tuple[int, int]:
    """From the first year of any indicator to the last but one: there is nothing to count from the last."""
    return int(snapshot.indicators.first_year.min()), int(snapshot.indicators.last_year.max()) - 1
