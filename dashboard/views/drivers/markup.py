"""The model in HTML: names beside the bars, the table of skills, and what must stand beside the figures."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from dashboard.snapshot.model import SPLITS, YEAR, Model, hardest
from dashboard.text import drivers
from dashboard.text.numbers import number
from dashboard.views.widgets import html

STEPS = {
    "missing_feature": "had too many values missing",
    "correlated_feature": "say nearly the same as another",
    "missing_country": "had too many values missing",
}


def names(model: Model, features: Iterable[str], chosen: str) -> str:
    """The features as buttons, each in the row of its bar, that choose whose effect is drawn."""
    offered = set(model.drivers)
    rows = "".join(f"<li>{_name(model, feature, chosen, offered)}</li>" for feature in features)
    label = "Features by importance; each shows its effect"
    return f'<ol class="names" aria-label="{label}" data-names-of="drivers_bars">{rows}</ol>'


def skill_table(model: Model) -> str:
    """Every split beside every baseline; the best baseline of a split is marked."""
    heads = ("Held out", "Beside", "Model’s error, °C", "Baseline’s error, °C", "Skill, %", "95 % interval, %")
    head = "".join(
        html.element("th", said, scope="col", class_="number" if at > 1 else "") for at, said in enumerate(heads)
    )
    best = hardest(model.skill)
    body = "".join(
        _skill_rows(str(split), rows.to_dict("records"), best[str(split)]["baseline"])
        for split, rows in model.skill.groupby("split", sort=False)
    )
    caption = "Skill: how much smaller the model’s error is than that of what can be said without any indicator"
    return f'<table class="skills"><caption>{caption}</caption><thead><tr>{head}</tr></thead>{body}</table>'


def verdict(model: Model, vintage: str) -> str:
    """The answer first, its figures, and what it rests on."""
    points = "".join(html.element("li", one) for one in drivers.by_split(model))
    more = drivers.beside_the_year(model)
    return (
        html.element("p", drivers.sentence(model), class_="sentence verdict")
        + f'<ul class="caveats">{points}</ul>'
        + (html.element("p", more) if more else "")
        + about(model, vintage)
    )


def about(model: Model, vintage: str) -> str:
    """What the model was made of, when, and whether the figures have changed since."""
    said = model.about
    text = (
        f"Model of {said['built_at'][:10]}, made of {said['rows']:,} rows (a country and a year each) of "
        f"{said['countries']} countries, {'–'.join(map(str, said['years']))}, with {len(said['features'])} features, "
        f"the year among them. Predicted: {said['target']['words']}, {said['target']['unit']}. "
        f"{_cleaned(model)} {vintage}"
    )
    stale = ""
    if said["state"] == "stale":
        changed = f"The figures have changed since {said['stale_since'][:10]}: {said['reason']}."
        stale = html.element("p", changed, class_="notice")
    return stale + html.element("p", text, class_="source", data_source_of="drivers_bars drivers_effect")


def caveats(model: Model) -> str:
    """What the figures do not show."""
    said = model.about
    points = (
        "Nothing here says what brings about what. An indicator can go along with warming because both go along with "
        "latitude, wealth, or when a country began to count.",
        "Neighbours share their weather, and indicators tell regions apart: a model may be right for knowing where a "
        "country is. So the hardest baselines are given the region.",
        "Shuffling finds what this model goes by, not what matters in the world. Of two indicators that say the same, "
        "each looks unimportant; one that looks important may stand for what is not among them.",
        f"Intervals come from drawing countries anew ({said['resamples']} models for importances and effects). The "
        "weather that all countries share in a year they cannot see.",
        "An effect is the model’s answer, on average over the rows it was made of. Its dots have about as many rows "
        "between them; where they lie far apart, little was seen.",
    )
    return f"<ul class='caveats'>{''.join(html.element('li', one) for one in points)}</ul>"


def _name(model: Model, feature: str, chosen: str, offered: set[str]) -> str:
    title = model.title(feature)
    if feature not in offered:
        return html.element("span", title, title=title)
    pressed = "true" if feature == chosen else "false"
    return html.element("button", title, type="button", title=title, data_go=f"driver={feature}", aria_pressed=pressed)


def _skill_rows(split: str, rows: list[dict[Any, Any]], best: str) -> str:
    head = html.element("th", SPLITS[split], scope="rowgroup", rowspan=str(len(rows)))
    lines = (
        f"<tr>{head if not at else ''}{_skill_cells(row, row['baseline'] == best)}</tr>" for at, row in enumerate(rows)
    )
    return f"<tbody>{''.join(lines)}</tbody>"


def _skill_cells(row: dict[Any, Any], is_best: bool) -> str:
    verdict = "better" if row["low95"] > 0 else "worse" if row["high95"] < 0 else "level"
    percent = [number(100 * row[name], 1) for name in ("skill", "low95", "high95")]
    mark = " <small>best baseline</small>" if is_best else ""
    cells = [
        f'<td title="{escape(row["knows"])}">{escape(drivers.BASELINES[row["baseline"]])}{mark}</td>',
        *(html.element("td", number(row[name], 3), class_="number") for name in ("rmse_model", "rmse_baseline")),
        html.element("td", percent[0], class_=f"number {verdict}"),
        html.element("td", f"{percent[1]} to {percent[2]}", class_="number"),
    ]
    return "".join(cells)


def _cleaned(model: Model) -> str:
    steps = [
        f"{step['before'] - step['after']} of {step['before']} {escape(step['of'])} {STEPS[step['step']]}"
        for step in model.about["clean_up"]
    ]
    return f"Left out before: {'; '.join(steps)}."


def row_label(model: Model, feature: str) -> str:
    """Title and unit of a feature along an axis."""
    return model.title(feature) if feature == YEAR else f"{model.title(feature)}, {model.unit(feature)}"
