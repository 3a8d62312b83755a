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

AGED, DUST = "SP.POP.65UP.TO.ZS", "EN.ATM.PM25.MC.M3"


@pytest.fixture
def model(shipped: Snapshot) -> Model:
    found = model_of(shipped)
    assert found is not None
    return found


def test_the_answer_is_the_mean_of_the_year_and_what_the_trees_add(shipped: Snapshot, model: Model):
    trees = booster(shipped)
    row = []
    for name in trees.feature_name():
        values = shipped.values(name) if name != YEAR else None
        own = values[(values.iso3 == "NOR") & (values.year == 2020)].value if values is not None else None
        row.append(2020.0 if own is None else own.iloc[0] if len(own) else np.nan)
    expected = model.about["year_effects_c"]["2020"] + trees.predict(np.array([row]))[0]
    found = what_if.predict(shipped, "NOR", 2020, ())
    assert found.changed == found.unchanged == pytest.approx(expected, abs=1e-9)
    assert found.distance == 0
    row[trees.feature_name().index(AGED)] = 3.0
    moved = what_if.predict(shipped, "NOR", 2020, ((AGED, 3.0),))
    assert moved.changed == pytest.approx(model.about["year_effects_c"]["2020"] + trees.predict(np.array([row]))[0])
    assert moved.unchanged == found.changed
    assert moved.difference == pytest.approx(moved.changed - found.changed)


def test_the_observed_value_is_the_anomaly_from_the_baseline(shipped: Snapshot):
    own = shipped.temperature[shipped.temperature.iso3 == "NOR"].set_index("year").temperature_c
    found = what_if.predict(shipped, "NOR", 2020, ())
    assert found.observed == pytest.approx(own[2020] - own.loc[1961:1990].mean())


def test_the_interval_is_the_one_calibrated_on_countries_held_out(shipped: Snapshot, model: Model):
    widths = {(one["split"], one["level"]): one["half_width_c"] for one in model.about["intervals"]}
    found = what_if.predict(shipped, "NOR", 2020, ())
    assert found.half_width == widths[("countries", 0.95)]
    low, high = found.changed - found.half_width, found.changed + found.half_width
    wording = what_if_text.interval(found).replace("−", "-").replace("+", "")
    assert wording == f"95 % interval {low:.2f} to {high:.2f}"


def test_an_answer_takes_less_than_a_tenth_of_a_second(shipped: Snapshot):
    what_if.predict(shipped, "NOR", 2020, ())
    started = time.process_time()
    for value in range(10):
        what_if.predict(shipped, "NOR", 2020, ((AGED, float(value)),))
    assert (time.process_time() - started) / 10 < 0.1


def test_a_combination_unlike_all_on_record_is_marked_and_one_of_a_neighbour_is_not(shipped: Snapshot, model: Model):
    def as_in(iso3: str) -> what_if.Changes:
        own = what_if.feature_values(shipped, model, iso3, 2015)
        return tuple((one.feature, one.value) for one in own if one.value is not None)

    found = what_if.predict(shipped, "NOR", 2015, as_in("SWE"))
    assert found.nearest == ("Sweden", 2015)
    assert not found.is_outside
    # A country as old as Japan, with seven births a woman, and neither power nor forests.
    strange = ((AGED, 30.0), ("SP.DYN.TFRT.IN", 7.0), ("EG.ELC.ACCS.ZS", 5.0), ("AG.LND.FRST.ZS", 1.0))
    found = what_if.predict(shipped, "NOR", 2015, strange)
    assert found.distance > found.limit
    assert "Outside what the model has seen. Unlike anything on record" in what_if_text.outside(found, 4)
    assert "notice outside" in what_if_markup.answer("Norway", 2015, found, 4, model)


def test_a_value_beyond_all_that_was_seen_is_named(shipped: Snapshot, model: Model):
    found = what_if.predict(shipped, "NOR", 2015, ((AGED, 80.0),))
    assert found.outside_training == found.outside_history == ("People aged 65 and above",)
    assert "Beyond all that was seen: People aged 65 and above." in what_if_text.outside(found, 1)
    highest = float(model.features.high[AGED])
    assert what_if.predict(shipped, "NOR", 2015, ((AGED, float(f"{highest:.4g}")),)).outside_training == ()


def test_the_rows_seen_are_those_the_model_was_made_of(shipped: Snapshot, model: Model):
    assert len(what_if.training_rows(shipped).values) == model.about["rows"]


def test_the_year_is_the_nearest_that_was_seen(model: Model):
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
    assert all("95 % interval" in one for one in wording)
    assert drivers.sentence(model).startswith("No: year and place alone say more")


@pytest.mark.parametrize(
    ("ends", "begins"),
    [
        ([(0.1, 0.2)] * 3, "Yes"),
        ([(-0.1, 0.2)] * 3, "No: these"),
        ([(0.1, 0.2), (-0.2, -0.1), (-0.1, 0.1)], "That hangs"),
    ],
)
def test_each_verdict_has_its_words(model: Model, ends, begins: str):
    lows, highs = zip(*ends, strict=True)
    splits = list(dict.fromkeys(model.skill.split))
    skill = model.skill.assign(
        low95=model.skill.split.map(dict(zip(splits, lows, strict=True))),
        high95=model.skill.split.map(dict(zip(splits, highs, strict=True))),
    )
    assert drivers.sentence(dataclasses.replace(model, skill=skill)).startswith(begins)


def test_without_a_model_the_page_says_what_to_run(shipped: Snapshot):
    catalog = shipped.catalog | {"model": {"state": "absent", "reason": "no model has been made of these figures"}}
    bare = dataclasses.replace(shipped, model={}, model_text="", catalog=catalog)
    assert model_of(bare) is None
    assert why_no_model(bare).endswith("Run: python -m etl model")
