"""The legend of Relate as HTML: a button for each region, circles for sizes; and the table of coefficients."""

from __future__ import annotations

from html import escape

import numpy as np

from dashboard.analysis.relate import CHANGE_YEARS, CorrelationPair
from dashboard.analysis.scatter import Correlations
from dashboard.charts.core.region_colours import colours
from dashboard.charts.scatter import LARGEST_PX, diameters
from dashboard.snapshot.quantities import Quantity
from dashboard.text.numbers import amount
from dashboard.text.relate import coefficient
from dashboard.views.widgets import html


def regions(names: dict[str, str], present: set[str]) -> str:
    """Return a button for each region that has dots; js/views/relate.js highlights them while it is pressed or met."""
    buttons = "".join(
        f'<li><button type="button" data-region="{escape(code)}" aria-pressed="false">'
        f'<i style="background:{colour}"></i>{escape(names[code])}</button></li>'
        for code, colour in colours(names).items()
        if code in present
    )
    hint = html.element("li", "Highlight region:", class_="hint", data_drawn="never")  # not in a picture's key
    return f'<ul class="regions" aria-label="Highlight region" data-key-of="relate_chart">{hint}{buttons}</ul>'


def sizes(about: Quantity | None, largest: float) -> str:
    """Return circles of round values up to the largest, with what their area means; "" for points of one size."""
    if about is None or not np.isfinite(largest) or largest <= 0:
        return ""
    top = 10.0 ** np.floor(np.log10(largest))
    values = [top, top / 10, top / 100]
    circles = "".join(
        f'<li><i style="width:{px:.0f}px;height:{px:.0f}px"></i>{escape(amount(value))}</li>'
        for value, px in zip(values, diameters(np.array(values), largest), strict=True)
        if px <= LARGEST_PX
    )
    head = html.element("li", f"{about.title}, {about.unit}:")
    return f'<ul class="sizes" aria-label="Point size" data-key-of="relate_chart">{head}{circles}</ul>'


def coefficients(shown: Correlations) -> str:
    """Return the coefficients with their intervals, in levels and in changes, as a table."""
    in_year, to_year = (f", {shown.year}", f" to {shown.year}") if shown.year else ("", "")
    rows = (
        (f"Cross-section{in_year}", shown.levels),
        (f"{CHANGE_YEARS}-year change{to_year}", shown.over_years),
        ("Annual changes within countries", shown.changes),
    )
    body = "".join(
        f"<tr>{html.element('th', name, scope='row')}"
        f"<td>{escape(coefficient(found.pearson))}</td><td>{escape(coefficient(found.spearman))}</td>"
        f"<td>{escape(_count(found))}</td></tr>"
        for name, found in rows
    )
    heads = "".join(html.element("th", name, scope="col") for name in ("Pearson", "Spearman", "Countries"))
    caption = html.element("caption", "Correlation coefficients (95 % CI)")
    head = f"<thead><tr><td></td>{heads}</tr></thead>"
    table = f'<table class="coefficients">{caption}{head}<tbody>{body}</tbody></table>'
    return html.wrap(
        "div", table, class_="scroll-x", tabindex="0", role="region", aria_label="Table of coefficients, scrolls"
    )


def _count(found: CorrelationPair) -> str:
    if found.spearman is None:
        return "–"
    own = f"{found.spearman.n}"
    return own if found.spearman.pairs == found.spearman.n else f"{own} ({found.spearman.pairs:,} changes)"
