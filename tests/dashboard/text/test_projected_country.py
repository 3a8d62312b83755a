"""The sentence on a country's projected change beside the what-if."""

from __future__ import annotations

from dashboard.state.options import new_selection
from dashboard.text.projected_country import for_scale
from dashboard.views.base import ViewContext
from dashboard.views.drivers.view import Drivers
from tests.helpers.projected import projected, without_projections


def test_the_sentence_has_period_base_scenario_and_percentile(shipped):
    assert for_scale(projected(shipped), "PHL", "Philippines", "ssp245") == (
        "For scale: climate models project +0.62 °C for the Philippines in 2041–2060 from 2015–2024 under SSP2-4.5 "
        "(CMIP6 ensemble median)."
    )


def test_without_a_projection_the_sentence_is_empty(shipped):
    assert for_scale(projected(shipped), "FRA", "France", "ssp245") == ""
    assert for_scale(without_projections(shipped), "KEN", "Kenya", "ssp245") == ""


def test_the_what_if_has_it_under_the_scenario_selected(shipped):
    snapshot = projected(shipped)
    selection = new_selection(snapshot)
    selection.param.update(view="drivers", country="KEN", scenario="ssp585")
    view = Drivers(ViewContext(snapshot, selection))
    assert "climate models project +1.55 °C for Kenya in 2041–2060" in view.what_if.answer.object
