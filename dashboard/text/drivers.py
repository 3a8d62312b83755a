"""Sentences about the model of warming: verdict, importances, effects and limitations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.drivers import EffectData
from dashboard.snapshot import provenance
from dashboard.snapshot.model import JUDGED, PREDECESSOR, SPLITS, Model, adds_little, interval_ends
from dashboard.snapshot.store import Snapshot
from dashboard.text.numbers import amount, number

BASELINES = {
    "zero": "no change",
    "year": "the mean of the year",
    "region_year": "the mean of the year in the region",
    "country_year": "the means of the year and of the country",
    "country_region_year": "the means of the year in the region and of the country",
    "country_decade": "the country’s mean of the previous ten years",
}
"""Descriptions of the baselines, by their names in the table."""

CLEANING_STEPS = {
    "missing_feature": "with too many missing values",
    "correlated_feature": "nearly identical to another",
    "missing_country": "with too many missing values",
}
"""Reasons for leaving out features and countries, by their names in the catalog."""

QUESTION = "Do development indicators predict warming beyond year and location?"

HELD_OUT = {
    "last_year": "the last year",
    "countries": "countries",
    "future_years": "future years",
    "predecessor": "2012",
}


def sentence(model: Model) -> str:
    """Return the answer to the page's question, from the comparison with the best baseline of each split."""
    if adds_little(model):
        percent = round(100 * max(row["skill"] for row in model.hardest.values()))
        gain = f"about {percent} % or nothing" if percent > 0 else "nothing"
        return f"Given year and place, these indicators add {gain}."
    verdicts = {verdict(row) for row in model.hardest.values()}
    if verdicts == {"better"}:
        return "Yes: these indicators predict a country’s warming better than year and place alone."
    if "better" in verdicts:
        return "It depends on the validation split: these indicators add to year and place in some of them only."
    if verdicts == {"worse"}:
        return "No: year and place alone predict a country’s warming better than a model with these indicators."
    return "No: these indicators add nothing significant to year and place."


def by_split(model: Model) -> list[str]:
    """Return a sentence for each split: the model against the best baseline, with its interval."""
    return [
        f"With {HELD_OUT[split]} held out, the model is {verdict(row)} than {BASELINES[str(row['baseline'])]}. "
        f"Skill: {skill(row)}."
        for split, row in model.hardest.items()
    ]


def beside_the_year(model: Model) -> str:
    """Return the gain over the year alone, and why the indicators alone do not explain it."""
    own = model.skill[(model.skill.split == "countries") & (model.skill.baseline == "year")]
    if model.starts_from_place or own.empty or own.iloc[0].low95 <= 0:
        return ""
    row = own.iloc[0].to_dict()
    return (
        f"It is better than the mean of the year alone, by {skill(row)} with countries held out. It mostly learns "
        "where a country is, which its indicators reveal."
    )


def skill(row: Mapping[Any, Any]) -> str:
    """Return skill and interval in per cent; with intervals over countries and over years, both."""
    value = number(100 * float(row["skill"]), 1)
    if np.isnan(row["years_low95"]):
        return f"{value} % (95 % CI {interval(row, '')})"
    return f"{value} % (95 % CI over countries {interval(row, '')}, over years {interval(row, 'years_')})"


def interval(row: Mapping[Any, Any], over: str) -> str:
    """Return an interval of a skill in per cent: over countries (""), or over years ("years_")."""
    low, high = (number(100 * float(row[f"{over}{end}95"]), 1) for end in ("low", "high"))
    return f"{low} to {high} %"


def predecessor(model: Model) -> str:
    """Return the result of the predecessor's test; "" for a model without it."""
    rows = model.skill[(model.skill.split == PREDECESSOR) & (model.skill.baseline == "country_decade")]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    return (
        f"The model’s error is {number(row.rmse_model, 3)} °C in the predecessor’s test: the index on 1960, with 2012 "
        f"held out. The error of the country’s mean of the previous ten years is {number(row.rmse_baseline, 3)} °C. A "
        "single year proves little."
    )


def importances(model: Model, shown: int) -> str:
    """Return the caption of the bars."""
    rows = model.importance.head(shown)
    clear = int((rows.low95 > 0).sum())
    first = rows.iloc[0]
    error_c = float(model.skill[model.skill.split == JUDGED].rmse_model.iloc[0])
    ends = small_interval(first.low95, first.high95, first.importance)
    return (
        f"“{first.title}” is the most important feature: permuting it raises the error of {number(error_c, 3)} °C by "
        f"{small(first.importance)} °C (95 % CI {ends}). Of the {len(rows)} features shown, "
        f"{clear or 'none'} {'is' if clear < 2 else 'are'} significant."
    )


def small(value: float) -> str:
    """Return a rise of the error in degC with two significant digits, and at least three decimals."""
    return number(value, _decimals(value))


def small_interval(low: float, high: float, value: float) -> str:
    """Return an interval with the decimals of the value that it belongs to."""
    return " to ".join(number(end, _decimals(value)) for end in (low, high))


