"""Sentences about the what-if: prediction, interval, and whether the values are within the training data."""

from __future__ import annotations

from dashboard.analysis.what_if import NearestRow, Prediction
from dashboard.snapshot.model import Model, adds_little
from dashboard.text import drivers
from dashboard.text.numbers import number, signed

SLIDERS_NOTE = "Line: range of the training data. Band: the country’s history. Tick: its value in the year."
FEWEST_OF_GROUP = 5
"""Fewest countries of a climate group for its coverage to be shown: the polar group has two."""

NO_SKILL = "The model has no skill beyond year and place: changes by the sliders are mostly noise."
_WIDTHS = (
    "The prediction interval is for one year of a country outside the training data. It is from held-out countries "
    "(Lee, Barber and Willett 2023)"
)
_REST = (
    "Distance to the training data: root mean square difference of quantiles, 0 to 1, over these indicators. A changed "
    "value changes the prediction; it does not show what would happen in the world."
)


def no_skill(model: Model) -> str:
    """Return the note at the sliders of a model without significant skill beyond year and place; else ""."""
    verdicts = {drivers.verdict(row) for row in model.hardest.values()}
    return "" if verdicts == {"better"} and not adds_little(model) else NO_SKILL


def answer_note(model: Model) -> str:
    """Return how interval and distance are computed, and the coverage of the interval."""
    scaled = ", proportional to the country’s year-to-year spread (Lei et al. 2018)" if model.has_own_widths else ""
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
        parts.append(f", at least {number(100 * worst['coverage'], 1)} % by climate group ({worst['name']})")
    return (
        f"{''.join(parts)}. {below} countries are below {number(100 * found['below'], 0)} %; "
        f"{number(found['expected_below'], 1)} would be by chance, if years were independent."
    )


def invitation(model: Model) -> str:
    """Return what to do if no country of the model is selected."""
    count = model.about["countries"]
    return f"Select one of the {count} countries of the model to change its indicators."


def answered(name: str, year: int, found: Prediction, moves: int, target: str) -> str:
    """Return country and year of the prediction, and the effect of the changed values."""
    of = f"{name} in {year}, {target}"
    if not moves:
        return f"{of}: prediction for the observed values. No changes."
    what = "value" if moves == 1 else "values"
    return (
        f"{of}: with {moves} {what} changed, the prediction differs by {signed(found.difference, 2)} °C from that "
        f"for the observed values ({signed(found.unchanged, 2)} °C)."
    )


def interval(found: Prediction) -> str:
    """Return the interval of a prediction as text."""
    if found.half_width is None:
        return "prediction interval not available: too few countries"
    low, high = (signed(found.changed + side * found.half_width, 2) for side in (-1, 1))
    return f"95 % prediction interval {low} to {high}"


def weighed(found: Prediction) -> str:
    """Return how a difference compares with the model's own error."""
    if found.half_width is None or found.difference == 0:
        return ""
    share = abs(found.difference) / found.half_width
    if share < 1:
        return (
            f"The difference is {number(100 * share, 0)} % of the interval’s half-width (±"
            f"{number(found.half_width, 2)} °C), so it is within the model’s error."
        )
    return f"The difference is larger than the interval’s half-width (±{number(found.half_width, 2)} °C)."


def outside(found: Prediction, moves: int) -> str:
    """Return whether the combination is within the training data, and by which rule."""
    if not moves:
        return "These values are in the training data: the model may fit them better than a new country."
    parts = []
    if found.outside_training:
        parts.append(f"Outside the range of the training data: {', '.join(found.outside_training)}.")
    if found.distance > found.limit:
        parts.append(
            f"The nearest country-year, {_row(found.nearest)}, is {number(found.distance, 2)} away; 95 % of the "
            f"training data are within {number(found.limit, 2)} of another country."
        )
    if parts:
        return f"Extrapolation. {' '.join(parts)} Do not rely on this prediction."
    own = f" Outside this country’s own history: {', '.join(found.outside_history)}." if found.outside_history else ""
    return (
        f"Within the training data: the nearest country-year is {_row(found.nearest)}, "
        f"{number(found.distance, 2)} away (limit {number(found.limit, 2)}).{own}"
    )


def _row(row: NearestRow | None) -> str:
    return f"{row.country} in {row.year}" if row else ""
