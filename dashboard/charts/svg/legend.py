"""The map's legend as HTML: a stepped bar with the limits of the classes, each class a button, and keys of patterns.

The page has it in its first HTML and in each file of values; assets/js/map/legend.js counts the countries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dashboard.charts.svg import patterns
from dashboard.charts.svg.world_map import NONE, class_name

SHORT = {"thin": "few stations", "disputed": "disputed"}
"""Words of a pattern where a phone has no room for its own, which stay its name for screen readers."""


@dataclass(frozen=True)
class Step:
    """A class of the scale: its number, its label ("0.0 to 0.5"), and its lower limit as text; "" if it is open."""

    number: int
    label: str
    limit: str = ""
    is_zero: bool = False


def markup(
    steps: Sequence[Step],
    *,
    end: str,
    unit: str,
    counts: Mapping[str, int],
    marks: Mapping[int, str],
    extra: Step | None = None,
) -> str:
    """Return the inside of the legend.

    Args:
        steps: the classes of the bar, from the lowest.
        end: upper limit of the last class; "" if it is open.
        unit: of the values; "" if none is written.
        counts: countries by class name, and by name of the pattern.
        marks: words of the marks that occur, by mark.
        extra: a class beside the bar: "not yet".
    """
    bar = "".join(_step(step, unit, counts.get(class_name(step.number), 0)) for step in steps)
    keys = [_key(class_name(extra.number), class_name(extra.number), extra.label, counts)] if extra else []
    keys += [_key(patterns.LOOKS[mark], patterns.LOOKS[mark], words, counts) for mark, words in marks.items()]
    keys.append(_key(NONE, patterns.NO_DATA, "no data", counts))
    written = f'<span class="unit">{escape(unit)}</span>' if unit else ""
    last = f'<span class="limit last" aria-hidden="true">{escape(end)}</span>' if end else ""
    scale = f'<div class="steps" style="--n:{len(steps)}">{bar}{last}</div>{written}' if steps else ""
    return f'<div class="scale">{scale}</div><div class="keys">{"".join(keys)}</div>'


def countries(count: int) -> str:
    """Return a number of countries in words; assets/js/map/legend.js writes the same."""
    return f"{count} country" if count == 1 else f"{count} countries"


def _step(step: Step, unit: str, count: int) -> str:
    name = f"{step.label} {unit}".strip() if not unit.startswith("%") else f"{step.label} %"
    zero = " zero" if step.is_zero else ""
    limit = f'<span class="limit{zero}" aria-hidden="true">{escape(step.limit)}</span>' if step.limit else ""
    label = f"{name}: {countries(count)}"
    return (
        f'<span class="step">{limit}<button type="button" data-class="{class_name(step.number)}" aria-pressed="false" '
        f'data-name="{escape(name)}" aria-label="{escape(label)}" title="{escape(label)}" data-key-of="explore_map" '
        f'style="--c:var(--{class_name(step.number)})"><i></i></button></span>'
    )


def _key(name: str, look: str, words: str, counts: Mapping[str, int]) -> str:
    count = counts.get(name, 0)
    style = f' style="background:var(--{look})"' if look.startswith("b") else ""
    label, shown = f"{words}: {countries(count)}", escape(words)
    none = "" if count else ' data-none=""'
    if look in SHORT:
        shown = f'<span data-short="{SHORT[look]}">{shown}</span>'
    return (
        f'<button type="button" data-class="{name}" aria-pressed="false"{none} data-name="{escape(words)}" '
        f'aria-label="{escape(label)}" title="{escape(label)}" data-key-of="explore_map">'
        f'<i class="{look}"{style}></i>{shown} <b>{count}</b></button>'
    )
