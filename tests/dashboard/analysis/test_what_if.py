"""The what-if on the shipped snapshot: predictions of the published model, and values outside its training data."""

from __future__ import annotations

import dataclasses
import time

import numpy as np
import pytest

from dashboard.analysis import what_if
from dashboard.snapshot.booster import booster
from dashboard.snapshot.model import YEAR, Model, hardest, model_of, why_no_model
from dashboard.snapshot.store import Snapshot
from dashboard.text import drivers
from dashboard.text import what_if as what_if_text
from dashboard.views.drivers import what_if_markup

NORWAY_S_REGION = "ECS"


@pytest.fixture
def model(shipped: Snapshot) -> Model:
    found = model_of(shipped)
    assert found is not None
    return found


@pytest.fixture
def first(model: Model) -> str:
    """The most important feature that a reader can change."""
    return model.movable[0]


def test_the_answer_is_the_mean_of_year_and_region_and_what_the_trees_add(shipped: Snapshot, model: Model, first: str):
    start = model.about["start"]["by_region_c"][NORWAY_S_REGION]["2020"]
    trees = booster(shipped)
    row = []
    for name in trees.feature_name():
        values = shipped.values(name) if name != YEAR else None
        own = values[(values.iso3 == "NOR") & (values.year == 2020)].value if values is not None else None
        row.append(2020.0 if own is None else own.iloc[0] if len(own) else np.nan)
    expected = start + trees.predict(np.array([row]))[0]
    found = what_if.predict(shipped, "NOR", 2020, ())
    assert found.changed == found.unchanged == pytest.approx(expected, abs=1e-9)
    assert found.distance == 0
    middle = float(model.features["median"][first])
    row[trees.feature_name().index(first)] = middle
    moved = what_if.predict(shipped, "NOR", 2020, ((first, middle),))
    assert moved.changed == pytest.approx(start + trees.predict(np.array([row]))[0])
    assert moved.unchanged == found.changed
    assert moved.difference == pytest.approx(moved.changed - found.changed)


def test_the_observed_value_is_the_anomaly_from_the_baseline(shipped: Snapshot):
    own = shipped.temperature[shipped.temperature.iso3 == "NOR"].set_index("year").temperature_c
    found = what_if.predict(shipped, "NOR", 2020, ())
    assert found.observed == pytest.approx(own[2020] - own.loc[1961:1990].mean())


def test_the_interval_is_the_one_calibrated_on_other_countries_times_its_own_spread(shipped: Snapshot, model: Model):
    widths = {(one["split"], one["level"]): one["half_width_spreads"] for one in model.about["intervals"]}
    own = shipped.temperature[shipped.temperature.iso3 == "NOR"].set_index("year").temperature_c
    spread = own.loc[slice(*model.years)].diff().std() / np.sqrt(2)
    found = what_if.predict(shipped, "NOR", 2020, ())
    assert found.half_width == pytest.approx(widths[("countries", 0.95)] * spread, rel=1e-5)
    low, high = found.changed - found.half_width, found.changed + found.half_width
    wording = what_if_text.interval(found).replace("−", "-").replace("+", "")
    assert wording == f"95 % prediction interval {low:.2f} to {high:.2f}"


def test_an_answer_takes_less_than_a_tenth_of_a_second(shipped: Snapshot, first: str):
    what_if.predict(shipped, "NOR", 2020, ())
    started = time.process_time()
    for value in range(10):
        what_if.predict(shipped, "NOR", 2020, ((first, float(value)),))
    assert (time.process_time() - started) / 10 < 0.1


