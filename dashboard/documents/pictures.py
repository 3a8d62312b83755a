"""Charts of a place as files of their own: temperature, stripes, or any series; with title, source and credit."""

from __future__ import annotations

from textwrap import wrap

from dashboard import config
from dashboard.analysis.country import CountryKey, country_data
from dashboard.analysis.future import LAST_YEAR
from dashboard.analysis.indicator import indicator_data
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.charts.svg import chart, document, scenarios, stripes
from dashboard.charts.svg.scenarios import ahead_of
from dashboard.documents.typeset import Format, Job
from dashboard.snapshot import projection_source, provenance
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.text import country
from dashboard.text import future as future_text
from dashboard.text import indicator as indicator_text
from dashboard.text import temperature as temperature_text

TEMPERATURE, FUTURE, STRIPES = "temperature", "future", "stripes"
"""Names of the charts of the climate; those of indicators are named by the series code."""

WIDE_PX, CHART_PX, STRIPES_PX = 960.0, 380.0, 96.0
SIDE_PX, HEAD_PX, TITLE_PX, SMALL_PX = 24.0, 68.0, 18.0, 11.0
MOST_CHARACTERS = 165
"""Of the source in a line: its letters are at most 5.5 pixels wide on average."""


def names(snapshot: Snapshot) -> frozenset[str]:
    """Return the names of all charts."""
    return frozenset({TEMPERATURE, FUTURE, STRIPES, *snapshot.indicators.id})


def picture(snapshot: Snapshot, iso3: str, name: str, theme: Theme = LIGHT) -> str:
    """Return a chart of a place as an SVG file; "" where the place has no values for it.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    if name in (TEMPERATURE, FUTURE, STRIPES):
        return _of_the_climate(snapshot, iso3, name, theme)
    data = indicator_data(snapshot, iso3, name, "none")
    if not data.has_values:
        return ""
    drawn = document.drawing(chart.indicator(data, chart.of_theme(theme)), theme, WIDE_PX - 2 * SIDE_PX, CHART_PX)
    source = provenance.short_line(snapshot, name)
    title = f"{indicator_text.heading(data)}, {data.name.removeprefix('the ')}"
    return _framed(snapshot, title, indicator_text.sentence(data), drawn, CHART_PX, source, theme)


def job(svg: str, title: str, format: Format) -> Job:
    """Return the job that makes another format of a picture."""
    wide, high = (float(part) for part in svg.split('viewBox="0 0 ', 1)[1].split('"', 1)[0].split(" "))
    return Job("chart", {"svg": svg, "title": title, "width": wide, "height": high}, format)


def _of_the_climate(snapshot: Snapshot, iso3: str, name: str, theme: Theme) -> str:
    selection = new_selection(snapshot)
    selection.country = iso3
    data = country_data(snapshot, CountryKey.of(selection))
    shown, source = data.temperature, provenance.short_line(snapshot, provenance.TEMPERATURE)
    if shown is None or (name == STRIPES and shown.anomaly is None):
        return ""
    years = f"{shown.covered[0]}–{shown.covered[1]}"
    ahead = ahead_of(snapshot, iso3, shown.baseline, selection.scenario) if name == FUTURE else None
    if name == FUTURE and ahead is None:
        return ""
    if name != STRIPES:
        chart_of = scenarios.temperature(shown, chart.of_theme(theme), ahead)
        drawn = document.drawing(chart_of, theme, WIDE_PX - 2 * SIDE_PX, CHART_PX)
        title = f"{temperature_text.TITLE}, {data.heading}, {years}"
        if ahead is None:
            return _framed(snapshot, title, country.headline(data), drawn, CHART_PX, source, theme)
        quoted = " ".join([*future_text.sentences(data, ahead.future), f"{ahead.key[:1].upper()}{ahead.key[1:]}."])
        source = f"{source} {projection_source.line(snapshot)}"
        return _framed(snapshot, f"{title} and to {LAST_YEAR}", quoted, drawn, CHART_PX, source, theme)
    assert shown.anomaly is not None
    drawn = stripes.shapes(shown.anomaly, WIDE_PX - 2 * SIDE_PX, STRIPES_PX)
    scale = stripes.scale(shown.anomaly, shown.baseline)
    return _framed(snapshot, f"Warming stripes, {data.heading}, {years}", scale, drawn, STRIPES_PX, source, theme)


def _framed(snapshot: Snapshot, title: str, sentence: str, drawn: str, high: float, source: str, theme: Theme) -> str:
    """Return a drawing with title and sentence above it, source and credit below it."""
    lines_of_text = wrap(sentence, 130)
    credit = f"{source} {config.TITLE}, data as of {snapshot.catalog['published_at'][:10]}."
    notes = wrap(credit, MOST_CHARACTERS)
    top = HEAD_PX + 17 * (len(lines_of_text) - 1)
    parts = [
        document.words(SIDE_PX, 34, [title], theme.ink, TITLE_PX, 600),
        document.words(SIDE_PX, 56, lines_of_text, theme.quiet, 12.5),
        f'<g transform="translate({SIDE_PX:g} {top:g})">{drawn}</g>',
        document.words(SIDE_PX, top + high + 26, notes, theme.quiet, SMALL_PX),
    ]
    whole = top + high + 26 + 15 * len(notes)
    return document.document(WIDE_PX, whole, "".join(parts), title, theme.paper)
