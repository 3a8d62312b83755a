"""The map's legend as HTML: a stepped bar with the limits of the classes, each class a button, and keys of patterns.

The page has it in its first HTML and in each file of values; assets/js/map/legend.js counts the countries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dashboard.charts.core.ticks import short
from dashboard.charts.svg import patterns
from dashboard.charts.svg.world_map import NONE, class_name
from dashboard.text.numbers import SCALES

SHORT = {"thin": "few stations", "disputed": "sources differ"}
"""Words of a pattern where a phone has no room for its own, which stay its name for screen readers."""

SMALLEST_SHARE = 0.001
"""Of a million, billion or trillion: a limit below it would be longer than the number itself."""

ROOM_CHARACTERS = 40
"""Characters of limits that a phone has room for below the bar, half a space between two of them included."""


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
    scale: str = "",
    extra: Step | None = None,
) -> str:
    """Return the inside of the legend.

    Args:
        steps: the classes of the bar, from the lowest.
        end: upper limit of the last class; "" if it is open.
        unit: of the values; "" if none is written.
        counts: countries by class name, and by name of the pattern.
        marks: words of the marks that occur, by mark.
        scale: word of the limits, from `scaled`; it is written once, before the unit.
        extra: a class beside the bar: "not yet".
    """
    longest = max(map(len, [end, *(step.limit for step in steps)]))
    spare = _spare(steps, longest)
    bar = "".join(
        _step(step, unit, counts.get(class_name(step.number), 0), " spare" if at in spare else "")
        for at, step in enumerate(steps)
    )
    keys = [_key(class_name(extra.number), class_name(extra.number), extra.label, counts)] if extra else []
    keys += [_key(patterns.LOOKS[mark], patterns.LOOKS[mark], words, counts) for mark, words in marks.items()]
    keys.append(_key(NONE, patterns.NO_DATA, "no data", counts))
    worded = f"{scale} {unit}".strip()
    written = f'<span class="unit" title="{escape(worded)}">{escape(worded)}</span>' if worded else ""
    kind = "limit last spare" if len(steps) in spare else "limit last"
    last = f'<span class="{kind}" aria-hidden="true">{escape(end)}</span>' if end else ""
    drawn = f'<div class="steps">{bar}{last}</div>{written}' if steps else ""
    style = f' style="--n:{len(steps)};--longest:{longest}"'
    return f'<div class="scale"{style}>{drawn}</div><div class="keys">{"".join(keys)}</div>'


def scaled(edges: Sequence[float], texts: Sequence[str]) -> tuple[list[str], str]:
    """Return limits in one scale, and its word: 0.1, 1, 10 and "million" for 100,000, 1 million, 10 million.

    So that they have room below the classes. They stay as they are if no text has such a word, or if one would be too
    small in it.

    Args:
        edges: the limits, in the unit of the values.
        texts: as they are written without a common scale.
    """
    smallest = min((abs(edge) for edge in edges if edge), default=0.0)
    fitting = [(scale, word) for scale, word in reversed(SCALES) if smallest >= SMALLEST_SHARE * scale]
    if not fitting or not any(" " in text for text in texts):
        return list(texts), ""
    found = [([short(edge / scale) for edge in edges], word) for scale, word in fitting]
    return min(found, key=lambda limits: max(map(len, limits[0])))


def countries(count: int) -> str:
    """Return a number of countries in words; assets/js/map/legend.js writes the same."""
    return f"{count} country" if count == 1 else f"{count} countries"


def _spare(steps: Sequence[Step], longest: int) -> set[int]:
    """Return every other limit, but not zero, where a phone has no room for all; the last one is at len(steps)."""
    if len(steps) * (longest + 0.5) <= ROOM_CHARACTERS:
        return set()
    zero = next((at for at, step in enumerate(steps) if step.is_zero), 0)
    return {at for at in range(len(steps) + 1) if (at - zero) % 2}


def _step(step: Step, unit: str, count: int, spare: str) -> str:
    name = f"{step.label} {unit}".strip() if not unit.startswith("%") else f"{step.label} %"
    kind = " zero" if step.is_zero else spare
    limit = f'<span class="limit{kind}" aria-hidden="true">{escape(step.limit)}</span>' if step.limit else ""
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
