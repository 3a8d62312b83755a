"""Drivers without a browser: follows the selection, has all in words, and works without a model."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from dashboard import app
from dashboard.analysis import relate
from dashboard.analysis import what_if as what_if_analysis
from dashboard.snapshot.model import SPLITS, YEAR, effect, model_of
from dashboard.snapshot.store import Snapshot, open_snapshot
from dashboard.state.selection import Options, Selection
from dashboard.tables.registry import TABLES
from dashboard.text import drivers as drivers_text
from dashboard.text import similar, what_if
from dashboard.text.drivers import BASELINES
from dashboard.text.numbers import amount
from dashboard.views.base import ViewContext
from dashboard.views.drivers.view import Drivers
from dashboard.views.page.page import Page
from tests.helpers.growth_figures import with_growth, without_growth


def moved(snapshot: Snapshot) -> tuple[tuple[str, float], ...]:
    """The first of the model's movable features, at its lowest value on record."""
    model = model_of(snapshot)
    feature = model.movable[0]
    return ((feature, float(model.features.low[feature])),)


def logarithmic(snapshot: Snapshot) -> str:
    """The most important feature whose effect is drawn along a logarithmic axis."""
    model = model_of(snapshot)
    return next(one for one in model.drivers if one != YEAR and relate.fits_log(effect(model, one)["x"]))


@pytest.fixture
def visit() -> Page:
    page = app.build()
    page.selection.view = "drivers"
    return page


@pytest.fixture
def drivers(visit: Page) -> Drivers:
    return visit.opened["drivers"]


def test_the_verdict_comes_first_with_figures_date_and_vintage(visit: Page, drivers: Drivers):
    wording = drivers.parts()["sentence"].object
    skill = visit.snapshot.model["model_skill"]
    rows = skill[skill.split != "predecessor"].groupby("split")
    gain = round(100 * (1 - rows.rmse_model.first() / rows.rmse_baseline.min()).max())
    assert wording.startswith(
        f'<p class="sentence verdict">Given year and place, these indicators add about {gain} % or nothing.</p>'
    )
    assert wording.count("95 % CI") == 3
    assert wording.count(", over years ") == 2  # the last year is a single one
    assert "°C in the predecessor’s test" in wording
    assert re.search(r"Model of 20\d\d-\d\d-\d\d, fitted to [\d,]+ country-years", wording)
    assert "CRU TS" in wording


def test_notes_on_clean_up_what_if_and_similarity_have_short_sentences(visit: Page):
    model = model_of(visit.snapshot)
    notes = [drivers_text.about(model, visit.snapshot), what_if.answer_note(model), similar.METHOD]
    found = [sentence for note in notes for sentence in re.split(r"(?<!al)\. (?=[A-Z“\d])", note)]
    assert len(found) > 10
    assert [sentence for sentence in found if len(sentence.split()) > 25] == []
    assert notes[0].count("Excluded before fitting: ") == 2  # features and countries


def test_bars_names_and_effect_show_the_same_features(visit: Page, drivers: Drivers):
    features = list(drivers.rows.feature)
    assert len(drivers.bars.source.data["value"]) == len(features) == drivers.names.object.count("<li>") == 15
    assert drivers.bars.source.selected.indices == [0]
    drivers.bars.source.selected.indices = [2]
    assert visit.selection.driver == features[2]
    assert 'aria-pressed="true"' in drivers.names.object.split("<li>")[3]
    assert drivers.rows.title.iloc[2] in drivers.effect_words.object
    points = drivers.effect.source("points").data
    assert len(points["x"]) == len(points["text"]) > 5


def test_the_effect_of_the_year_has_years_on_its_axis(visit: Page, drivers: Drivers):
    visit.selection.driver = "year"
    assert {"1980", "2000"} <= set(drivers.effect.figure.xaxis[0].major_label_overrides.values())


def test_the_country_of_the_what_if_is_marked_on_the_curve_and_named(visit: Page, drivers: Drivers):
    source = drivers.effect.source("own")
    assert len(source.data["x"]) == 0  # the World is none of the model's countries
    assert "diamond" not in drivers.effect_words.object
    visit.selection.param.update(country="NOR", year=2010, driver=logarithmic(visit.snapshot))
    points = drivers.effect.source("points").data
    values = visit.snapshot.values(visit.selection.driver)
    own = float(values.value[(values.iso3 == "NOR") & (values.year == 2010)].iloc[0])
    place = np.log10(own)  # along a logarithmic axis
    assert list(source.data["x"]) == [pytest.approx(place)]
    assert list(source.data["effect"]) == [pytest.approx(np.interp(place, points["x"], points["effect"]))]
    unit = visit.snapshot.indicators.set_index("id").unit[visit.selection.driver]
    assert f"Norway in 2010: {amount(own)} {unit} (diamond)." in drivers.effect_words.object
    assert "Norway in 2010" in source.data["text"][0]
    visit.selection.driver = "year"
    assert list(source.data["x"]) == [2010]
    assert "The diamond marks 2010" in drivers.effect_words.object


def test_a_value_beyond_the_curve_is_reported_and_not_drawn(visit: Page, drivers: Drivers, monkeypatch):
    monkeypatch.setattr(what_if_analysis, "feature_value", lambda *_: 1e15)
    visit.selection.param.update(country="NOR", driver=logarithmic(visit.snapshot))
    assert len(drivers.effect.source("own").data["x"]) == 0
    assert "outside the curve" in drivers.effect_words.object