def _decimals(value: float) -> int:
    """Return the decimals for two significant digits: 3 to 6, as importances are about 0.0005 degC."""
    return min(max(3, 1 - int(np.floor(np.log10(abs(value))))), 6) if value else 3


def bars_label(model: Model, shown: int) -> str:
    """Return the accessible name of the bars."""
    return f"Feature importance, rise of the error in °C: {importances(model, shown)}"


def importance_tooltips(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Return the columns of the tooltip for rows of `Model.importance`."""
    ends = zip(rows.low95, rows.high95, rows.importance, strict=True)
    return {
        "text": [f"error rises by {small(value)} °C" for value in rows.importance],
        "interval": [f"95 % CI {small_interval(*each)} °C" for each in ends],
        "doubt": ["" if low > 0 else "not significant" for low in rows.low95],
    }


def effect(model: Model, data: EffectData, name: str, year: int) -> str:
    """Return the range of a feature's effect, and the position of the country `name` in `year`."""
    first, last = data.ends
    digits = model.decimals(data.feature)
    in_unit = (amount(first, digits), f"{amount(last, digits)} {_unit(model, data)}")
    ends = (f"{first:.0f}", f"{last:.0f}") if data.is_year else in_unit
    moves = (
        f"From {ends[0]} to {ends[1]} of “{model.title(data.feature)}”, the prediction varies by "
        f"{number(data.span_c, 2)} °C, with other features as observed."
    )
    return moves if data.own is None else f"{moves} {own(model, data, name, year)}"


def effect_label(model: Model, data: EffectData, sentence: str) -> str:
    """Return the accessible name of the effect's chart; `sentence` is that of `effect`."""
    return f"Effect of “{model.title(data.feature)}” on the prediction, °C: {sentence}"


def own(model: Model, data: EffectData, name: str, year: int) -> str:
    """Return the country's value of the feature, which must exist, and whether the curve reaches it."""
    if data.own is None:
        raise ValueError("a country without a value has no point on the curve")
    if data.is_year:
        return f"The diamond marks {year}, the year of the what-if."
    value = f"{name} in {year}: {amount(data.own, model.decimals(data.feature))} {_unit(model, data)}"
    return f"{value}, outside the curve." if data.own_point is None else f"{value} (diamond)."


def about(model: Model, snapshot: Snapshot) -> str:
    """Return the data of the model and the day of its fit."""
    facts = model.about
    return (
        f"Model of {facts['built_at'][:10]}, fitted to {facts['rows']:,} country-years of "
        f"{facts['countries']} countries, {'–'.join(map(str, facts['years']))}, with {len(facts['features'])} "
        f"features including the year. Predicted: {facts['target']['words']}, {facts['target']['unit']}. "
        f"{_left_out(model)} {_vintage(snapshot)}"
    )


def stale(model: Model) -> str:
    """Return since when and why the figures are newer than the model; "" if they are not."""
    facts = model.about
    if facts["state"] != "stale":
        return ""
    return f"The model is older than the data, since {facts['stale_since'][:10]}: {facts['reason']}."


def caveats(model: Model) -> tuple[str, ...]:
    """Return the limitations of the model."""
    return (
        "Correlation is not causation. An indicator can correlate with warming because both depend on latitude, income "
        "or the start of a country’s records.",
        "Neighbours share their weather, and indicators identify regions. The strictest baselines therefore know the "
        "region.",
        "Permutation shows what this model uses, not what matters in the world. Of two similar indicators each "
        "looks unimportant; one that looks important may represent another that is missing.",
        f"CIs are from a bootstrap over countries ({model.about['resamples']} models for importances and effects). "
        "They miss weather that all countries share in a year; CIs over years include it.",
        "An effect is the prediction’s change, averaged over the training data. Its dots have about equal numbers of "
        "rows between them; where they are far apart, data are sparse.",
    )


def _left_out(model: Model) -> str:
    """Return the features and the countries that were excluded, each in a sentence."""
    steps: dict[str, list[str]] = {}
    for step in model.about["clean_up"]:
        left_out = f"{step['before'] - step['after']} of {step['before']} {step['of']}"
        steps.setdefault(step["of"], []).append(f"{left_out} {CLEANING_STEPS[step['step']]}")
    return " ".join(f"Excluded before fitting: {'; '.join(of_kind)}." for of_kind in steps.values())


def _vintage(snapshot: Snapshot) -> str:
    """Return the release of the figures that the model was fitted to."""
    updated = str(snapshot.indicators.last_updated.max())
    climate = provenance.source_of(snapshot, provenance.TEMPERATURE)
    return f"Data: World Bank series, last updated {updated}; temperatures {climate.vintage}."


def _unit(model: Model, data: EffectData) -> str:
    return model.unit(data.feature)


def verdict(row: Mapping[Any, Any]) -> str:
    """Return whether the model does better, worse or no better than a baseline: by both of the skill's intervals."""
    low, high = interval_ends(row)
    if low > 0:
        return "better"
    return "worse" if high < 0 else "no better"


assert set(HELD_OUT) == set(SPLITS)
