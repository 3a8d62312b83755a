"""The Data view as HTML: table, downloads, citation, sources and methods. Text from the figures is escaped."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from html import escape

import numpy as np

from dashboard.snapshot import provenance, queries
from dashboard.snapshot.provenance import Source
from dashboard.snapshot.store import Snapshot
from dashboard.tables.columns import Column
from dashboard.tables.table import Table
from dashboard.text import citation as citation_text
from dashboard.text import data
from dashboard.text.markup import series_facts
from dashboard.text.method import Method
from dashboard.text.methods import WEAKNESSES
from dashboard.text.numbers import with_minus
from dashboard.views.widgets.html import element

MOST_ROWS = 400
"""Rows shown at most; the download has all. The map has some 250, a century of years 124."""


MOST_ABSENT = 40
"""Absent series listed below the featured ones; the table of all series has every one."""


IN_THIS_SESSION = "<span>Data of your own file are in this session only: links do not contain them.</span>"


def table(shown: Table, name: str, query: str, follows: Collection[str] = (), *, is_public: bool = True) -> str:
    """Return the table with its caption, its notes and its downloads.

    Args:
        shown: the figures.
        name: of the table in `tables.registry.TABLES`.
        query: of the URL that restores what is shown.
        follows: names of the choices that decide what is in it; css/data/data.css shows their menus only.
        is_public: whether an address leads to the figures; not to those of a reader's own file.
    """
    count = len(shown.frame)
    if not count or shown.frame.iloc[:, 1:].isna().all(axis=None):
        sentence = f"{shown.title}. Choose another country or indicator."
        return element("p", sentence, class_="empty", data_follows=" ".join(follows))
    files = (
        '<button type="button" class="primary" data-act="link">Copy link to this view</button><span>Download:</span>'
    ) + "".join(
        f'<a class="button" download href="download/{name}.{suffix}{escape(query)}">{label}</a>'
        for suffix, label in (
            ("csv", "CSV"),
            ("csv-metadata.json", "CSV metadata"),
            ("parquet", "Parquet"),
            ("json", "JSON"),
        )
    )
    columns = [_column(column) for column in shown.on_page]
    rows = "".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(*columns, strict=True))
    head = "".join(_head(column.title, column.is_number) for column in shown.on_page)
    notes = [*shown.notes, *([f"Anomalies are relative to {shown.baseline}."] if shown.baseline else [])]
    shown_rows, label = data.row_count(count, MOST_ROWS), escape(shown.title)
    return (
        f'<p class="row" data-follows="{" ".join(follows)}">{files if is_public else IN_THIS_SESSION}'
        '<button type="button" data-act="print">Print</button></p>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table><caption>{label} '
        f"<small>{shown_rows}</small></caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        + "".join(element("p", with_minus(note), class_="source") for note in notes)
    )


def citation(sources: list[Source], snapshot: str, link: str, accessed: date) -> str:
    """Return the citations of what is shown, with buttons that copy them."""
    lines = "".join(element("p", line) for line in citation_text.sentences(sources, snapshot, link, accessed))
    bib = element("pre", citation_text.bibtex(sources, snapshot, link, accessed), id="bibtex", tabindex="0")
    return (
        f'<h2>Citation</h2><div id="citation" class="citation">{lines}</div>'
        '<p class="row"><button type="button" data-act="copy" data-of="citation">Copy citation</button>'
        '<button type="button" data-act="copy" data-of="bibtex">Copy BibTeX</button></p>'
        f"<details><summary>BibTeX</summary>{bib}</details>"
    )


def files(snapshot: Snapshot) -> str:
    """Return the list of the published tables, with their downloads."""
    rows = "".join(
        f'<tr><td><a download href="download/everything/{escape(name)}.parquet">{escape(name)}.parquet</a></td>'
        f"<td>{escape(entry.get('description', ''))}</td>"
        f'<td class="number">{entry["rows"]:,}</td><td class="number">{entry["bytes"] / 1e3:,.0f} kB</td></tr>'
        for name, entry in snapshot.catalog["tables"].items()
    )
    return (
        "<h2>Full dataset</h2><p>All tables as published, in Parquet, with units in the column names. "
        '<a href="download/">Addresses of all tables, for scripts</a>.</p>'
        '<div class="scroll" tabindex="0" role="region" aria-label="Published tables"><table><thead><tr>'
        '<th scope="col">File</th><th scope="col">Row meaning</th><th scope="col" class="number">Rows</th>'
        f'<th scope="col" class="number">Size</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


EVERY_SERIES = "view=data&table=series"
"""Choices of the table of all indicators."""


def sources(snapshot: Snapshot, every_series: str = f"?{EVERY_SERIES}") -> str:
    """Return the sources, and of the featured series definition, coverage and licence; which are absent, and why.

    Args:
        snapshot: the figures.
        every_series: query of the table of all indicators that leaves other choices as they are.
    """
    series = provenance.every_series(snapshot)
    shown = provenance.sources_of(snapshot, queries.featured(snapshot).id)
    shown += [source for source in series if source.state == provenance.ABSENT][:MOST_ABSENT]
    rows = "".join(_source_row(source) for source in shown)
    names = ("Indicator", "Unit", "Years", "Countries", "Vintage", "Checked", "Status", "Licence")
    heads = "".join(element("th", name, scope="col") for name in names)
    whole = "".join(
        f"<li>{_link(entry['title'], entry['link'])}: {escape(entry['licence'])}; "
        f"{escape(entry['vintage'])}{escape(_stale(entry))}</li>"
        for entry in snapshot.catalog["sources"]
    )
    return (
        f"<h2>Sources and licences</h2><ul>{whole}</ul><p>{escape(data.series_counts(series))} "
        f'<a href="{escape(every_series)}" data-choose="{escape(EVERY_SERIES)}">Table of all indicators</a>. '
        '<a href="download/series.csv">CSV</a>.</p>'
        f"<details><summary>{escape(data.series_listed(len(shown), len(series)))}</summary>"
        '<div class="scroll" tabindex="0" role="region" aria-label="Indicators">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def methods(shown: list[Method]) -> str:
    """Return each method in words and formula."""
    parts = "".join(
        f"<details><summary>{escape(method.title)}</summary>{element('p', method.words)}"
        + (f'<p class="formula">{method.formula}</p>' if method.formula else "")
        + f"<p><strong>Assumptions:</strong> {escape(method.assumes)}</p>"
        + (element("p", method.source, class_="source") if method.source else "")
        + "</details>"
        for method in shown
    )
    return f"<h2>Methods</h2>{parts}"


def limitations(borders: str) -> str:
    """Return what a reader should know before quoting a figure, and the note on borders."""
    known = "".join(element("li", weakness) for weakness in WEAKNESSES)
    return f"<h2>Known limitations</h2><ul>{known}</ul><h2>Borders and names</h2>{element('p', borders)}"


def _head(label: str, numeric: bool) -> str:
    kind = ' class="number"' if numeric else ""
    return f'<th scope="col"{kind}><button type="button" data-act="sort">{escape(label)}</button></th>'


def _column(column: Column) -> list[str]:
    """Return the first cells of a column; numbers carry their value for sorting, as their text is rounded."""
    text = column.formatted[:MOST_ROWS]
    if not column.is_number:
        return [f"<td>{escape(with_minus(formatted))}</td>" for formatted in text]
    numbers = column.values.head(MOST_ROWS).to_numpy(float, na_value=np.nan)
    return [
        f'<td class="number" data-value="{"" if np.isnan(number) else f"{number:.9g}"}">{escape(formatted)}</td>'
        for number, formatted in zip(numbers, text, strict=True)
    ]


def _source_row(source: Source) -> str:
    described, title = series_facts.described(source), escape(source.title)
    named = (
        f"<details><summary>{title}</summary>{described}</details><small>{escape(source.dataset)}</small>"
        if described
        else f"{_linked(source)}<br><small>{escape(source.code)}</small>"
    )
    return (
        f"<tr><td>{named}</td><td>{escape(source.unit)}</td><td>{series_facts.covers(source)}</td>"
        f'<td class="number">{source.economies or ""}</td><td>{escape(source.vintage)}</td>'
        f"<td>{escape(source.checked or source.fetched)}</td><td>{series_facts.state(source)}</td>"
        f"<td>{escape(source.licence)}</td></tr>"
    )


def _linked(source: Source) -> str:
    return _link(source.title, source.link)


def _link(title: str, link: str) -> str:
    return f'<a href="{escape(link)}">{escape(title)}</a>' if link else escape(title)


def _stale(entry: dict[str, str]) -> str:
    return (
        f"; not updated since {entry['stale_since'][:10]}: {entry.get('reason', '')}"
        if entry.get("stale_since")
        else ""
    )
