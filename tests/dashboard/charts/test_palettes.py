"""ColorBrewer's palettes without Bokeh: the same colours as Bokeh's."""

from __future__ import annotations

import subprocess
import sys

import bokeh.palettes
import pytest

from dashboard.charts.core import palettes


@pytest.mark.parametrize("name", ["RdBu", "PuOr", "YlGnBu"])
def test_the_colours_are_bokehs(name: str):
    assert getattr(palettes, name) == getattr(bokeh.palettes, name)


@pytest.mark.parametrize("count", [2, 3, 9, 255])
def test_interpolated_colours_are_bokehs(count: int):
    assert palettes.interpolated(palettes.RdBu[11], count) == bokeh.palettes.interp_palette(palettes.RdBu[11], count)


def test_a_half_way_colour_is_rounded_down():
    assert palettes.interpolated(("#000000", "#010305"), 3) == ("#000000", "#000102", "#010305")


def test_the_maps_picture_is_drawn_without_panel_and_bokeh():
    code = "import sys, dashboard.charts.svg.packed; print({'bokeh', 'panel', 'holoviews'} & {*sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
