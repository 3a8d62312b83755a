"""A model that starts from year and place: its conclusion, both intervals, scaled widths; and older models."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import what_if
from dashboard.snapshot.model import Model, hardest, model_of
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.tables.registry import TABLES
from dashboard.text import drivers
from dashboard.text import what_if as what_if_text
from dashboard.views.base import ViewContext
from dashboard.views.drivers import markup, what_if_markup
from dashboard.views.drivers.view import Drivers

GAIN = {"last_year": 0.0, "countries": 0.011, "future_years": 0.003}
COVERAGE = {
    "pooled": 0.9541,
    "below": 0.85,
    "expected_below": 0.27,
    "countries_below": [
        {"iso3": "KIR", "coverage": 0.531, "n_rows": 64},
        {"iso3": "YEM", "coverage": 0.562, "n_rows": 64},
    ],
    "groups": [
        {"group": "D", "name": "cold continental", "countries": 28, "coverage": 0.9},
        {"group": "A", "name": "tropical", "countries": 65, "coverage": 0.9685},
        {"group": "E", "name": "polar", "countries": 2, "coverage": 0.5},
    ],
}


def older(shipped: Snapshot, gain: float = -0.1, half_width: float = 0.02) -> Snapshot:
    """The shipped model as if it had started from the year alone, without the predecessor's test and own widths."""
    skill = shipped.model["model_skill"].drop(columns=["start", "years_low95", "years_high95"])
    skill = skill[(skill.split != "predecessor") & (skill.baseline != "country_decade")]
    best = skill.index.isin(skill.groupby("split").rmse_baseline.idxmin())
    skill.loc[best, ["skill", "low95", "high95"]] = gain, gain - half_width, gain + half_width
    newer = ("start", "coverage")
    about = {key: value for key, value in shipped.catalog["model"].items() if key not in newer}
    tables = {name: entry for name, entry in shipped.catalog["tables"].items() if name != "model_coverage"}
    catalog = shipped.catalog | {"model": about, "tables": tables}
    return dataclasses.replace(shipped, catalog=catalog, model={**shipped.model, "model_skill": skill})


def starting_from_place(shipped: Snapshot, gain: dict[str, float] = GAIN, half_width: float = 0.02) -> Snapshot:
    """The older model as if it had started from region and year."""
    shipped = older(shipped)
    skill = shipped.model["model_skill"].copy()
    best = {split: row["baseline"] for split, row in hardest(model_of(shipped).skill).items()}
    is_best = skill.baseline == skill.split.map(best)
    skill.loc[is_best, "skill"] = skill.split.map(gain)
    skill = skill.assign(low95=skill.skill - half_width, high95=skill.skill + half_width, start="region_year")
    skill["years_low95"] = np.where(skill.split == "last_year", np.nan, skill.skill - 2 * half_width)
    skill["years_high95"] = skill.years_low95 + 4 * half_width
    own = skill.iloc[[0]].assign(
        split="predecessor", baseline="country_decade", rmse_model=0.3197, rmse_baseline=0.3213
    )
    coverage = pd.DataFrame({"iso3": ["NOR", "KEN"], "half_width_c": [1.5, np.nan]})
    years = dict.fromkeys(shipped.catalog["model"]["year_effects_c"], 0.25)
    start = {"baseline": "region_year", "by_region_c": dict.fromkeys(shipped.countries.region_iso3, years)}
    about = shipped.catalog["model"] | {"start": start, "coverage": COVERAGE}
    catalog = shipped.catalog | {"model": about, "tables": shipped.catalog["tables"] | {"model_coverage": {}}}
    tables = {"model_skill": pd.concat([skill, own.assign(years_low95=np.nan)], ignore_index=True)}
    return dataclasses.replace(shipped, catalog=catalog, model={**shipped.model, **tables, "model_coverage": coverage})


@pytest.fixture
def snapshot(shipped: Snapshot) -> Snapshot:
    return starting_from_place(shipped)


@pytest.fixture
def model(snapshot: Snapshot) -> Model:
    return model_of(snapshot)


def test_the_conclusion_is_about_one_per_cent_or_nothing(model: Model):
    assert drivers.sentence(model) == "Given year and place, these indicators add about 1 % or nothing."


@pytest.mark.parametrize(
    ("gain", "half_width", "begins"),
    [
        (dict.fromkeys(GAIN, 0.0), 0.01, "Given year and place, these indicators add nothing."),
        (dict.fromkeys(GAIN, -0.1), 0.01, "Given year and place, these indicators add nothing."),
        (dict.fromkeys(GAIN, 0.024), 0.001, "Given year and place, these indicators add about 2 % or nothing."),
        (dict.fromkeys(GAIN, 0.3), 0.01, "Yes:"),
        (GAIN | {"countries": 0.3}, 0.01, "It depends on"),
    ],
)
def test_the_conclusion_follows_the_figures(shipped: Snapshot, gain, half_width: float, begins: str):
    assert drivers.sentence(model_of(starting_from_place(shipped, gain, half_width))).startswith(begins)


