"""Scenarios to 2100 in the temperature chart: a dashed line and a band each, where they join the record, and levels.

These elements are added when a reader first asks for them: a chart of the observed years costs nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from bokeh.core.properties import field
from bokeh.models import Glyph, Line, Patch, Scatter

from dashboard.analysis.future import LAST_YEAR, Course, Future
from dashboard.analysis.temperature import TemperatureData
from dashboard.analysis.warming_levels import Passing
from dashboard.charts.core import end_labels
from dashboard.charts.core.live_chart import Columns, LiveChart, area
from dashboard.charts.core.scenario_marks import (
    BAND_ALPHA,
    OTHER_PX,
    QUOTED_PX,
    SPLICE_TEXT,
    SPLICE_YEAR,
    WORDS_YEAR,
    level_marks,
)
from dashboard.charts.core.theme import Theme
from dashboard.charts.spread_bands import NOTHING
from dashboard.snapshot.codes import SCENARIOS
from dashboard.snapshot.projections import REFERENCE
from measures.arrays import Floats

SPLICE, SPLICE_WORDS = "splice", "splice_words"
LINE_SHARE = 0.17
"""Height of a name of a scenario as a share of the frame's: 15 px of the 87 px of a phone of 664 px."""
LEVELS, LEVEL_WORDS = "levels", "level_words"


def update(
    chart: LiveChart,
    theme: Theme,
    shown: TemperatureData,
    future: Future | None,
    passings: Sequence[Passing],
    limits: tuple[float, float],
) -> None:
    """Show the scenarios, or none of them; `limits` are those of the value axis."""
    if future is None:
        chart.update({label: _nothing(chart, label) for label in _labels() if chart.has(label)})
        return
    scenarios = [course.scenario for course in future.courses]
    _add(chart, theme, scenarios)
    absent = [label for code in SCENARIOS if code not in scenarios for label in _of(code) if chart.has(label)]
    for code in scenarios:
        chart.glyph(f"{code}_line").line_width = QUOTED_PX if code == future.scenario else OTHER_PX
    chart.update(
        {
            **{label: _nothing(chart, label) for label in absent},
            **{label: columns for course in future.courses for label, columns in _course(course).items()},
            **_levels(shown, passings, scenarios, limits),
            SPLICE: {"x": np.full(2, SPLICE_YEAR), "y": np.asarray(limits)},
            SPLICE_WORDS: {"x": [SPLICE_YEAR], "y": [limits[1]], "text": [SPLICE_TEXT]},
        }
    )


def reach(future: Future | None) -> Floats:
    """Return the values that the axis must include."""
    if future is None:
        return NOTHING
    return np.concatenate([part for course in future.courses for part in (course.median, course.low, course.high)])


def end_texts(future: Future | None) -> dict[str, tuple[str, float] | None]:
    """Return name and height of the label at the end of each scenario's line."""
    courses = () if future is None else future.courses
    return {f"{one.scenario}_label": (SCENARIOS[one.scenario], float(one.median[-1])) for one in courses}


def hidden_labels(chart: LiveChart, future: Future | None) -> dict[str, tuple[str, float] | None]:
    """Return None for the labels of scenarios that the chart has and this place has not."""
    shown = end_texts(future)
    labels = (f"{code}_label" for code in SCENARIOS)
    return {label: None for label in labels if chart.has(label) and label not in shown}


def _add(chart: LiveChart, theme: Theme, scenarios: Sequence[str]) -> None:
    at = {"x": field("x"), "y": field("y")}
    thin = {**at, "line_color": theme.quiet, "line_width": 1}
    chart.add(
        {
            LEVELS: Line(**thin, line_dash=[1, 4]),
            LEVEL_WORDS: end_labels.glyph(theme.quiet, text_align="right", offset_px=0),
            SPLICE: Line(**thin),
            SPLICE_WORDS: end_labels.glyph(theme.ink, text_baseline="top", text_align="center", offset_px=0),
        }
    )
    glyphs: dict[str, Glyph] = {}
    for code in scenarios:
        colour = theme.scenario(code)
        glyphs[f"{code}_band"] = Patch(**at, fill_color=colour, fill_alpha=BAND_ALPHA, line_alpha=0)
        glyphs[f"{code}_line"] = Line(**at, line_color=colour, line_dash=[6, 3])
        glyphs[f"{code}_passed"] = Scatter(**at, size=5, fill_color=colour, line_color=colour)
    chart.add(glyphs)
    end_labels.add_more(chart, {f"{code}_label": end_labels.anchored(theme.scenario_text(code)) for code in scenarios})


def _course(course: Course) -> dict[str, Columns]:
    code = course.scenario
    return {
        f"{code}_line": {"x": course.years, "y": course.median},
        f"{code}_band": area(course.years, course.low, course.high),
    }


def _levels(
    shown: TemperatureData, passings: Sequence[Passing], scenarios: Sequence[str], limits: tuple[float, float]
) -> dict[str, Columns]:
    """Return a dot where a scenario's 20-year mean passes a level, and a line and name for each level passed."""
    marks = level_marks(shown, passings, scenarios, limits)
    return {
        **{f"{code}_passed": _points(dots) for code, dots in marks.dots.items()},
        LEVELS: {
            "x": np.tile([REFERENCE[1] + 1, LAST_YEAR, np.nan], len(marks.heights)),
            "y": np.repeat(marks.heights, 3),
        },
        LEVEL_WORDS: {
            "x": [WORDS_YEAR] * len(marks.names),
            "y": list(marks.names),
            "text": list(marks.names.values()),
        },
    }


def _points(points: Sequence[tuple[int, float]]) -> Columns:
    return {"x": [x for x, _ in points], "y": [y for _, y in points]}


def _of(code: str) -> list[str]:
    return [f"{code}_{part}" for part in ("line", "band", "passed")]


def _labels() -> list[str]:
    return [SPLICE, SPLICE_WORDS, LEVELS, LEVEL_WORDS, *(label for code in SCENARIOS for label in _of(code))]


def _nothing(chart: LiveChart, label: str) -> Columns:
    return {name: [] for name in chart.source(label).data}
