"""A brief as one HTML file: no script, no session, no other file; light and dark, and one A4 when printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from jinja2 import Environment, FileSystemLoader, Template

from dashboard import config
from dashboard.assets import bundle
from dashboard.charts.core import theme
from dashboard.charts.core.limits import padded
from dashboard.charts.svg import chart, document, lines, scenarios, stripes
from dashboard.documents.brief import Brief
from dashboard.documents.typeset import FORMATS, Format

SPARK_PX = (64.0, 16.0)


@dataclass(frozen=True)
class Links:
    """Where a brief's links lead, as addresses; one that is empty is left out.

    Attributes:
        dashboard: the page that shows the place, or its live edition.
        own: the brief itself, for search engines and on paper.
        files: address of its files without their suffix.
        formats: suffixes of these files.
        picture: for previews of links, 1200 by 630 pixels.
    """

    dashboard: str
    own: str = ""
    files: str = ""
    formats: tuple[Format, ...] = FORMATS
    picture: str = ""


def page(brief: Brief, links: Links) -> str:
    """Return the HTML of a brief."""
    shown = brief.temperature
    anomaly = shown.anomaly if shown else None
    drawn = scenarios.temperature(shown, chart.by_variable, brief.ahead) if shown else None
    return _template().render(
        brief=brief,
        links=links,
        site=config.TITLE,
        style=_style(),
        stripes=_stripes(anomaly, drawn) if anomaly is not None and drawn else "",
        stripes_scale=stripes.scale(anomaly, shown.baseline) if shown and anomaly is not None else "",
        years=f"{shown.covered[0]}–{shown.covered[1]}" if shown else "",
        temperature=_picture(drawn) if drawn else "",
        sparks=[_spark(np.array(row.values)) for row in brief.rows],
    )


def _picture(drawn: chart.Chart) -> str:
    return lines.picture(document.frame_of(drawn), drawn.shapes, drawn.marks, drawn.labels)


def _stripes(anomaly: np.ndarray, below: chart.Chart) -> str:
    """Return the stripes, a unit a year, above the years of the chart below, which begins half a year before them."""
    drawn = stripes.shapes(anomaly, len(anomaly), 1)
    view = f"-0.5 0 {below.x_limits[1] - below.x_limits[0]:g} 1"
    return f'<svg class="stripes" viewBox="{view}" preserveAspectRatio="none">{drawn}</svg>'


def _spark(values: np.ndarray) -> str:
    """Return a small line of a series from its first year to its last; "" with fewer than two values."""
    if np.isfinite(values).sum() < 2:
        return ""
    wide, high = SPARK_PX
    years = np.arange(len(values))
    frame = lines.Frame((0, len(values) - 1), padded(values), {}, {}, 0, 0, 0, size_px=(wide, high))
    line = lines.Line(years, values, chart.by_variable("indicator"), 1.5).markup(frame)
    return f'<svg class="spark" viewBox="0 0 {wide:g} {high:g}" aria-hidden="true">{line}</svg>'


@cache
def _style() -> str:
    return f"{theme.css_variables()}\n{bundle.style('brief', 'still')}"


@cache
def _template() -> Template:
    found = Environment(loader=FileSystemLoader(bundle.HERE / "html"), autoescape=True)
    return found.get_template("brief.html")
