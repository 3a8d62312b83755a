"""Months and sensitivity without Bokeh: the bars and lines of two periods, and the trend of every period of years."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.charts.core.window_bins import BINS, FADED
from dashboard.charts.svg import document, season, trend_windows
from dashboard.charts.svg.chart import by_variable
from dashboard.charts.svg.lines import Area, Line
from dashboard.snapshot.normals import PERIODS
from measures.trend_windows import WindowTrends

EARLY = np.arange(12.0)
MONTHS = {PERIODS[0]: EARLY, PERIODS[1]: EARLY + 1}


def test_months_are_two_lines_with_room_around_the_values():
    found = season.temperature(MONTHS, by_variable)
    early, late = found.shapes
    assert isinstance(early, Line)
    assert (early.colour, late.colour) == ("var(--early)", "var(--trend)")
    assert list(late.y) == list(EARLY + 1)
    assert found.y_limits == pytest.approx((-0.72, 12.72))  # 6 % of twelve degrees
    assert list(found.x_ticks.values()) == list("JFMAMJJASOND")


def test_precipitation_is_two_bars_a_month_from_zero_and_a_missing_one_is_left_out():
    late = np.where(EARLY == 3, np.nan, 100.0)
    found = season.precipitation({PERIODS[0]: np.full(12, 50.0), PERIODS[1]: late}, by_variable)
    before, after = found.shapes
    assert isinstance(before, Area)
    assert np.asarray(before.x).reshape(12, 5)[1, :4].tolist() == [62, 62, 98, 98]  # February: 100 - 38, 36 wide
    assert np.asarray(before.y).reshape(12, 5)[1, :4].tolist() == [0, 50, 50, 0]
    assert np.asarray(after.x).size == 11 * 5
    assert found.y_limits[0] == 0
    assert document.frame_of(found, right_px=12).right_px == 12


def windows(rows: list[tuple[int, int, float, bool]]) -> WindowTrends:
    first, last, slope, is_unclear = (np.array(column) for column in zip(*rows, strict=True))
    return WindowTrends(first, last, slope, np.where(is_unclear, -1.0, 0.01), np.full(len(rows), 1.0))


def test_cells_of_one_class_side_by_side_are_one_rectangle():
    rows = [(1901, 1930, 0.05, False), (1902, 1930, 0.06, False), (1904, 1930, 0.05, False), (1901, 1931, 0.25, True)]
    found = trend_windows.windows(windows(rows), (1901, 1930), by_variable)
    warm, faded = (shape for shape in found.shapes if isinstance(shape, Area))
    assert np.asarray(warm.x).reshape(-1, 5)[:, :4].tolist() == [[1901, 1901, 1903, 1903], [1904, 1904, 1905, 1905]]
    assert np.asarray(warm.y).reshape(-1, 5)[:, :4].tolist() == [[1930, 1931, 1931, 1930]] * 2
    assert (warm.colour, warm.alpha) == (BINS.colours[5], 1.0)  # 0.0 to 0.1 degC per decade
    assert (faded.colour, faded.alpha) == (BINS.colours[7], FADED)


def test_the_selected_period_is_outlined_and_periods_under_30_years_are_marked():
    rows = [(year, 1990, 0.05, False) for year in range(1901, 1976)]
    found = trend_windows.windows(windows(rows), (1950, 1990), by_variable)
    caution, outline = (shape for shape in found.shapes if isinstance(shape, Line))
    assert np.asarray(outline.x).tolist() == [1949, 1952, 1952, 1949, 1949]
    assert np.asarray(outline.y).tolist() == [1989, 1989, 1992, 1992, 1989]
    assert (np.asarray(caution.y) - np.asarray(caution.x) + 1).tolist() == [30, 30]


def test_the_key_names_every_colour_and_what_pale_means():
    key = trend_windows.key(is_selectable=False)
    assert key.count("<li>") == len(BINS.colours) == 10
    assert "Pale: not significant." in key
    assert "Click" not in key
    assert "Click another period to select it." in trend_windows.key(is_selectable=True)
