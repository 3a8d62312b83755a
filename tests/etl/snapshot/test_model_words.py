"""Sentences on a model: better, worse or no skill, compared with the hardest baseline."""

from __future__ import annotations

import pytest

from etl.contract.model import BASELINES, SPLITS
from etl.snapshot import model_words
from tests.helpers.sentences import too_long


def row(skill: float, low: float, high: float, split: str = "countries", baseline: str = "year", rmse: float = 0.5):
    return {
        "split": split,
        "baseline": baseline,
        "skill": skill,
        "low95": low,
        "high95": high,
        "rmse_model": rmse * (1 - skill),
        "rmse_baseline": rmse,
    }


@pytest.mark.parametrize(
    ("skill_row", "verdict"),
    [
        (
            row(0.1, 0.05, 0.15),
            "does better than the mean of the year. Its skill is 10.0 % (95 % interval 5.0 to 15.0 %)",
        ),
        (row(-0.1, -0.15, -0.05), "does worse than the mean of the year. Its skill is −10.0 %"),
        (row(0.1, -0.01, 0.2), "shows no significant gain over the mean of the year. Its skill is 10.0 %"),
        (row(0.0, 0.0, 0.0), "shows no significant gain over"),
        (row(-0.0001, -0.0004, 0.0), "Its skill is 0.0 % (95 % interval 0.0 to 0.0 %)"),
    ],
)
def test_the_verdict_depends_on_the_interval(skill_row, verdict):
    assert verdict in model_words.headline([skill_row])
    assert "With countries held out, the model " in model_words.headline([skill_row])


def test_the_headline_has_both_intervals_and_both_must_exclude_zero():
    years = {"years_low95": -0.01, "years_high95": 0.03, "start": "region_year"}
    headline = model_words.headline([row(0.011, 0.005, 0.02) | years])
    assert headline == (
        "Given year and place, indicators add about 1 % or nothing. With countries held out, the model shows no "
        "significant gain over the mean of the year. Its skill is 1.1 % (95 % interval over countries 0.5 to 2.0 %, "
        "over years −1.0 to 3.0 %)."
    )
    one_year = {"years_low95": None, "years_high95": None, "start": "region_year"}
    assert "does better" in model_words.headline([row(0.011, 0.005, 0.02) | one_year])


@pytest.mark.parametrize(
    ("gain", "begins"),
    [
        (0.0, "Given year and place, indicators add nothing."),
        (-0.1, "Given year and place, indicators add nothing."),
        (0.024, "Given year and place, indicators add about 2 % or nothing."),
        (0.026, "The comparison is with the best baseline"),
    ],
)
def test_the_conclusion_follows_the_largest_gain(gain: float, begins: str):
    assert model_words.headline([row(gain, gain, gain) | {"start": "year"}]).startswith(begins)
    assert model_words.headline([row(gain, gain, gain)]).startswith(
        "The comparison is with the best baseline"
    )  # an older model


def test_coverage_names_groups_and_the_countries_below_with_their_rows():
    summary = {"pooled": 0.9541, "below": 0.85, "expected_below": 0.27, "groups": [], "countries_below": []}
    assert model_words.coverage(summary) == (
        "95 % intervals cover 95.4 % of the rows of held-out countries; by climate group: none known. "
        "Below 85 %: 0 countries, where chance gives 0.3 if rows were independent."
    )
    summary["groups"] = [{"name": "cold continental", "coverage": 0.9877, "countries": 28}]
    summary["countries_below"] = [{"iso3": "KIR", "coverage": 0.531, "n_rows": 64}]
    sentence = model_words.coverage(summary)
    assert "by climate group: cold continental 98.8 % (28)." in sentence
    assert sentence.endswith("1 countries, where chance gives 0.3 if rows were independent: KIR 53.1 % of 64 rows.")


def test_the_predecessor_s_test_is_not_among_the_hardest_baselines():
    assert model_words.hardest([row(0.1, 0, 0.2, split="predecessor")]) == []


def test_the_headline_compares_with_the_hardest_baseline_of_each_split():
    easy, hard = row(0.5, 0.4, 0.6, rmse=0.8), row(-0.2, -0.3, -0.1, baseline="region_year", rmse=0.3)
    other = row(0.1, 0.05, 0.2, split="last_year", baseline="zero")
    assert model_words.hardest([easy, hard, other]) == [hard, other]
    assert model_words.hardest([easy, row(0.5, 0.4, 0.6, baseline="country_year", rmse=0.8)]) == [easy]
    headline = model_words.headline([easy, hard, other])
    assert "worse than the mean of the year in the region" in headline
    assert "50.0" not in headline


@pytest.mark.parametrize("gain", [-0.1, 0.0, 0.1])
def test_no_sentence_of_the_headline_has_more_than_25_words(gain: float):
    years = {"years_low95": gain, "years_high95": gain, "start": "region_year"}
    rows = [row(gain, gain, gain, split, baseline) | years for split in SPLITS for baseline in BASELINES]
    for one in rows:
        assert too_long([model_words.headline([one])]) == []


def test_a_comparison_states_both_errors():
    sentence = model_words.sentence(row(0.1, 0.05, 0.15))
    assert "the error (RMSE) of the model is 0.450 °C, that of the mean of the year 0.500 °C" in sentence


def test_every_split_and_baseline_has_a_description():
    assert list(model_words.SPLIT_IN_WORDS) == list(SPLITS)
    assert list(model_words.BASELINE_IN_WORDS) == list(BASELINES)


def test_no_sentence_claims_a_cause():
    text = " ".join(
        [
            *model_words.SPLIT_IN_WORDS.values(),
            *model_words.BASELINE_IN_WORDS.values(),
            model_words.headline([row(0.1, 0, 1)]),
        ]
    )
    assert "caus" not in text
    assert "do not show what causes what" in model_words.NO_CAUSE