def test_the_skill_table_has_every_split_and_baseline(drivers: Drivers):
    table = drivers.parts()["skill"].object
    assert table.count("<tr>") == 1 + len(SPLITS) * len(BASELINES)
    assert table.count("best baseline") == len(SPLITS)


def test_the_what_if_follows_country_year_and_changes(visit: Page, drivers: Drivers):
    what_if = drivers.what_if
    cleanup = visit.snapshot.model["model_cleanup"]
    trained = 217 - (cleanup.step == "missing_country").sum()
    assert f"Select one of the {trained} countries" in what_if.answer.object
    visit.selection.param.update(country="NOR", year=2015)
    assert what_if.sliders.object.count('type="range"') == 8
    assert "Norway in 2015" in what_if.answer.object
    assert what_if.year.value == 2015
    sliders = what_if.sliders.object
    visit.selection.changes = moved(visit.snapshot)
    assert "with 1 value changed" in what_if.answer.object
    assert what_if.sliders.object is sliders  # they are the hand's while it moves them
    visit.selection.year = 1905
    assert what_if.year.value == 1960
    assert visit.selection.year == 1905  # other views keep it
    what_if.year.value = "latest"
    assert visit.selection.year == "latest"


def test_similar_countries_follow_country_and_topic(visit: Page, drivers: Drivers):
    assert "Select a country to list" in drivers.similar.tables.object
    visit.selection.country = "SWE"
    assert "Most similar to Sweden" in drivers.similar.tables.object
    visit.selection.similar_by = "health"
    assert "Most similar to Sweden in health" in drivers.similar.tables.object
    assert "No other country whose largest climate group is Cold (D)" in drivers.similar.zone.object


@pytest.mark.parametrize("name", [name for name, twin in TABLES.items() if twin.view == "drivers"])
@pytest.mark.parametrize("country", ["WLD", "NOR"])
def test_each_table_is_made_with_and_without_a_country(visit: Page, name: str, country: str):
    visit.selection.param.update(country=country, changes=moved(visit.snapshot))
    table = TABLES[name].make(with_growth(visit.snapshot), visit.selection)
    assert table.title
    assert table.notes
    assert len(table.frame) or (country == "WLD" and not name.startswith("growth"))


def test_without_a_model_the_view_explains_why_and_shows_similar_countries(shipped: Snapshot):
    catalog = shipped.catalog | {"model": {"state": "absent", "reason": "none has been made; run: python -m etl model"}}
    bare = without_growth(dataclasses.replace(shipped, model={}, model_text="", catalog=catalog))
    selection = Selection(Options(["WLD", "SWE"], list(bare.indicators.id)), view="drivers", country="SWE")
    view = Drivers(ViewContext(bare, selection))
    assert "run: python -m etl model" in view.parts()["sentence"].object
    assert "Most similar to Sweden" in view.similar.tables.object
    assert set(view.parts()) == {"sentence", "growth_words", "topic", "similar", "zone"}
    for twin in TABLES.values():
        if twin.view == "drivers":
            assert twin.make(bare, selection).notes


def test_a_stale_model_has_its_date(shipped: Snapshot):
    model = shipped.catalog["model"] | {"state": "stale", "stale_since": "2027-01-01", "reason": "a table changed"}
    old = dataclasses.replace(shipped, catalog=shipped.catalog | {"model": model})
    view = Drivers(ViewContext(old, app.new_selection(old)))
    assert "The model is older than the data, since 2027-01-01: a table changed." in view.parts()["sentence"].object


def with_damage(root: Path, tmp_path: Path, table: str) -> Snapshot:
    """The shipped snapshot with a truncated table of the model."""
    copied = Path(shutil.copytree(root / "data", tmp_path / "data"))
    file = next(copied.glob(f"snapshot-*/{table}.parquet"))
    file.write_bytes(file.read_bytes()[:-100])
    return open_snapshot(copied)


def test_a_damaged_table_of_widths_stops_the_prediction_and_nothing_else(root: Path, tmp_path: Path):
    selection = app.new_selection(with_damage(root, tmp_path, "model_coverage"))
    snapshot = open_snapshot(tmp_path / "data")
    selection.param.update(view="drivers", country="NOR")
    view = Drivers(ViewContext(snapshot, selection))
    assert "The table model_coverage cannot be read." in view.what_if.answer.object
    assert view.what_if.sliders.object.count('type="range"') == 8
    assert "Given year and place" in view.parts()["sentence"].object
    assert TABLES["temperature"].make(snapshot, selection).title


def test_a_damaged_table_of_the_model_leaves_the_other_views(root: Path, tmp_path: Path):
    selection = app.new_selection(with_damage(root, tmp_path, "model_skill"))
    snapshot = open_snapshot(tmp_path / "data")
    selection.param.update(view="drivers", country="SWE")
    view = Drivers(ViewContext(snapshot, selection))
    assert "No model to show: the files of the model are damaged. Run: " in view.parts()["sentence"].object
    assert "Sweden" in view.similar.tables.object


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.000512, "0.00051"), (0.0151, "0.015"), (0.25, "0.250"), (0.0, "0.000"), (-0.0004, "−0.00040")],
)
def test_a_small_rise_of_the_error_has_two_significant_digits(value: float, shown: str):
    assert drivers_text.small(value) == shown


def test_the_interval_of_an_importance_has_the_decimals_of_its_value():
    assert drivers_text.small_interval(0.00031, 0.00072, 0.00051) == "0.00031 to 0.00072"
