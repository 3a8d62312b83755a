"""Themes: contrast, and recolouring every chart in place; style sheets use the same colours."""

from __future__ import annotations

import re
from dataclasses import astuple

import pytest
from bokeh.core.property.vectorization import Value
from bokeh.models import Plot

from dashboard import app
from dashboard.assets import bundle
from dashboard.charts.core import theme
from dashboard.charts.core.theme import DARK, LIGHT, Theme
from dashboard.charts.core.theming import Charts, recolour
from dashboard.views.page.page import Page


@pytest.fixture
def visit() -> Page:
    return app.build()


def country_figures(visit: Page) -> list[Plot]:
    """Return the figures of temperature, stripes and indicator."""
    country = visit.opened["explore"].country
    return [country.temperature.chart, country.temperature.strip, country.indicator.chart]


def colours(figure: Plot) -> set[str]:
    """Return every colour of either theme in a figure."""
    names = [(m, name) for m in figure.references() for name in m.properties() if name.endswith("color")]
    held = [getattr(model, name) for model, name in names]
    plain = [value.value if isinstance(value, Value) else value for value in held]
    return {value for value in plain if isinstance(value, str)} & {*astuple(LIGHT), *astuple(DARK)}


@pytest.mark.parametrize("one", [LIGHT, DARK])
def test_no_two_roles_of_a_theme_share_a_colour(one: Theme):
    assert len(set(astuple(one))) == len(astuple(one))
    assert not {*astuple(LIGHT)} & {*astuple(DARK)}


def contrast(one: str, other: str) -> float:
    """Return WCAG 2.2's contrast ratio of two colours given as #rrggbb."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("one", [LIGHT, DARK])
def test_text_and_lines_have_enough_contrast(one: Theme):
    for ground in (one.paper, one.ground):
        assert min(contrast(text, ground) for text in (one.ink, one.quiet, one.link)) >= 4.5
    assert min(contrast(line, one.paper) for line in (one.annual, one.trend, one.baseline, one.indicator)) >= 3


def test_auto_follows_the_system_and_a_choice_does_not():
    assert [theme.resolve("auto", dark) for dark in (False, True)] == [LIGHT, DARK]
    assert [theme.resolve("light", True), theme.resolve("dark", False)] == [LIGHT, DARK]


def test_the_page_has_every_colour_in_both_themes():
    assert f"--no-data: light-dark({LIGHT.no_data}, {DARK.no_data});" in theme.css_variables()


def test_a_change_of_theme_recolours_every_chart_and_draws_none_again(visit: Page):
    explore = visit.opened["explore"]
    figures = [explore.map.notebook.map.figure, *country_figures(visit)]
    before = [colours(figure) for figure in figures]
    assert all(held <= {*astuple(LIGHT)} and held for held in before)
    visit.selection.theme = "dark"
    assert all(colours(figure) <= {*astuple(DARK)} and colours(figure) for figure in figures)
    visit.selection.theme = "light"
    assert [colours(figure) for figure in figures] == before


def test_the_system_s_preference_applies_until_a_theme_is_chosen(visit: Page):
    visit.prefers_dark.active = True
    assert visit.context.charts.theme is DARK
    visit.selection.theme = "light"
    assert visit.context.charts.theme is LIGHT


def test_a_chart_made_after_a_change_is_made_in_the_new_theme(visit: Page):
    visit.selection.param.update(view="compare")
    visit.selection.theme = "dark"
    visit.selection.country = "NOR"
    visit.selection.view = "explore"
    assert colours(visit.opened["explore"].country.temperature.chart) <= {*astuple(DARK)}


def test_a_chart_changes_colours_that_are_data_itself(visit: Page):
    told: list[Theme] = []
    charts = Charts()
    charts.add(visit.opened["explore"].map.notebook.map.figure, told.append)
    charts.restyle(LIGHT)
    charts.restyle(DARK)
    assert told == [DARK]


def test_recolouring_leaves_every_other_colour(visit: Page):
    figure = visit.opened["explore"].country.indicator.chart
    figure.xaxis.axis_line_color = "#123456"
    recolour(figure, LIGHT, DARK)
    assert figure.xaxis[0].axis_line_color == "#123456"


SHEETS = bundle.CSS


def of_the_sheets(scheme: int) -> dict[str, str]:
    """Return the colours that base.css adds to the theme's, by name: light (0) or dark (1)."""
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", (SHEETS / "base.css").read_text("utf-8"))
    return {name: pair[scheme] for name, *pair in pairs}


@pytest.mark.parametrize(("one", "scheme"), [(LIGHT, 0), (DARK, 1)])
def test_text_and_edges_of_controls_have_contrast_on_every_surface(one: Theme, scheme: int):
    added = of_the_sheets(scheme)
    surfaces = [one.paper, one.ground, one.notice, added["hover"], added["chosen"]]
    assert min(contrast(one.ink, surface) for surface in surfaces) >= 7
    assert min(contrast(text, surface) for text in (one.quiet, one.link) for surface in surfaces[:2]) >= 4.5
    assert contrast(added["on-link"], one.link) >= 4.5
    assert min(contrast(added["control"], surface) for surface in surfaces[:2]) >= 3
    assert contrast(one.warning, one.notice) >= 3


@pytest.mark.parametrize("name", sorted(str(path.relative_to(SHEETS)) for path in SHEETS.rglob("*.css")))
def test_no_style_sheet_defines_colours_of_its_own(name: str):
    """Colours are defined in theme.py and at the head of base.css; elsewhere they are only fallbacks of a variable."""
    text = (SHEETS / name).read_text("utf-8")
    loose = re.sub(r"light-dark\([^)]*\)|var\(--[\w-]+, [^)]*\)", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", loose) == []
