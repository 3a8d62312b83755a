"""The lists and the table of Rank as HTML; js/views/rank.js sorts the table and marks the name of the country."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import numpy as np

from dashboard.analysis.rank import Ranking
from dashboard.charts.bars import AXIS_PX, REFERENCE_DASHES, ROW_PX
from dashboard.charts.core.colour_scales import Bins
from dashboard.snapshot import doubts
from dashboard.text import projected_map, rank
from dashboard.views.widgets import html

DOUBTS = (
    (rank.THIN, "hatched", doubts.LABELS[doubts.INFILLED]),
    (rank.DISPUTED, "hatched disputed", doubts.DISPUTED_LABEL),
)
"""Mark, look and label of each kind of doubt in the key."""

CLOSED = '<p class="empty-list" aria-busy="true">Loading …</p>'
"""In place of the table until its tab is open."""

EMPTY = f'<p class="empty-list">{rank.NO_VALUE}</p>'


def names(codes: Iterable[str], texts: Iterable[str], label: str, *, of: str, kind: str = "") -> str:
    """Return a list of links to the countries, one a row of the chart in the slot `of` beside it."""
    rows = "".join(f"<li>{_link(code, name)}</li>" for code, name in zip(codes, texts, strict=True))
    height_px = AXIS_PX + ROW_PX * rows.count("<li>")
    about = f'class="names {kind}" aria-label="{escape(label)}" data-names-of="{of}" style="min-height: {height_px}px"'
    return f"<ol {about}>{rows}</ol>"


def table(ranked: Ranking) -> str:
    """Return the ranking as a table, whose heads are buttons that sort; in words if it has no rows."""
    if not ranked.iso3:
        return EMPTY
    has_intervals, about = ranked.rank_ranges is not None, ranked.quantity
    heads = [
        ("Rank", "ascending", "number"),
        ("Country", "none", ""),
        (about.title if about.is_year or not about.unit else f"{about.title} ({about.unit})", "none", "number"),
        *([("95 % CI", "none", "number"), ("Rank range (95 %)", "none", "number")] if has_intervals else []),
        *([] if ranked.value_years is None else [("Year", "none", "number")]),
        ("Region", "none", ""),
    ]
    head = "".join(
        f'<th scope="col" class="{kind}" aria-sort="{order}">'
        f'<button type="button" data-sort>{escape(name)}</button></th>'
        for name, order, kind in heads
    )
    body = "".join(_row(ranked, row, has_intervals) for row in range(len(ranked.iso3)))
    caption = html.element("caption", rank.heading(ranked))
    note = html.element("p", rank.RANK_RANGES, class_="source") if has_intervals else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def scale(bins: Bins, baseline: tuple[int, int]) -> str:
    """Return the colour scale of the stripes, from the lowest, with what it measures."""
    boxes = html.legend_items(bins)
    about = f"Anomaly from {baseline[0]}–{baseline[1]} (°C), one scale for all countries:"
    head = html.element("li", about, class_="about")
    return (
        f'<ul class="legend" aria-label="Colour scale, °C" data-key-of="rank_stripes">'
        f"{head}{boxes}<li><i></i>no value</li></ul>"
    )


def key(ranked: Ranking, references: Iterable[str] = ()) -> str:
    """Return the key of the marks on the bars, of those only that are there, and of the reference lines."""
    has_intervals = bool(np.isfinite(ranked.low95).any())
    marks = {rank.doubt_mark(own) for own in ranked.doubt}
    items = [
        '<li><i class="bar own"></i>selected country</li>',
        *(['<li><i class="bar projected"></i>projected</li>'] if ranked.scenario else []),
        *(
            [f'<li><i class="whisker"></i>{projected_map.SPREAD if ranked.scenario else "95 % CI"}</li>']
            if has_intervals
            else []
        ),
        *(f'<li><i class="{look}"></i>{escape(label)} {mark}</li>' for mark, look, label in DOUBTS if mark in marks),
        *(
            f'<li><i class="reference {dash}"></i>{escape(text)}</li>'
            for dash, text in zip(REFERENCE_DASHES, references, strict=False)
        ),
    ]
    return f'<ul class="key" data-key-of="rank_bars">{"".join(items)}</ul>'


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
