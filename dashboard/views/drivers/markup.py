"""The model as HTML: names beside the bars, the verdict, the table of skill, the caveats."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from dashboard.snapshot.model import SPLITS, YEAR, Model
from dashboard.snapshot.store import Snapshot
from dashboard.text import drivers
from dashboard.text.numbers import number
from dashboard.views.widgets import html

SKILL_STYLES = {"better": "gain", "worse": "loss", "no better": ""}
"""Style of a skill, by the verdict on it (`text.drivers.verdict`)."""


def names(model: Model, features: Iterable[str], chosen: str) -> str:
    """Return the features as buttons beside their bars, which select the effect that is drawn."""
    offered = set(model.drivers)
    rows = "".join(f"<li>{_name(model, feature, chosen, offered)}</li>" for feature in features)
    label = "Features by importance; select one to show its effect"
    return f'<ol class="names" aria-label="{label}" data-names-of="drivers_bars">{rows}</ol>'


def skill_table(model: Model) -> str:
    """Return the table of skill by split and baseline; the best baseline of each split is marked."""
    heads = ["Held out", "Baseline", "Error of the model, °C", "Error of the baseline, °C", "Skill, %", "95 % CI, %"]
    has_years = bool(model.skill.years_low95.notna().any())
    if has_years:
        heads[-1:] = ["95 % CI over countries", "over years"]
    head = "".join(
        html.element("th", text, scope="col", class_="number" if at > 1 else "") for at, text in enumerate(heads)
    )
    body = "".join(
        _skill_rows(str(split), rows.to_dict("records"), _best_baseline(rows), has_years)
        for split, rows in model.skill.groupby("split", sort=False)
    )
    caption = "Skill: reduction of the error relative to a baseline without indicators"
    return f'<table class="skills"><caption>{caption}</caption><thead><tr>{head}</tr></thead>{body}</table>'


def _best_baseline(rows: pd.DataFrame) -> str:
    return str(rows.baseline.iloc[int(rows.rmse_baseline.argmin())])


def verdict(model: Model, snapshot: Snapshot) -> str:
    """Return the answer first, then its figures, and what it rests on."""
    points = "".join(html.element("li", point) for point in drivers.by_split(model))
    more, stale = drivers.beside_the_year(model) or drivers.predecessor(model), drivers.stale(model)
    about = drivers.about(model, snapshot)
    return (
        html.element("p", drivers.sentence(model), class_="sentence verdict")
        + f'<ul class="caveats">{points}</ul>'
        + (html.element("p", more) if more else "")
        + (html.element("p", stale, class_="notice") if stale else "")
        + html.element("p", about, class_="source", data_source_of="drivers_bars drivers_effect")
    )


def caveats(model: Model) -> str:
    """Return what the figures do not show, as a list."""
    return f"<ul class='caveats'>{''.join(html.element('li', point) for point in drivers.caveats(model))}</ul>"


def _name(model: Model, feature: str, chosen: str, offered: set[str]) -> str:
    title = model.title(feature)
    if feature not in offered:
        return html.element("span", title, title=title)
    pressed = "true" if feature == chosen else "false"
    return html.element("button", title, type="button", title=title, data_go=f"driver={feature}", aria_pressed=pressed)


def _skill_rows(split: str, rows: list[dict[Any, Any]], best: str, has_years: bool) -> str:
    head = html.element("th", SPLITS[split], scope="rowgroup", rowspan=str(len(rows)))
    lines = (
        f"<tr>{head if not at else ''}{_skill_cells(row, row['baseline'] == best, has_years)}</tr>"
        for at, row in enumerate(rows)
    )
    return f"<tbody>{''.join(lines)}</tbody>"


def _skill_cells(row: dict[Any, Any], is_best: bool, has_years: bool) -> str:
    mark = " <small>best baseline</small>" if is_best else ""
    cells = [
        f'<td title="{escape(row["knows"])}">{escape(drivers.BASELINES[row["baseline"]])}{mark}</td>',
        *(html.element("td", number(row[name], 3), class_="number") for name in ("rmse_model", "rmse_baseline")),
        html.element(
            "td", number(100 * row["skill"], 1), class_=f"number {SKILL_STYLES[drivers.verdict(row)]}".rstrip()
        ),
        html.element("td", drivers.interval(row, "").removesuffix(" %"), class_="number"),
    ]
    if has_years:
        is_known = not np.isnan(row["years_low95"])
        over_years = drivers.interval(row, "years_").removesuffix(" %") if is_known else "one year"
        cells.append(html.element("td", over_years, class_="number"))
    return "".join(cells)


def row_label(model: Model, feature: str) -> str:
    """Return title and unit of a feature, for an axis."""
    return model.title(feature) if feature == YEAR else f"{model.title(feature)}, {model.unit(feature)}"
