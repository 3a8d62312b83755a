"""Relate without a browser: columns and state of the chart, words, and escaping."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import numpy as np
import pytest

from dashboard import app
from dashboard.analysis.relate import CloseSeries, CorrelationPair
from dashboard.charts.scatter import LARGEST_PX, SMALLEST_PX, diameters
from dashboard.snapshot import quantities
from dashboard.snapshot.quantities import Quantity
from dashboard.text import relate as relate_text
from dashboard.views.page.page import Page
from dashboard.views.relate.view import Relate
from measures.correlation import Correlation


@pytest.fixture
def visit() -> Page:
    page = app.build()
    page.selection.view = "relate"
    return page


@pytest.fixture
def relate(visit: Page) -> Relate:
    return visit.opened["relate"]


def row_of(relate: Relate, iso3: str) -> int:
    return relate.chart.dots.data["iso3"].index(iso3)


def about(relate: Relate) -> dict:
    return json.loads(relate.chart.pair.tags[0])


def test_all_years_are_sent_at_once_and_dots_show_the_latest(visit: Page, relate: Relate):
    visit.selection.y = "SP.DYN.LE00.IN"
    told, pair = about(relate), relate.chart.pair.data
    assert told["rows"] == len(told["years"]) > 30
    assert all(len(column) == told["rows"] * told["n"] for column in pair.values())
    brazil = row_of(relate, "BRA")
    at = told["latest"] * told["n"] + brazil
    assert relate.chart.dots.data["x"][brazil] == pytest.approx(pair["x"][at], rel=1e-6)
    gdp = visit.snapshot.values("NY.GDP.PCAP.PP.KD")
    own = gdp[(gdp.iso3 == "BRA") & (gdp.year == told["years"][told["latest"]])].value.iloc[0]
    assert 10 ** float(pair["x"][at]) == pytest.approx(own, rel=1e-5)
    assert "Brazil" in relate.chart.dots.data["name"][brazil]
    assert relate.chart.dots.data["x_text"][brazil] == ""  # the browser words what it moves


def test_areas_are_proportional_to_values():
    found = diameters(np.array([100.0, 25.0, 0.0001, np.nan, -5]), 100.0)
    assert found[0] == LARGEST_PX
    assert found[0] / found[1] == pytest.approx(2)
    assert found[2:].tolist() == [SMALLEST_PX] * 3


def test_dots_of_one_size_are_ordered_by_population(visit: Page, relate: Relate):
    visit.selection.size = ""
    assert relate.chart.dots.data["iso3"][:3] == ["IND", "CHN", "USA"]
    assert not quantities.largest(visit.snapshot, "NO.SUCH").any()  # a snapshot without it keeps the alphabet


def test_large_dots_lie_below_small_ones(relate: Relate):
    assert (np.diff(relate.chart.dots.data["px"]) <= 0).all()
    assert relate.chart.dots.data["iso3"][0] == "IND"


def test_the_selected_country_is_outlined_with_its_trail_and_a_click_selects(visit: Page, relate: Relate):
    visit.selection.param.update(country="BRA", countries=("IND", "WLD"))
    assert relate.chart.dots.selected.indices == [row_of(relate, "BRA")]
    assert about(relate)["marked"] == [row_of(relate, "BRA"), row_of(relate, "IND")]
    relate.chart.dots.selected.indices = [row_of(relate, "CHN")]
    assert visit.selection.country == "CHN"
    relate.chart.dots.selected.indices = []
    assert visit.selection.country == "WLD"


def test_an_axis_is_logarithmic_where_it_fits_unless_set_otherwise(visit: Page, relate: Relate):
    assert visit.selection.x_log is None
    assert {name: about(relate)["x"][name] for name in ("log", "fits", "can")} == dict.fromkeys(
        ("log", "fits", "can"), True
    )
    visit.selection.x_log = False
    assert about(relate)["x"]["log"] is False
    assert about(relate)["x"]["fits"] is True
    visit.selection.param.update(x="period_change", x_log=True)  # a link may ask for what cannot be
    assert about(relate)["x"]["log"] is about(relate)["x"]["can"] is False


def test_the_axes_include_all_years_and_do_not_move(visit: Page, relate: Relate):
    figure, before = relate.chart.figure, relate.chart.pair.data
    limits = (figure.x_range.start, figure.x_range.end)
    visit.selection.year = 1995
    assert relate.chart.pair.data is before
    assert (figure.x_range.start, figure.x_range.end) == limits
    held = before["x"][np.isfinite(before["x"])]
    assert limits[0] <= held.min() <= held.max() <= limits[1]
    assert "In 1995: " in relate.sentence.object


def test_the_swap_button_swaps_the_axes(visit: Page, relate: Relate):
    x, y = visit.selection.x, visit.selection.y
    visit.selection.x_log = False
    relate.swap.param.trigger("clicks")
    assert (visit.selection.x, visit.selection.y) == (y, x)
    assert (visit.selection.x_log, visit.selection.y_log) == (None, False)


def test_a_region_has_its_own_dots_and_coefficients(visit: Page, relate: Relate):
    visit.selection.region = "SSF"
    shown = np.isfinite(relate.chart.dots.data["x"])
    assert {region for region, is_shown in zip(relate.chart.dots.data["region"], shown, strict=True) if is_shown} == {
        "SSF"
    }
    assert relate.legend.object.count("<button") == 1
    visit.selection.region = "SAS"
    assert "needs 10 countries with both figures, here are 6" in relate.sentence.object
    assert "–" in relate.numbers.object


def test_two_warming_measures_have_no_years(visit: Page, relate: Relate):
    visit.selection.param.update(x="trend", y="period_change", year=1990)
    assert about(relate)["years"] == []
    assert "1990" not in relate.sentence.object
    assert "the same temperatures" in relate.numbers.object


def test_calendar_years_have_no_thousands_separator(visit: Page, relate: Relate):
    relate.layout()  # without scripts, the server words the tooltips
    visit.selection.param.update(x="emergence_year", y="period_change")
    assert set(relate.chart.figure.xaxis[0].major_label_overrides.values()) >= {"1990", "2000", "2010"}
    assert relate.chart.dots.data["x_text"][row_of(relate, "LBR")] == "Year of emergence: 2024"


def test_the_caution_counts_the_series_that_correlate_as_closely(visit: Page, relate: Relate):
    visit.selection.param.update(x="trend", y="period_change")
    caution = relate.numbers.object
    assert re.search(r"None of \d+ other series", caution)
    assert "as strongly." in caution
    assert "by chance" not in caution
    visit.selection.param.update(x="NY.GDP.PCAP.PP.KD", y="SP.DYN.LE00.IN")
    assert "With many pairs, some correlate by chance." in relate.numbers.object


def test_a_damaged_series_is_reported_and_the_next_one_drawn(visit: Page, relate: Relate, monkeypatch):
    from dashboard.analysis import relate as relate_analysis
    from dashboard.snapshot.store import SnapshotError

    def damaged(*_):
        raise SnapshotError("The values of <b>X</b> are damaged.")

    with monkeypatch.context() as patched:
        patched.setattr(relate_analysis, "pair", damaged)
        visit.selection.x = "SP.DYN.TFRT.IN"
    assert "The values of &lt;b&gt;X&lt;/b&gt; are damaged." in relate.sentence.object
    assert not relate.chart.figure.visible
    visit.selection.country = "BRA"
    visit.selection.year = 1990
    visit.selection.x = "NY.GDP.PCAP.KD"
    assert relate.chart.figure.visible
    assert "Spearman" in relate.sentence.object


def test_without_scripts_the_server_moves_the_dots(visit: Page, relate: Relate):
    relate.layout()
    visit.selection.y = "SP.DYN.LE00.IN"
    before = list(relate.chart.dots.data["y"])
    visit.selection.year = 1992
    assert list(relate.chart.dots.data["y"]) != before
    assert "(1992)" in relate.chart.dots.data["y_text"][row_of(relate, "BRA")]


X = Quantity("A.B", "Wealth <i>", "$", "Economy")
Y = Quantity("period_change", "Warming", "°C", "Warming", "1995–2024 minus 1901–1930")


def found(value: float, low: float, high: float) -> CorrelationPair:
    own = Correlation(value, low, high, 50, 50)
    return CorrelationPair(own, own)


def test_sentences_about_coefficients():
    close, none = found(0.7, 0.6, 0.8), found(0.05, -0.1, 0.2)
    wording = relate_text.sentence(2020, close, none)
    assert wording == (
        "In 2020: strong positive correlation across 50 countries (Spearman 0.70, "
        "95 % CI 0.60 to 0.80). Annual changes within countries: no significant correlation (0.05, "
        "95 % CI −0.10 to 0.20)."
    )
    caution = relate_text.caution(Y, close, CloseSeries(4, 35))
    assert "Correlation is not causation." in caution
    assert "4 of 35 other series correlate with “Warming” at least as strongly." in caution
    part = relate_text.caution(Y, close, CloseSeries(0, 33, 2))
    assert part.endswith("as strongly. 2 other series could not be compared, as the values are damaged.")
    none_read = relate_text.caution(Y, close, CloseSeries(0, 0, 35))
    assert none_read == f"{relate_text.CAUTION} 35 other series could not be compared, as the values are damaged."
    assert "cause" not in wording
    assert "moderate negative correlation" in relate_text.in_words(SimpleNamespace(value=-0.5, low95=-0.6, high95=-0.4))


def test_texts_of_the_figures_are_escaped(shipped):
    from dashboard.views.relate import legend

    assert "<i>" not in legend.sizes(X, 100.0).replace("<i style", "")
    assert "&lt;b&gt;" in legend.regions({"SSF": "<b>"}, {"SSF"})
