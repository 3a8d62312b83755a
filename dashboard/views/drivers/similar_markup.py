"""Countries like the one selected, as a table: how alike, why, and how their warming compares."""

from __future__ import annotations

import math
from html import escape

from dashboard.analysis.similar import Reason, SimilarEconomy
from dashboard.text.numbers import amount, number, signed
from dashboard.views.widgets import html


def table(caption: str, own: SimilarEconomy, found: list[SimilarEconomy]) -> str:
    """Return the table: the country selected, and the others below it."""
    heads = (
        "Country",
        "Similarity",
        "Temperature change since 1901–1930, °C (95 % CI)",
        f"Difference from {own.name}, °C",
        "Most similar in",
    )
    numbers = {1, 2, 3}
    head = "".join(
        html.element("th", text, scope="col", class_="number" if at in numbers else "") for at, text in enumerate(heads)
    )
    rows = _row(own, None) + "".join(_row(one, own) for one in found)
    return (
        f'<div class="scroll whole" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="similar-table"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(one: SimilarEconomy, own: SimilarEconomy | None) -> str:
    """Return a row of the table; `own` is the country selected, None in its own row."""
    if own is None:
        name = html.element("th", one.name, scope="row")
        return f'<tr class="own">{name}{_number("")}{_number(_warming(one))}{_number("")}<td></td></tr>'
    cells = [
        f'<th scope="row">{_link(one)}</th>',
        _number("insufficient data" if math.isnan(one.score) else f"{number(100 * one.score, 0)} %"),
        _number(_warming(one)),
        _number(_beside(one, own)),
        f"<td>{''.join(_reason(reason) for reason in one.reasons)}</td>",
    ]
    return f'<tr class="">{"".join(cells)}</tr>'


def _number(text: str) -> str:
    return html.element("td", text, class_="number")


def _link(one: SimilarEconomy) -> str:
    return html.element("button", one.name, type="button", class_="plain", data_go=f"country={one.iso3}")


def _reason(reason: Reason) -> str:
    title = f"{amount(reason.own, reason.decimals)} and {amount(reason.other, reason.decimals)} {reason.unit}"
    return f'<span class="reason">{escape(reason.title)} <small>{escape(title)}</small></span>'


def _warming(one: SimilarEconomy) -> str:
    if math.isnan(one.warming):
        return "no data"
    return f"{signed(one.warming, 2)} ({number(one.low95, 2)} to {number(one.high95, 2)})"


def _beside(one: SimilarEconomy, own: SimilarEconomy) -> str:
    if math.isnan(one.warming) or math.isnan(own.warming):
        return ""
    clear = one.low95 > own.high95 or one.high95 < own.low95
    return f"{signed(one.warming - own.warming, 2)}{'' if clear else ', intervals overlap'}"
