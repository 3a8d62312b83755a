"""The what-if in HTML: sliders that assets/js/views/drivers.js moves, and the model's answer."""

from __future__ import annotations

from html import escape
from math import log10

from dashboard.analysis.relate import fits_log
from dashboard.analysis.what_if import Changes, FeatureValue, Prediction, training_rows
from dashboard.snapshot.model import Model
from dashboard.snapshot.store import Snapshot
from dashboard.text import what_if
from dashboard.text.numbers import amount, signed
from dashboard.views.widgets import html

STEPS = 400
"""Positions of a slider, as in assets/js/views/drivers.js."""


def sliders(model: Model, own: list[FeatureValue], moves: Changes, logs: dict[str, bool]) -> str:
    """Return a slider for each movable feature, from its lowest to its highest value in the training data.

    Args:
        model: whose features they are.
        own: of the country and year.
        moves: values that are moved now.
        logs: whether a feature's slider is logarithmic.
    """
    moved = dict(moves)
    items = "".join(_slider(model, each, moved.get(each.feature), logs[each.feature]) for each in own)
    note = html.element("span", what_if.SLIDERS_NOTE, class_="source")
    doubt = what_if.no_skill(model)
    return (
        html.element("p", doubt, class_="notice") if doubt else ""
    ) + f'<ul class="moves">{items}</ul><p class="row"><button type="button" data-go="if=">Reset all</button>{note}</p>'


def logs_of(snapshot: Snapshot, model: Model) -> dict[str, bool]:
    """Return whether the slider of each movable feature is logarithmic, as its values differ in size by so much."""
    return dict(zip(model.movable, (fits_log(column) for column in training_rows(snapshot).values.T), strict=True))


def answer(name: str, year: int, found: Prediction, moves: int, model: Model, for_scale: str = "") -> str:
    """Return the prediction: large, as a picture, in a sentence, and whether it is within the training data.

    `for_scale` is a sentence on the projected change, "" without one.
    """
    weighed = what_if.weighed(found) if moves else ""
    answered = what_if.answered(name, year, found, moves, model.about["target"]["words"])
    kind = "notice outside" if moves and found.is_outside else "inside"
    return "".join(
        (
            f'<p class="large"><b>{signed(found.changed, 2)} °C</b> <span>{escape(what_if.interval(found))}</span></p>',
            _scale(found, moves),
            html.element("p", answered, class_="sentence"),
            html.element("p", weighed) if weighed else "",
            html.element("p", for_scale, class_="for-scale") if for_scale else "",
            html.element("p", what_if.outside(found, moves), class_=kind),
            html.element("p", what_if.answer_note(model), class_="source"),
        )
    )


def place(value: float, low: float, high: float, log: bool) -> int:
    """Return the position of a value on its slider; beyond its ends, the end."""
    if high <= low:
        return 0
    at = _scaled(value, low, log) - _scaled(low, low, log)
    span = _scaled(high, low, log) - _scaled(low, low, log)
    return round(STEPS * min(max(at / span, 0.0), 1.0))


def _scaled(value: float, low: float, log: bool) -> float:
    return log10(max(value, low)) if log else value


def _slider(model: Model, own: FeatureValue, moved: float | None, log: bool) -> str:
    feature = own.feature
    low, high = float(model.features.low[feature]), float(model.features.high[feature])
    value = own.value if moved is None else moved
    unit, title, digits = model.unit(feature), model.title(feature), model.decimals(feature)
    code = escape(feature)
    at = STEPS // 2 if value is None else place(value, low, high, log)
    own_at = "" if own.value is None else str(place(own.value, low, high, log))
    data = (
        f'data-code="{code}" data-low="{low!r}" data-high="{high!r}" data-log="{int(log)}" '
        f'data-own="{"" if own.value is None else repr(own.value)}" data-own-at="{own_at}" data-unit="{escape(unit)}" '
        f'data-decimals="{"" if digits is None else digits}"'
    )
    text = "no value" if value is None else amount(value, digits)
    state = "unset" if value is None else ""
    if moved is not None:
        state = "moved"
    return (
        f'<li class="{state}"><label for="move-{code}">{escape(title)} <small>{escape(unit)}</small></label>'
        f'<output for="move-{code}">{text}</output>'
        f'<button type="button" class="back" data-back="{code}" aria-label="Reset {escape(title)}">↺</button>'
        f'<div class="track" style="{_history(own, low, high, log)}">'
        f'<input type="range" id="move-{code}" min="0" max="{STEPS}" step="1" value="{at}" {data} '
        f'aria-valuetext="{escape(f"{text} {unit}")}"></div>'
        f'<div class="ends"><small>{amount(low, digits)}</small><small>{amount(high, digits)}</small></div></li>'
    )


def _history(own: FeatureValue, low: float, high: float, log: bool) -> str:
    """Return the positions of a country's band and tick, as shares of the line, for the style sheet."""
    if own.low is None or own.high is None:
        return "--from: 0; --to: 0; --own: -1"
    ends = [place(value, low, high, log) / STEPS for value in (own.low, own.high)]
    at = place(own.value, low, high, log) / STEPS if own.value is not None else -1
    return f"--from: {ends[0]:.4f}; --to: {ends[1]:.4f}; --own: {at:.4f}"


def _scale(found: Prediction, moves: int) -> str:
    """Return a line in degC with the answer, its interval, the answer to the unmoved figures, and the observation."""
    half = found.half_width or 0.0
    marks = [found.changed, found.unchanged, *([found.observed] if found.observed is not None else [])]
    low, high = min(0.0, *marks, found.changed - half), max(0.0, *marks, found.changed + half)
    room = 0.06 * (high - low) or 1.0
    low, high = low - room, high + room

    def at(value: float) -> str:
        return f"{100 * (value - low) / (high - low):.2f}%"

    parts = [f'<i class="zero" style="left:{at(0.0)}"></i>']
    if half:
        ends = f"left:{at(found.changed - half)};right:calc(100% - {at(found.changed + half)})"
        parts.append(f'<i class="reach" style="{ends}"></i>')
    key = ['<li><i class="reach"></i>95 % prediction interval</li>'] if half else []
    if found.observed is not None:
        parts.append(f'<i class="observed" style="left:{at(found.observed)}"></i>')
        key.append(f'<li><i class="observed"></i>observed, {signed(found.observed, 2)} °C</li>')
    if moves:
        parts.append(f'<i class="unmoved" style="left:{at(found.unchanged)}"></i>')
        key.append(f'<li><i class="unmoved"></i>observed values, {signed(found.unchanged, 2)} °C</li>')
    key.append('<li><i class="zero"></i>no anomaly, 0 °C</li>')
    parts.append(f'<i class="moved" style="left:{at(found.changed)}"></i>')
    key.insert(0, f'<li><i class="moved"></i>prediction, {signed(found.changed, 2)} °C</li>')
    return f'<div class="degrees" aria-hidden="true">{"".join(parts)}</div><ul class="key">{"".join(key)}</ul>'
