"""A visitor's page of a grouping, without a browser."""

from __future__ import annotations

import pytest

from dashboard.state.options import new_selection
from dashboard.tables.registry import TABLES
from dashboard.text.groupings import ONLY_FIGURES
from dashboard.views.explore.country import CountryView
from dashboard.views.page.page import Page
from dashboard.views.registry import VIEWS
from tests.helpers.newer import with_members
from tests.helpers.pages import page_of


@pytest.fixture
def visit(shipped) -> Page:
    return page_of(with_members(shipped, {"LIC": {"UGA", "RWA"}, "SSF": {"UGA", "RWA", "KEN"}}))


def country(visit: Page) -> CountryView:
    return visit.opened["explore"].country


def test_the_country_panel_notes_that_a_grouping_has_world_bank_figures_only(visit):
    visit.selection.param.update(country="LIC", indicator="EG.ELC.ACCS.ZS")
    assert country(visit).heading.text == f"Low income World Bank grouping · code LIC {ONLY_FIGURES} Add to Compare"
    assert country(visit).indicator.sentence.text.startswith("Access to electricity in low-income countries: ")
    assert 'data-go="countries=LIC&amp;compare=EG.ELC.ACCS.ZS">Add to Compare' in country(visit).heading.object
    assert not country(visit).temperature._chart.figure.visible
    assert country(visit).indicator._chart.figure.visible


def test_compare_shows_the_indicator_once_a_place_without_a_temperature_is_added(visit):
    visit.selection.param.update(country="LIC", indicator="EG.ELC.ACCS.ZS")
    visit.selection.indicator = "SP.POP.TOTL"
    assert 'data-go="countries=LIC&amp;compare=SP.POP.TOTL"' in country(visit).heading.object
    visit.selection.compare_quantity = "NY.GDP.MKTP.KD"  # chosen by the reader
    assert 'data-go="countries=LIC"' in country(visit).heading.object
    visit.selection.param.update(compare_quantity="temperature", country="SSF")  # a region has a temperature
    assert 'data-go="countries=SSF"' in country(visit).heading.object


def test_the_members_are_folded_with_their_vintage_and_lead_to_the_countries(visit):
    visit.selection.country = "LIC"
    markup = country(visit).members.object
    assert "<summary>2 members (World Bank list of 2026-11-29)</summary>" in markup
    assert 'data-go="country=RWA">Rwanda</button>' in markup
    assert markup.startswith('<div class="without-climate">')
    visit.selection.country = "SSF"
    assert "3 members" in country(visit).members.text
    assert "without-climate" not in country(visit).members.object  # a region has a temperature
    visit.selection.country = "ARB"
    mirror = not visit.snapshot.catalog["origin"]["is_official"]
    who = "The mirror that was read" if mirror else "The World Bank’s service"
    assert country(visit).members.text == f"{who} lists no members of the Arab World."
    visit.selection.country = "KEN"
    assert country(visit).members.object == ""


def test_every_view_can_be_opened_with_a_grouping(shipped):
    page = page_of(shipped)
    for view in VIEWS:
        page.selection.param.update(view=view.name, country="LIC", countries=("KEN", "SSF", "LIC"))
        assert page.opened[view.name].parts()


def test_every_table_can_be_made_of_a_grouping(shipped):
    selection = new_selection(shipped)
    selection.param.update(country="LIC", indicator="EG.ELC.ACCS.ZS", countries=("KEN", "SSF", "LIC"))
    selection.compare_quantity = "EG.ELC.ACCS.ZS"
    made = {name: spec.make(shipped, selection) for name, spec in TABLES.items()}
    (codes,) = [column.values for column in made["compare"].columns if column.name == "iso3"]
    assert set(codes) == {"KEN", "SSF", "LIC"}
    assert len(made["indicator"].columns[0].values) > 20
    assert made["temperature"].columns[0].values.empty
    assert made["windows"].columns[0].values.empty
