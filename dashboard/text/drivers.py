"""Sentences about the model of warming: verdict, importances, effects and limitations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboard.analysis.drivers import EffectData
from dashboard.snapshot import provenance
from dashboard.snapshot.model import JUDGED, PREDECESSOR, SPLITS, Model, adds_little, hardest, interval_ends
from dashboard.snapshot.store import Snapshot
from dashboard.text.numbers import amount, number

BASELINES = {
    "zero": "no change at all",
    "year": "the mean of the year",
    "region_year": "the mean of the year in the region",
    "country_year": "the mean of the year and of the country",
    "country_region_year": "the mean of the year in the region and of the country",
    "country_decade": "the country’s mean of the ten years before",
}
"""Descriptions of the baselines, by their names in the table."""

CLEANING_STEPS = {
    "missing_feature": "had too many values missing",
    "correlated_feature": "say nearly the same as another",
    "missing_country": "had too many values missing",
}
"""Reasons for leaving out features and countries, by their names in the catalog."""

QUESTION = "Do indicators say anything of a country’s warming?"

HELD_OUT = {
    "last_year": "the last year",
    "countries": "countries",
    "future_years": "future years",
    "predecessor": "2012",
}


def sentence(model: Model) -> str:
    """Return the answer to the page's question, from the comparison with the best baseline of each split."""
    if adds_little(model):
        percent = round(100 * max(row["skill"] for row in hardest(model.skill).values()))
        gain = f"about {percent} % or nothing" if percent > 0 else "nothing"
        return f"Given year and place, these indicators add {gain}."
    verdicts = {verdict(row) for row in hardest(model.skill).values()}
    if verdicts == {"better"}:
        return "Yes: a country’s warming is guessed better with these indicators than from year and place alone."
    if "better" in verdicts:
        return "That hangs on what is held out: not everywhere do these indicators add to what year and place say."
    if verdicts == {"worse"}:
        return "No: year and place alone say more of a country’s warming than a model of these indicators does."
    return "No: these indicators add nothing that could be told from chance to what year and place say."


def by_split(model: Model) -> list[str]:
    """Return a sentence for each split: the model against the best baseline, with its interval."""
    return [
        f"With {HELD_OUT[split]} held out the model does {verdict(row)} than {BASELINES[str(row['baseline'])]}: skill "
        f"{skill(row)}."
        for split, row in hardest(model.skill).items()
    ]


def beside_the_year(model: Model) -> str:
    """Return the gain over the year alone, and why the indicators alone do not explain it."""
    own = model.skill[(model.skill.split == "countries") & (model.skill.baseline == "year")]
    if model.starts_from_place or own.empty or own.iloc[0].low95 <= 0:
        return ""
    row = own.iloc[0].to_dict()
    return (
        f"Beside the mean of the year alone it does better, by {skill(row)} with countries held out: what it learns is "
        "mostly where on the globe a country lies, which its indicators give away."
    )


def skill(row: Mapping[Any, Any]) -> str:
    """Return skill and interval in per cent; with intervals over countries and over years, both."""
    value = number(100 * float(row["skill"]), 1)
    if np.isnan(row["years_low95"]):
        return f"{value} % (95 % interval {interval(row, '')})"
    return f"{value} % (95 % interval over countries {interval(row, '')}, over years {interval(row, 'years_')})"


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
        f"{number(row.rmse_model, 3)} °C is the model’s error in the predecessor’s test: the index on 1960, with 2012 "
        f"held out. {number(row.rmse_baseline, 3)} °C is that of the country’s mean of the ten years before. A single "
        "year says little."
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
        f"{small(first.importance)} °C (95 % CI {ends}). Of the {len(rows)} features shown, {clear} are significant."
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
    return f"What the model goes by, rise of its error in °C: {importances(model, shown)}"


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
    ends = (f"{first:.0f}", f"{last:.0f}") if data.is_year else (amount(first), f"{amount(last)} {_unit(model, data)}")
    moves = (
        f"Along “{model.title(data.feature)}”, from {ends[0]} to {ends[1]}, the model’s answer moves by "
        f"{number(data.span_c, 2)} °C between its lowest and its highest point, other things as they are found."
    )
    return moves if data.own is None else f"{moves} {own(model, data, name, year)}"


def effect_label(model: Model, data: EffectData, sentence: str) -> str:
    """Return the accessible name of the effect's chart; `sentence` is that of `effect`."""
    return f"The model’s answer along “{model.title(data.feature)}”, °C: {sentence}"


def own(model: Model, data: EffectData, name: str, year: int) -> str:
    """Return the country's value of the feature, which must exist, and whether the curve reaches it."""
    if data.own is None:
        raise ValueError("a country without a value is nowhere on the curve")
    if data.is_year:
        return f"The diamond is {year}, the year of the what-if below."
    value = f"{name} in {year}: {amount(data.own)} {_unit(model, data)}"
    return f"{value}, where the curve does not reach." if data.own_point is None else f"{value}, the diamond."


def about(model: Model, snapshot: Snapshot) -> str:
    """Return the data of the model and the day of its fit."""
    facts = model.about
    return (
        f"Model of {facts['built_at'][:10]}, made of {facts['rows']:,} rows (a country and a year each) of "
        f"{facts['countries']} countries, {'–'.join(map(str, facts['years']))}, with {len(facts['features'])} "
        f"features, the year among them. Predicted: {facts['target']['words']}, {facts['target']['unit']}. "
        f"{_left_out(model)} {_vintage(snapshot)}"
    )


def stale(model: Model) -> str:
    """Return since when and why the figures are newer than the model; "" if they are not."""
    facts = model.about
    if facts["state"] != "stale":
        return ""
    return f"The figures have changed since {facts['stale_since'][:10]}: {facts['reason']}."


def caveats(model: Model) -> tuple[str, ...]:
    """Return the limitations of the model."""
    return (
        "Nothing here says what brings about what. An indicator can go along with warming because both go along with "
        "latitude, wealth, or when a country began to count.",
        "Neighbours share their weather, and indicators tell regions apart: a model may be right for knowing where a "
        "country is. So the hardest baselines are given the region.",
        "Shuffling finds what this model goes by, not what matters in the world. Of two indicators that say the same, "
        "each looks unimportant; one that looks important may stand for what is not among them.",
        f"Intervals come from drawing countries anew ({model.about['resamples']} models for importances and effects). "
        "The weather that all countries share in a year they cannot see; intervals over years can.",
        "An effect is the model’s answer, on average over the rows it was made of. Its dots have about as many rows "
        "between them; where they lie far apart, little was seen.",
    )


def _left_out(model: Model) -> str:
    steps = [
        f"{step['before'] - step['after']} of {step['before']} {step['of']} {CLEANING_STEPS[step['step']]}"
        for step in model.about["clean_up"]
    ]
    return f"Left out before: {'; '.join(steps)}."


def _vintage(snapshot: Snapshot) -> str:
    """Return the release of the figures that the model was fitted to."""
    updated = str(snapshot.indicators.last_updated.max())
    climate = provenance.source_of(snapshot, provenance.TEMPERATURE)
    return f"Figures: World Bank series, the newest updated {updated}; temperatures {climate.vintage}."


def _unit(model: Model, data: EffectData) -> str:
    return model.unit(data.feature)


def verdict(row: Mapping[Any, Any]) -> str:
    """Return whether the model does better, worse or no better than a baseline: by both of the skill's intervals."""
    low, high = interval_ends(row)
    if low > 0:
        return "better"
    return "worse" if high < 0 else "no better"


assert set(HELD_OUT) == set(SPLITS)