def test_an_extrapolated_combination_is_marked_and_a_neighbour_s_is_not(shipped: Snapshot, model: Model):
    def as_in(iso3: str) -> what_if.Changes:
        own = what_if.feature_values(shipped, model, iso3, 2015)
        return tuple((one.feature, one.value) for one in own if one.value is not None)

    found = what_if.predict(shipped, "NOR", 2015, as_in("SWE"))
    assert found.nearest == ("Sweden", 2015)
    assert not found.is_outside
    # Each value is on record somewhere, the lowest of one feature and the highest of the next, but never together.
    ends = zip(model.movable, ("low", "high") * len(model.movable), strict=False)
    strange = tuple((feature, float(model.features[end][feature])) for feature, end in ends)
    found = what_if.predict(shipped, "NOR", 2015, strange)
    assert found.outside_training == ()
    assert found.distance > found.limit
    assert "Extrapolation. The nearest country-year" in what_if_text.outside(found, len(strange))
    assert "notice outside" in what_if_markup.answer("Norway", 2015, found, len(strange), model)


def test_a_value_outside_the_training_range_is_named(shipped: Snapshot, model: Model, first: str):
    highest, title = float(model.features.high[first]), model.features.title[first]
    found = what_if.predict(shipped, "NOR", 2015, ((first, 1.1 * highest),))
    assert found.outside_training == found.outside_history == (title,)
    assert f"Outside the range of the training data: {title}." in what_if_text.outside(found, 1)
    assert what_if.predict(shipped, "NOR", 2015, ((first, float(f"{highest:.4g}")),)).outside_training == ()


def test_the_rows_are_those_of_the_training_data(shipped: Snapshot, model: Model):
    assert len(what_if.training_rows(shipped).values) == model.about["rows"]


def test_the_year_is_the_nearest_of_the_training_data(model: Model):
    first, last = model.years
    assert [what_if.nearest_year(model, year) for year in ("latest", 1905, 2000, 2024)] == [last, first, 2000, last]


def test_places_on_a_slider_by_hand():
    assert what_if_markup.place(5, 0, 10, log=False) == what_if_markup.STEPS // 2
    assert what_if_markup.place(10, 1, 100, log=True) == what_if_markup.STEPS // 2
    assert (what_if_markup.place(-5, 0, 10, log=False), what_if_markup.place(50, 0, 10, log=False)) == (0, 400)
    assert what_if_markup.place(3, 3, 3, log=False) == 0


def test_the_verdict_is_of_the_hardest_baseline_of_each_split(model: Model):
    rows = hardest(model.skill)
    for split, row in rows.items():
        assert row["rmse_baseline"] == model.skill[model.skill.split == split].rmse_baseline.min()
    wording = drivers.by_split(model)
    assert len(wording) == 3
    assert all("95 % CI" in one for one in wording)
    gains = [1 - row["rmse_model"] / row["rmse_baseline"] for row in rows.values()]
    assert 0.005 < max(gains) < 0.025
    gain = f"about {100 * max(gains):.0f} % or nothing"
    assert drivers.sentence(model) == f"Given year and place, these indicators add {gain}."


@pytest.mark.parametrize(
    ("ends", "begins"),
    [
        ([(0.1, 0.2)] * 3, "Yes"),
        ([(-0.1, 0.2)] * 3, "No: these"),
        ([(0.1, 0.2), (-0.2, -0.1), (-0.1, 0.1)], "It depends on"),
        ([(0.0, 0.02), (-0.2, -0.1), (-0.1, 0.1)], "Given year and place, these indicators add about 1 % or nothing."),
        ([(-0.2, -0.1)] * 3, "Given year and place, these indicators add nothing."),
    ],
)
def test_each_verdict_has_its_words(model: Model, ends, begins: str):
    lows, highs = zip(*ends, strict=True)
    splits = list(hardest(model.skill))
    low, high = (model.skill.split.map(dict(zip(splits, each, strict=True))) for each in (lows, highs))
    skill = model.skill.assign(skill=(low + high) / 2, low95=low, high95=high, years_low95=low, years_high95=high)
    assert drivers.sentence(dataclasses.replace(model, skill=skill)).startswith(begins)


def test_without_a_model_the_page_names_the_command_to_run(shipped: Snapshot):
    catalog = shipped.catalog | {"model": {"state": "absent", "reason": "no model has been made of these figures"}}
    bare = dataclasses.replace(shipped, model={}, model_text="", catalog=catalog)
    assert model_of(bare) is None
    assert why_no_model(bare).endswith("Run: python -m etl model")
