"""What Drivers says: whether the indicators say anything, how sure that is, and what none of it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.analysis.what_if import Answer
from dashboard.snapshot.model import SPLITS, YEAR, Model, hardest
from dashboard.text.numbers import amount, number, signed

BASELINES = {
    "zero": "no change at all",
    "year": "the mean of the year",
    "region_year": "the mean of the year in the region",
    "country_year": "the mean of the year and of the country",
    "country_region_year": "the mean of the year in the region and of the country",
}
"""What can be said without any indicator, by the names of the table."""

HELD_OUT = {"last_year": "the last year", "countries": "countries", "future_years": "future years"}


def sentence(model: Model) -> str:
    """The answer to the page's question, by the hardest comparison of each split."""
    verdicts = {_verdict(row) for row in hardest(model.skill).values()}
    if verdicts == {"better"}:
        return "Yes: a country’s warming is guessed better with these indicators than from year and place alone."
    if "better" in verdicts:
        return "That hangs on what is held out: not everywhere do these indicators add to what year and place say."
    if verdicts == {"worse"}:
        return "No: year and place alone say more of a country’s warming than a model of these indicators does."
    return "No: these indicators add nothing that could be told from chance to what year and place say."


def by_split(model: Model) -> list[str]:
    """Of each split what the model does beside the best baseline, with its interval."""
    return [
        f"With {HELD_OUT[split]} held out the model does {_verdict(row)} than {BASELINES[str(row['baseline'])]}: skill "
        f"{skill(row)}."
        for split, row in hardest(model.skill).items()
    ]


def beside_the_year(model: Model) -> str:
    """What the model gains beside the year alone, and why that is not the indicators' doing alone."""
    own = model.skill[(model.skill.split == "countries") & (model.skill.baseline == "year")]
    if own.empty or own.iloc[0].low95 <= 0:
        return ""
    row = own.iloc[0].to_dict()
    return (
        f"Beside the mean of the year alone it does better, by {skill(row)} with countries held out: what it learns is "
        "mostly where on the globe a country lies, which its indicators give away."
    )


def skill(row: Mapping[Any, Any]) -> str:
    """Skill and its interval in per cent."""
    value, low, high = (number(100 * float(row[name]), 1) for name in ("skill", "low95", "high95"))
    return f"{value} % (95 % interval {low} to {high} %)"


def importances(model: Model, shown: int) -> str:
    """What the bars show."""
    rows = model.importance.head(shown)
    clear = int((rows.low95 > 0).sum())
    first = rows.iloc[0]
    return (
        f"Shuffling “{first.title}” among the countries of a year raises the error the most, by "
        f"{number(first.importance, 3)} °C (95 % interval {number(first.low95, 3)} to {number(first.high95, 3)}) of "
        f"{number(float(model.skill[model.skill.split == 'countries'].rmse_model.iloc[0]), 3)} °C. Of the {len(rows)} "
        f"largest, {clear} have an interval above zero."
    )


def effect(model: Model, feature: str, low: float, high: float, span: float) -> str:
    """What the curve shows: how far the answer goes along the feature, with its ends."""
    unit = model.unit(feature)
    ends = (f"{low:.0f}", f"{high:.0f}") if feature == YEAR else (amount(low), f"{amount(high)} {unit}")
    return (
        f"Along “{model.title(feature)}”, from {ends[0]} to {ends[1]}, the model’s answer moves by "
        f"{number(span, 2)} °C between its lowest and its highest point, other things as they are found."
    )


def own(model: Model, feature: str, name: str, year: int, value: float, *, is_within: bool) -> str:
    """Where a country stands along the feature, and whether the curve reaches so far."""
    if feature == YEAR:
        return f"The diamond is {year}, the year of the what-if below."
    said = f"{name} in {year}: {amount(value)} {model.unit(feature)}"
    return f"{said}, the diamond." if is_within else f"{said}, where the curve does not reach."


def answered(name: str, year: int, found: Answer, moves: int, target: str) -> str:
    """What the what-if's answer is of, and what moving the values adds to it."""
    of = f"{name} in {year}, {target}"
    if not moves:
        return f"{of}: the model’s answer to the figures as they are. Nothing is moved."
    what = "value" if moves == 1 else "values"
    return (
        f"{of}: with {moves} {what} moved, the answer is {signed(found.difference, 2)} °C from that to the figures as "
        f"they are ({signed(found.unmoved, 2)} °C)."
    )


def interval(found: Answer) -> str:
    """The interval of an answer in words."""
    if found.half_width is None:
        return "no interval: too few countries"
    low, high = (signed(found.moved + side * found.half_width, 2) for side in (-1, 1))
    return f"95 % interval {low} to {high}"


def weighed(found: Answer) -> str:
    """What a difference is worth beside the model's own error."""
    if found.half_width is None or found.difference == 0:
        return ""
    share = abs(found.difference) / found.half_width
    if share < 1:
        return (
            f"The difference is {number(100 * share, 0)} % of the interval’s half-width (±"
            f"{number(found.half_width, 2)} °C): the model’s own error would hide it."
        )
    return f"The difference is larger than the interval’s half-width (±{number(found.half_width, 2)} °C)."


def outside(found: Answer, moves: int) -> str:
    """Whether the combination is one that the model has seen, and by which rule."""
    if not moves:
        return "The model was made with these very figures, so of them it may know more than of a country new to it."
    parts = []
    if found.beyond:
        parts.append(f"Beyond all that was seen: {', '.join(found.beyond)}.")
    if found.distance > found.limit:
        parts.append(
            f"Unlike anything on record: the nearest, {found.nearest}, is {number(found.distance, 2)} away; of the "
            f"rows on record 95 % have one of another country within {number(found.limit, 2)}."
        )
    if parts:
        return f"Outside what the model has seen. {' '.join(parts)} Do not rely on the answer."
    own = f" Beyond this country’s own history: {', '.join(found.beyond_own)}." if found.beyond_own else ""
    return (
        f"Within what the model has seen: the nearest on record is {found.nearest}, {number(found.distance, 2)} away "
        f"(limit {number(found.limit, 2)}).{own}"
    )


def _verdict(row: Mapping[str, Any]) -> str:
    return "better" if row["low95"] > 0 else "worse" if row["high95"] < 0 else "no better"


assert set(HELD_OUT) == set(SPLITS)
