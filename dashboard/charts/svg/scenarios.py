"""The temperature chart to 2100 without Bokeh: the observed years, and scenarios as Explore's "To 2100" shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.analysis.future import LAST_YEAR, Course, Future, future
from dashboard.analysis.temperature import TemperatureData
from dashboard.analysis.warming_levels import Passing, passings
from dashboard.charts.core.label_layout import placed_labels
from dashboard.charts.core.limits import padded
from dashboard.charts.core.scenario_marks import (
    BAND_ALPHA,
    OTHER_PX,
    QUOTED_PX,
    SPLICE_TEXT,
    SPLICE_YEAR,
    WORDS_YEAR,
    level_marks,
)
from dashboard.charts.core.theme import LIGHT
from dashboard.charts.core.ticks import ticks
from dashboard.charts.svg import chart
from dashboard.charts.svg.chart import LINE_SHARE, TICK_YEARS, Chart, Paint
from dashboard.charts.svg.lines import Area, Dots, Label, Line, Mark, Shape
from dashboard.snapshot.codes import SCENARIOS
from dashboard.snapshot.projections import REFERENCE
from dashboard.snapshot.store import Snapshot
from dashboard.text import temperature as words


@dataclass(frozen=True, eq=False)
class Ahead:
    """What follows the observed years: the scenarios, and when each passes the warming levels."""

    future: Future
    passings: tuple[Passing, ...]

    @property
    def key(self) -> str:
        """What the lines and bands mean, for the key of the chart."""
        band = " · band: 10–90 % of the models" if any(course.has_spread for course in self.future.courses) else ""
        dots = " · coloured dots: a 20-year mean passes the level" if any(one.year for one in self.passings) else ""
        return f"dashed after {REFERENCE[1]}: modelled, CMIP6 ensemble median by scenario{band}{dots}"


def ahead_of(snapshot: Snapshot, iso3: str, baseline: tuple[int, int], scenario: str) -> Ahead | None:
    """Return what follows the observed years of a place; None without projections of it.

    Raises:
        SnapshotError: the projections are damaged.
    """
    found = future(snapshot, iso3, baseline, scenario)
    return Ahead(found, passings(snapshot, iso3, baseline)) if found else None


def temperature(shown: TemperatureData, paint: Paint, ahead: Ahead | None) -> Chart:
    """Return the temperature chart of a place: of the observed years, or to 2100."""
    drawn = chart.temperature(shown, paint)
    return drawn if ahead is None else _to_2100(drawn, shown, ahead, paint)


def _to_2100(drawn: Chart, shown: TemperatureData, ahead: Ahead, paint: Paint) -> Chart:
    courses = ahead.future.courses
    reach = [part for course in courses for part in (course.median, course.low, course.high)]
    limits = padded(np.concatenate([shown.values, *reach]))
    marks = level_marks(shown, ahead.passings, [course.scenario for course in courses], limits)
    first = int(shown.years[0])
    return replace(
        drawn,
        x_limits=(drawn.x_limits[0], LAST_YEAR + 1.0),
        y_limits=limits,
        x_ticks={
            float(year): str(year) for year in range(-(-first // TICK_YEARS) * TICK_YEARS, LAST_YEAR + 1, TICK_YEARS)
        },
        y_ticks=ticks(*limits, in_two_lines=True),
        shapes=(
            *(_band(course, paint) for course in courses if course.has_spread),
            *_normal(shown, paint),
            *(_level(height, paint) for height in marks.heights),
            Line([SPLICE_YEAR] * 2, limits, paint("quiet"), 1),
            *drawn.shapes,
            *(_line(course, ahead.future.scenario, paint) for course in courses),
            *(_dots(points, paint(code)) for code, points in marks.dots.items() if points),
        ),
        marks=(
            *drawn.marks,
            *(Mark(WORDS_YEAR, height, text, paint("quiet"), "words right") for height, text in marks.names.items()),
            Mark(SPLICE_YEAR, limits[1], SPLICE_TEXT, paint("ink"), "words center"),
        ),
        labels=_labels(shown, courses, limits, paint),
    )


def _band(course: Course, paint: Paint) -> Shape:
    years = np.r_[course.years, course.years[::-1]]
    return Area(years, np.r_[course.low, course.high[::-1]], paint(course.scenario), BAND_ALPHA)


def _line(course: Course, quoted: str, paint: Paint) -> Shape:
    width = QUOTED_PX if course.scenario == quoted else OTHER_PX
    return Line(course.years, course.median, paint(course.scenario), width, (6, 3))


def _normal(shown: TemperatureData, paint: Paint) -> Sequence[Shape]:
    if shown.normal is None:
        return ()
    return (Line([int(shown.years[-1]), LAST_YEAR], [shown.normal] * 2, paint("quiet"), 1.5, (5, 4)),)


def _level(height: float, paint: Paint) -> Shape:
    return Line([REFERENCE[1] + 1, LAST_YEAR], [height] * 2, paint("quiet"), 1, (1, 4))


def _dots(points: Sequence[tuple[int, float]], colour: str) -> Shape:
    return Dots([year for year, _ in points], [height for _, height in points], colour, 5)


def _labels(
    shown: TemperatureData, courses: Sequence[Course], limits: tuple[float, float], paint: Paint
) -> tuple[Label, ...]:
    """Return the names of the scenarios and of the baseline; lines that end in the middle have none."""
    named = {course.scenario: (SCENARIOS[course.scenario], float(course.median[-1])) for course in courses}
    if baseline := words.line_labels(shown)["baseline_label"]:
        named["quiet"] = baseline
    heights = placed_labels(named, limits, LINE_SHARE)
    return tuple(Label(heights[role], text, paint(_text_role(role))) for role, (text, _) in named.items())


def _text_role(role: str) -> str:
    """Return the role of the colour of a name: that of its line, or a darker one where the theme has it."""
    return f"{role}_text" if hasattr(LIGHT, f"{role}_text") else role