def test_a_verdict_needs_both_intervals(shipped: Snapshot):
    # Over countries +0.011 +- 0.006 is above zero, over years +- 0.012 it is not.
    row = hardest(model_of(starting_from_place(shipped, half_width=0.006)).skill)["countries"]
    assert row["low95"] > 0 > row["years_low95"]
    assert drivers.verdict(row) == "no better"
    assert drivers.skill(row) == "1.1 % (95 % CI over countries 0.5 to 1.7 %, over years −0.1 to 2.3 %)"
    assert drivers.verdict(row | {"years_low95": 0.001}) == "better"
    assert drivers.verdict(row | {"years_low95": np.nan, "years_high95": np.nan}) == "better"


def test_the_skill_table_shows_both_intervals_and_the_predecessor_s_test(snapshot: Snapshot, model: Model):
    table = markup.skill_table(model)
    verdicts = [drivers.verdict(row) for row in model.skill.to_dict("records")]
    for verdict, style in (("better", "number gain"), ("worse", "number loss")):
        assert table.count(f'class="{style}"') == verdicts.count(verdict)
    assert verdicts.count("better") > verdicts.count("no better") > 0
    assert "95 % CI over countries" in table
    assert "over years" in table
    assert "one year" in table
    assert "2012 held out, index on 1960" in table
    assert table.count("best baseline") == 4
    frame = TABLES["model-skill"].make(snapshot, new_selection(snapshot)).frame
    assert frame["95 % CI over years from"].notna().sum() == 10
    assert frame["Baseline"].iloc[-1] == "the country’s mean of the previous ten years"


def test_the_predecessor_s_test_is_a_sentence_and_no_verdict(model: Model):
    assert drivers.predecessor(model).startswith("The model’s error is 0.320 °C in the predecessor’s test")
    assert "The error of the country’s mean of the previous ten years is 0.321 °C." in drivers.predecessor(model)
    assert list(hardest(model.skill)) == list(GAIN)
    assert drivers.beside_the_year(model) == ""


def test_the_answer_starts_from_region_and_year_with_the_country_s_own_width(shipped: Snapshot, snapshot: Snapshot):
    before, after = (what_if.predict(one, "NOR", 2015, ()) for one in (older(shipped), snapshot))
    year_c = shipped.catalog["model"]["year_effects_c"]["2015"]
    assert after.changed - 0.25 == pytest.approx(before.changed - year_c)
    assert after.half_width == 1.5
    # Without a width of its own, that of all countries alike.
    assert what_if.predict(snapshot, "KEN", 2015, ()).half_width == before.half_width


def test_the_interval_s_coverage_is_shown_with_that_expected_by_chance(model: Model):
    note = what_if_text.answer_note(model)
    assert "proportional to the country’s year-to-year spread" in note
    assert "It covers 95.4 % of held-out years, at least 90.0 % by climate group (cold continental)." in note
    assert "2 countries are below 85 %; 0.3 would be by chance, if years were independent." in note


def test_without_skill_the_sliders_warn_that_they_move_noise(snapshot: Snapshot, shipped: Snapshot):
    selection = new_selection(snapshot)
    selection.param.update(view="drivers", country="NOR")
    view = Drivers(ViewContext(snapshot, selection))
    assert what_if_text.NO_SKILL in view.what_if.sliders.object
    skilled = model_of(starting_from_place(shipped, dict.fromkeys(GAIN, 0.3), 0.01))
    assert what_if_text.no_skill(skilled) == ""
    assert what_if_text.NO_SKILL not in what_if_markup.sliders(skilled, [], (), {})


def test_an_older_model_keeps_its_words_and_its_width(shipped: Snapshot):
    old = model_of(older(shipped))
    assert not old.starts_from_place
    assert drivers.sentence(old).startswith("No: year and place alone predict")
    assert what_if_text.no_skill(old) == what_if_text.NO_SKILL
    assert drivers.beside_the_year(old).startswith("It is better than the mean of the year alone, by ")
    assert markup.verdict(old, shipped).count("95 % CI") == 4
    assert markup.skill_table(old).count("<tr>") == 1 + 15
    assert markup.skill_table(old).count("best baseline") == 3
    assert drivers.predecessor(old) == what_if_text.coverage(old) == ""
    assert "over years" not in markup.skill_table(old)
    assert "spread" not in what_if_text.answer_note(old)
