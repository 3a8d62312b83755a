"""Sentences about the what-if: prediction, interval, and whether the values are within the training data."""

from __future__ import annotations

from dashboard.analysis.what_if import NearestRow, Prediction
from dashboard.snapshot.model import Model, adds_little, hardest
from dashboard.text import drivers
from dashboard.text.numbers import number, signed

SLIDERS_NOTE = "Line: all that was seen. Band: the country’s own history. Tick: its value in the year."
FEWEST_OF_GROUP = 5
"""Fewest countries of a climate group for its coverage to be shown: the polar group has two."""

NO_SKILL = "The model has no skill beyond year and place, so moving the sliders mostly shows noise."
_WIDTHS = (
    "The interval is for one year of a country that the model was not made with: half-widths from countries held out, "
    "each counting as one (Lee, Barber and Willett 2023)"
)
_REST = (
    "Distance from what was seen: root mean square difference of places, 0 to 1, in these indicators’ distributions. "
    "Moving a value here moves the model’s answer; what would happen in the world, it does not say."
)


def no_skill(model: Model) -> str:
    """Return the note at the sliders of a model without significant skill beyond year and place; else ""."""
    verdicts = {drivers.verdict(row) for row in hardest(model.skill).values()}
    return "" if verdicts == {"better"} and not adds_little(model) else NO_SKILL


def answer_note(model: Model) -> str:
    """Return how interval and distance are computed, and the coverage of the interval."""
    scaled = ", in proportion to the country’s year-to-year spread (Lei et al. 2018)" if model.has_own_widths else ""
    return " ".join(filter(None, (f"{_WIDTHS}{scaled}.", coverage(model), _REST)))


def coverage(model: Model) -> str:
    """Return the coverage of the interval in held-out countries; "" for a model published without it."""
    found = model.about.get("coverage")
    if found is None:
        return ""
    below = len(found["countries_below"])
    groups = [group for group in found["groups"] if group["countries"] >= FEWEST_OF_GROUP]
    worst = min(groups, key=lambda group: group["coverage"], default=None)
    parts = [f"It covers {number(100 * found['pooled'], 1)} % of held-out years"]
    if worst is not None:
        parts.append(f", {number(100 * worst['coverage'], 1)} % in the climate group covered least, {worst['name']}")
    return (
        f"{''.join(parts)}. {below} countries are below {number(100 * found['below'], 0)} %; by chance "
        f"{number(found['expected_below'], 1)} would be, if years were independent."
    )


def invitation(model: Model) -> str:
    """Return what to do if no country of the model is selected."""
    count = model.about["countries"]
    return f"Choose one of the {count} countries that the model was made with, and move its indicators."


def answered(name: str, year: int, found: Prediction, moves: int, target: str) -> str:
    """Return country and year of the prediction, and the effect of the changed values."""
    of = f"{name} in {year}, {target}"
    if not moves:
        return f"{of}: the model’s answer to the figures as they are. Nothing is moved."
    what = "value" if moves == 1 else "values"
    return (
        f"{of}: with {moves} {what} moved, the answer is {signed(found.difference, 2)} °C from that to the figures as "
        f"they are ({signed(found.unchanged, 2)} °C)."
    )


def interval(found: Prediction) -> str:
    """Return the interval of a prediction as text."""
    if found.half_width is None:
        return "no interval: too few countries"
    low, high = (signed(found.changed + side * found.half_width, 2) for side in (-1, 1))
    return f"95 % interval {low} to {high}"


def weighed(found: Prediction) -> str:
    """Return how a difference compares with the model's own error."""
    if found.half_width is None or found.difference == 0:
        return ""
    share = abs(found.difference) / found.half_width
    if share < 1:
        return (
            f"The difference is {number(100 * share, 0)} % of the interval’s half-width (±"
            f"{number(found.half_width, 2)} °C): the model’s own error would hide it."
        )
    return f"The difference is larger than the interval’s half-width (±{number(found.half_width, 2)} °C)."


def outside(found: Prediction, moves: int) -> str:
    """Return whether the combination is within the training data, and by which rule."""
    if not moves:
        return "The model was made with these very figures, so of them it may know more than of a country new to it."
    parts = []
    if found.outside_training:
        parts.append(f"Beyond all that was seen: {', '.join(found.outside_training)}.")
    if found.distance > found.limit:
        parts.append(
            f"Unlike anything on record: the nearest, {_row(found.nearest)}, is {number(found.distance, 2)} away; "
            f"of the rows on record 95 % have one of another country within {number(found.limit, 2)}."
        )
    if parts:
        return f"Outside what the model has seen. {' '.join(parts)} Do not rely on the answer."
    own = f" Beyond this country’s own history: {', '.join(found.outside_history)}." if found.outside_history else ""
    return (
        f"Within what the model has seen: the nearest on record is {_row(found.nearest)}, "
        f"{number(found.distance, 2)} away (limit {number(found.limit, 2)}).{own}"
    )


def _row(row: NearestRow | None) -> str:
    return f"{row.country} in {row.year}" if row else ""
