"""Temperature and growth in the view Drivers: curves, the selected country, tables, and figures without curves."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pandas as pd
import pytest

from dashboard import app
from dashboard.analysis import growth as growth_analysis
from dashboard.snapshot import growth as growth_snapshot
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state.options import new_selection
from dashboard.tables.registry import TABLES
from dashboard.text import growth as growth_text
from dashboard.text.numbers import number, signed
from dashboard.views.base import ViewContext
from dashboard.views.drivers.view import Drivers
from tests.helpers.growth_figures import tables, with_growth, without_growth

NAMES = ("growth", "growth-curve")


@pytest.fixture(scope="module")
def grown(shipped: Snapshot) -> Snapshot:
    return with_growth(shipped)


def open_view(snapshot: Snapshot, country: str) -> Drivers:
    selection = new_selection(snapshot)
    selection.param.update(view="drivers", country=country)
    return Drivers(ViewContext(snapshot, selection))


def test_the_optimum_of_the_publication_s_years_is_within_its_error_of_13_degrees(grown: Snapshot):
    fit = growth_snapshot.drawn_fits(grown)[0]
    assert (fit.years, fit.series, fit.is_log_difference) == ("1961–2010", "NY.GDP.PCAP.KD", True)
    assert abs(fit.fitted.optimum_c - 13.0) < fit.fitted.optimum_error_c
    assert fit.fitted.linear == pytest.approx(1.489, abs=0.15)
    assert fit.fitted.square == pytest.approx(-0.0594, abs=0.006)


def test_the_published_coefficients_are_reproduced_with_their_errors(grown: Snapshot):
    row = tables()["growth_response"].iloc[0]
    fitted = growth_snapshot.growth_fits(grown)[0].fitted
    assert fitted.standard_errors == pytest.approx((row.linear_se, row.square_se))
    assert (fitted.optimum_c, fitted.optimum_error_c) == pytest.approx((row.optimum_c, row.optimum_se_c))
    curve = growth_snapshot.growth_fits(grown)[0].curve
    again = fitted.curve(curve["temperature_c"])
    for name, values in zip(("value", "low95", "high95"), again, strict=True):
        assert curve[name] == pytest.approx(values, abs=1e-9)


def test_the_effect_is_the_slope_at_the_mean_of_the_latest_30_years(grown: Snapshot):
    own = growth_analysis.own_temperature(grown, "KEN")
    record = grown.temperature[grown.temperature.iso3 == "KEN"].sort_values("year").tail(30)
    assert own.mean_c == pytest.approx(record.temperature_c.mean())
    for one in growth_analysis.marginal_effects(grown, own.mean_c):
        fitted = one.fit.fitted
        assert one.value == pytest.approx(fitted.linear + 2 * fitted.square * own.mean_c)
        assert one.low95 < one.value < one.high95
    assert growth_analysis.own_temperature(grown, "WLD") is None


def test_a_short_record_has_no_temperature_of_its_own(grown: Snapshot):
    kept = (grown.temperature.iso3 != "KEN") | (grown.temperature.year < 2010)
    assert (
        growth_analysis.own_temperature(dataclasses.replace(grown, temperature=grown.temperature[kept]), "KEN") is None
    )


def test_words_chart_and_table_are_of_the_same_figures(grown: Snapshot):
    view = open_view(grown, "KEN")
    words, chart = view.growth.words.text, view.growth.chart
    earlier, latest = growth_snapshot.drawn_fits(grown)
    own = growth_analysis.own_temperature(grown, "KEN")
    effects = growth_analysis.marginal_effects(grown, own.mean_c)
    for fit in (earlier, latest):
        assert growth_text.optimum(fit) in words
        assert f"on the curve of {fit.years} (95 % CI" in words
        one = next(effect for effect in effects if effect.fit is fit)
        assert f"{signed(one.value, 2)} percentage points" in words
    assert f"Kenya: annual mean temperature {number(own.mean_c, 1)} °C in {own.years}." in words
    assert list(chart.source("own").data["x"]) == [pytest.approx(own.mean_c)]
    assert list(chart.source("earlier optimum").data["x"]) == [pytest.approx(earlier.fitted.optimum_c)]
    assert len(chart.source("latest line").data["x"]) == 71
    assert "Kenya: annual mean temperature" in chart.figure.html_attributes["aria-label"]
    table = view.parts()["growth_table"].object
    assert table.count("<tr>") == 1 + 4
    assert f"{number(latest.fitted.optimum_c, 1)} (" in table


def test_the_section_follows_the_country(grown: Snapshot):
    view = open_view(grown, "WLD")
    assert "Select a country" in view.growth.words.text
    assert len(view.growth.chart.source("own").data["x"]) == 0
    view.context.selection.country = "NOR"
    assert "Norway: annual mean temperature" in view.growth.words.text
    assert len(view.growth.chart.source("own").data["x"]) == 1


def test_no_sentence_claims_a_cause_and_each_is_short(grown: Snapshot):
    words = open_view(grown, "KEN").growth.words.text
    assert "association" in words
    assert not re.search(r"\b(caus|brings? about|leads? to|due to|because of)", words)
    fits, own = growth_snapshot.drawn_fits(grown), growth_analysis.own_temperature(grown, "KEN")
    wording = growth_text.effect("Kenya", own, growth_analysis.marginal_effects(grown, own.mean_c))
    for sentence in [*wording, *(growth_text.optimum(fit) for fit in fits), *growth_text.CRITICS]:
        assert len(sentence.split()) <= 25, sentence


def test_tables_have_the_country_s_effect_and_every_curve(grown: Snapshot):
    view = open_view(grown, "KEN")
    table = TABLES["growth"].make(grown, view.context.selection)
    assert len(table.frame) == 4
    assert "Effect in Kenya (% points per °C)" in table.frame
    assert set(table.series[1:]) == {"NY.GDP.PCAP.KD.ZG", "NY.GDP.PCAP.KD"}
    curves = TABLES["growth-curve"].make(grown, view.context.selection)
    assert len(curves.frame) == 4 * 71
    assert curves.frame.groupby(["Period", "Growth"]).ngroups == 4
    assert any("association" in note for note in table.notes)


@pytest.mark.parametrize("is_empty", [False, True], ids=["absent", "empty"])
def test_without_curves_one_sentence_names_the_command_that_computes_them(shipped: Snapshot, is_empty: bool):
    bare = without_growth(shipped)
    if is_empty:  # a refresh carries tables that were never computed without rows
        grown = with_growth(shipped)
        bare = dataclasses.replace(grown, model={n: t.head(0) if n in tables() else t for n, t in grown.model.items()})
    view = open_view(bare, "NOR")
    assert "run: python -m etl model" in view.growth.words.text
    assert [name for name in view.parts() if name.startswith("growth")] == ["growth_words"]
    assert Drivers.fragment_words(view.context)["growth_periods"] == []
    for name in NAMES:
        table = TABLES[name].make(bare, view.context.selection)
        assert table.frame.empty
        assert "run: python -m etl model" in table.notes[0]


def test_without_levels_growth_as_published_is_drawn(grown: Snapshot):
    only = {name: table[table.series == "NY.GDP.PCAP.KD.ZG"] for name, table in tables().items()}
    fits = growth_snapshot.drawn_fits(dataclasses.replace(grown, model={**grown.model, **only}))
    assert [fit.is_log_difference for fit in fits] == [False, False]


def test_a_single_period_is_drawn_alone(grown: Snapshot):
    response = tables()["growth_response"]
    one = {"growth_response": response[response.last_year == 2010]}
    view = open_view(dataclasses.replace(grown, model={**grown.model, **one}), "KEN")
    assert len(view.growth.chart.source("latest line").data["x"]) == 71
    assert len(view.growth.chart.source("earlier line").data["x"]) == 0
    assert Drivers.fragment_words(view.context)["growth_periods"] == ["1961–2010"]


def test_a_curve_without_a_maximum_is_in_the_table_and_not_drawn(grown: Snapshot):
    response = tables()["growth_response"].assign(square=0.01, optimum_c=np.nan, optimum_se_c=np.nan)
    changed = {"growth_response": response, "growth_curve": tables()["growth_curve"].head(0)}
    snapshot = dataclasses.replace(grown, model={**grown.model, **changed})
    assert growth_snapshot.drawn_fits(snapshot) == ()
    assert (
        TABLES["growth"].make(snapshot, open_view(snapshot, "KEN").context.selection).frame["Optimum (°C)"].isna().all()
    )


def test_a_damaged_table_is_reported_in_its_section_only(grown: Snapshot, monkeypatch):
    table_of = Snapshot.table

    def damaged(self: Snapshot, name: str) -> pd.DataFrame:
        if name in tables():
            raise SnapshotError(f"The table {name} cannot be read.")
        return table_of(self, name)

    monkeypatch.setattr(Snapshot, "table", damaged)
    snapshot = dataclasses.replace(grown)  # nothing is cached of it
    view = open_view(snapshot, "KEN")
    assert "The table growth_curve cannot be read." in view.growth.words.text
    assert Drivers.fragment_words(view.context)["growth_periods"] == []


def test_the_page_opens_with_curves(grown: Snapshot, monkeypatch):
    monkeypatch.setattr("dashboard.snapshot.store.current", lambda: grown)
    page = app.build()
    page.selection.view = "drivers"
    assert tuple(page.opened["drivers"].parts()) == Drivers.slots
