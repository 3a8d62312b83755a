"""A brief on paper: what the template assets/paper/brief.typ typesets, for PDF, PNG and SVG."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dashboard import config
from dashboard.analysis.future import LAST_YEAR
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.charts.svg import chart, document, scenarios, stripes
from dashboard.documents.brief import Brief
from dashboard.documents.typeset import Format, Job

WIDE_PX = 690.0
"""Width of a chart on the sheet, 184 mm: its text of 12 px is 9 points high."""

CHART_PX, LOW_CHART_PX, STRIPES_PX = 285.0, 215.0, 30.0
"""Heights; the low chart leaves room for the sentences on projections."""


def sheet(brief: Brief, format: Format, theme: Theme = LIGHT, *, dashboard: str, own: str) -> Job:
    """Return the job of a brief; `dashboard` and `own` are the addresses it links to."""
    return Job("brief", _content(brief, theme) | {"dashboard": dashboard, "own": own}, format)


def _content(brief: Brief, theme: Theme) -> dict[str, Any]:
    shown = brief.temperature
    anomaly = shown.anomaly if shown else None
    has_ranks = any(row.rank for row in brief.rows)
    scale = stripes.scale(anomaly, shown.baseline) if shown and anomaly is not None else ""
    key = "Dots: annual mean · curve: LOESS smoothing, 31 years · ▲ warmest, ▼ coldest"
    if brief.ahead:
        key = f"{key} · {brief.ahead.key}"
    high = LOW_CHART_PX if brief.projection else CHART_PX
    as_of = f"Data as of {brief.published}."
    return {
        "colours": asdict(theme),
        "site": config.TITLE,
        "title": brief.title,
        "description": brief.description,
        "heading": brief.heading,
        "place": brief.place,
        "change": brief.change.value if brief.change else "",
        "doubted": bool(brief.change and brief.change.is_doubted),
        "finding": " ".join(filter(None, (brief.finding or brief.line, brief.trend))),
        "doubt": brief.doubt,
        "projection": brief.projection,
        "tiles": [
            {"label": one.label, "value": one.value, "note": one.note, "doubted": one.is_doubted} for one in brief.tiles
        ],
        "years": brief.years,
        "temperature": temperature_svg(brief, theme, WIDE_PX, high) if shown else "",
        "temperature_label": brief.temperature_label,
        "stripes": stripes_svg(brief) if anomaly is not None else "",
        "stripes_label": f"Warming stripes. {scale}",
        "key": f"{key} · stripes: {scale[:1].lower()}{scale[1:]}" if scale else key,
        "head": ["Indicator", "Latest value", *(["Rank (1 = highest)"] if has_ranks else []), *brief.peers],
        "rows": [
            {
                "title": row.title,
                "unit": row.unit,
                "value": row.value + (" †" if row.doubt else ""),
                "year": row.year,
                "cells": [*([row.rank or "–"] if has_ranks else []), *(peer or "–" for peer in row.peers)],
            }
            for row in brief.rows
        ],
        "doubts": [f"† {row.title}: {row.doubt}" for row in brief.rows if row.doubt],
        "no_rows": brief.no_rows,
        "sources": " ".join(filter(None, (f"Sources: {' '.join(brief.sources)}", as_of, brief.note))),
    }


def temperature_svg(brief: Brief, theme: Theme, wide: float, high: float, *, is_to_2100: bool = True) -> str:
    """Return the temperature chart of a brief as an SVG; the place must have a temperature."""
    assert brief.temperature is not None
    ahead = brief.ahead if is_to_2100 else None
    drawn = scenarios.temperature(brief.temperature, chart.of_theme(theme), ahead)
    return document.document(wide, high, document.drawing(drawn, theme, wide, high), brief.temperature_label)


def stripes_svg(brief: Brief, wide: float = WIDE_PX, high: float = STRIPES_PX) -> str:
    """Return the stripes of a brief as an SVG, above the years of its chart; it must have a baseline."""
    assert brief.temperature is not None
    assert brief.temperature.anomaly is not None
    anomaly = brief.temperature.anomaly
    frame = wide - document.LEFT_PX - document.RIGHT_PX
    year = frame / (LAST_YEAR + 2 - int(brief.temperature.years[0]) if brief.ahead else len(anomaly) + 1)
    drawn = stripes.shapes(anomaly, year * len(anomaly), high)
    moved = f'<g transform="translate({document.LEFT_PX + year / 2:.2f} 0)">{drawn}</g>'
    return document.document(wide, high, moved, "Warming stripes")
