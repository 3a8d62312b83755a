"""A country's indicator as HTML: the heading of its chart, the sentences below it, and its source."""

from __future__ import annotations

from dashboard.analysis.indicator import IndicatorData
from dashboard.text import indicator
from dashboard.text.markup.elements import element, sentences, wrap


def title(data: IndicatorData) -> str:
    """Return the heading with the years that the values cover."""
    heading = element("h3", indicator.heading(data))
    return wrap("div", heading + element("p", indicator.covers(data), class_="note"), class_="heading")


def words(data: IndicatorData) -> str:
    """Return the sentence on the latest and first value, and the notes on forecasts and doubts."""
    first = element("p", indicator.sentence(data), class_="sentence" if data.has_values else "sentence empty")
    return first + sentences(indicator.notes(data))


def source(line: str) -> str:
    """Return the line that names the source."""
    return element("p", line, class_="source", data_source_of="explore_indicator")
