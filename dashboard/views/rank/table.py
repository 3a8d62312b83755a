"""The lists and the table of Rank as HTML; js/views/rank.js sorts the table and marks the name of the country."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import numpy as np

from dashboard.analysis.rank import Ranking
from dashboard.charts.bars import AXIS_PX, REFERENCE_DASHES, ROW_PX
from dashboard.charts.core.colour_scales import Bins
from dashboard.snapshot import doubts
from dashboard.text import rank
from dashboard.views.widgets import html

DOUBTS = (
    (rank.THIN, "hatched", doubts.LABELS[doubts.INFILLED]),
    (rank.DISPUTED, "hatched disputed", doubts.DISPUTED_LABEL),
)
"""Mark, look and label of each kind of doubt in the key."""

NOBODY = '<p class="nobody">No economy of this choice has a value.</p>'


def names(codes: Iterable[str], texts: Iterable[str], label: str, *, of: str, kind: str = "") -> str:
    """Return a list of links to the countries, one a row of the chart in the slot `of` beside it."""
    rows = "".join(f"<li>{_link(code, name)}</li>" for code, name in zip(codes, texts, strict=True))
    height_px = AXIS_PX + ROW_PX * rows.count("<li>")
    about = f'class="names {kind}" aria-label="{escape(label)}" data-names-of="{of}" style="min-height: {height_px}px"'
    return f"<ol {about}>{rows}</ol>"


def table(ranked: Ranking, ascending: bool) -> str:
    """Return the ranking as a table, whose heads are buttons that sort."""
    has_intervals, about = ranked.rank_ranges is not None, ranked.quantity
    heads = [
        ("Place", "ascending"),
        ("Economy", "none"),
        (f"{about.title}, {about.unit}" if not about.is_year else about.title, "none"),
        *([("95 % interval", "none"), ("Places left open", "none")] if has_intervals else []),
        *([] if ranked.value_years is None else [("Year", "none")]),
        ("Region", "none"),
    ]
    head = "".join(
        f'<th scope="col" aria-sort="{order}"><button type="button" data-sort>{escape(name)}</button></th>'
        for name, order in heads
    )
    body = "".join(_row(ranked, row, has_intervals) for row in range(len(ranked.iso3)))
    first, _ = rank.extremes(about, ascending)
    years = f", {about.window}" if about.window else ""
    caption = f"{about.title}{years}, the {first} first"
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def scale(bins: Bins) -> str:
    """Return the colour scale of the stripes, from the lowest."""
    boxes = html.legend_items(bins)
    return (
        f'<ul class="legend" aria-label="Colours, °C" data-key-of="rank_stripes">{boxes}<li><i></i>no value</li></ul>'
    )


def key(ranked: Ranking, references: Iterable[str] = ()) -> str:
    """Return the key of the marks on the bars, of those only that are there, and of the reference lines."""
    has_intervals = bool(np.isfinite(ranked.low95).any())
    marks = {rank.doubt_mark(own) for own in ranked.doubt}
    items = [
        '<li><i class="bar own"></i>the country chosen</li>',
        *(['<li><i class="whisker"></i>95 % interval</li>'] if has_intervals else []),
        *(f'<li><i class="{look}"></i>{escape(said)} {mark}</li>' for mark, look, said in DOUBTS if mark in marks),
        *(
            f'<li><i class="reference {dash}"></i>{escape(text)}</li>'
            for dash, text in zip(REFERENCE_DASHES, references, strict=False)
        ),
    ]
    return f'<ul class="key" data-key-of="rank_bars">{"".join(items)}</ul>'


def sources(bars: str, stripes: str) -> str:
    """Return the source lines of bars and stripes, with notes."""
    return html.element("p", bars, class_="source", data_source_of="rank_bars") + html.element(
        "p", stripes, class_="source", data_source_of="rank_stripes"
    )


def _row(ranked: Ranking, row: int, has_intervals: bool) -> str:
    sign = rank.doubt_mark(ranked.doubt[row])
    mark = f' <abbr title="{escape(rank.doubt(ranked, row))}">{sign}</abbr>' if sign else ""
    cells = [
        _cell(str(ranked.ranks[row]), ranked.ranks[row]),
        f'<th scope="row">{_link(ranked.iso3[row], ranked.name[row])}{mark}</th>',
        _cell(rank.plain(ranked, ranked.value[row]), ranked.value[row]),
    ]
    if has_intervals and ranked.rank_ranges is not None:
        cells.append(_cell(rank.interval(ranked, row), ranked.low95[row]))
        cells.append(_cell(rank.rank_range(ranked, row), ranked.rank_ranges[row, 0]))
    if ranked.value_years is not None:
        cells.append(_cell(str(ranked.value_years[row]), ranked.value_years[row]))
    cells.append(html.element("td", ranked.region[row]))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(text: str, value: float) -> str:
    """Return a cell that is sorted by its number, not by its text."""
    return html.element("td", text, class_="number", data_value=f"{value:.10g}")


def _link(code: str, name: str) -> str:
    return html.element("a", name, href=f"?country={code}", data_country=code)
