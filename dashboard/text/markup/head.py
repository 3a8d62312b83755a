"""The head of a country as HTML: name, place, temperature change as a large number, and what one can do with it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from dashboard.analysis.country import CountryData
from dashboard.analysis.future import Future
from dashboard.snapshot import projection_source, provenance, temperature_release
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.parameters import MOST_COMPARED
from dashboard.text import citation, country
from dashboard.text import future as future_text
from dashboard.text.markup import elements as html

APART = "\N{EN SPACE}"
"""Between the line and its acts: where a line ends it takes no room, so that no line begins with it."""

TOGETHER = "\N{NO-BREAK SPACE}"
"""Between the mark of a doubt and its words."""


def markup(
    snapshot: Snapshot,
    data: CountryData,
    future: Future | None,
    compared: Sequence[str] | None,
    *,
    lacks_future: bool = False,
    variable: str = "",
) -> str:
    """Return the head as HTML.

    Args:
        snapshot: whose sources the sentence to copy cites.
        data: of the country.
        future: its temperature to 2100; None without, or if it is not shown.
        compared: codes of the countries in Compare; None where there is no such view.
        lacks_future: whether the years to 2100 are selected and this place has none.
        variable: what Compare is to show once the place is in it; "" for what it shows.
    """
    change = country.change(data)
    name = html.element("h2", data.heading) + html.element("p", country.place(data.row), class_="place")
    number = ""
    if change is not None:
        classes = "change doubted" if change.is_doubted else "change"
        number = html.element("p", change.value, class_=classes)
    line = html.element("span", country.change_line(data), class_="line")
    doubt = country.doubt_sentences(data)
    reason = html.element("p", doubt, class_="reason") if doubt else ""
    if doubt:
        line += html.element("span", f" · {country.DOUBT}{TOGETHER}low confidence")
    if lacks_future:
        line += html.element("span", " · no projections to 2100")
    acts = "" if compared is None else _compare(data.key.iso3, compared, variable)
    if change is not None:
        words = _to_copy(snapshot, data, future)
        acts += html.element("button", "Copy sentence", type="button", data_words=country.with_hyphens(words))
    line = html.wrap("div", f"{line}{APART}{acts}", class_="head-line")
    return html.wrap("div", name + number, class_="head-name") + line + reason  # a phone has no room for the reason


def _to_copy(snapshot: Snapshot, data: CountryData, future: Future | None) -> str:
    """Return the sentences to copy, with the data sets that they quote: ERA5 only where a doubt compares it."""
    quoted, ahead = country.to_quote(data), future_text.sentences(data, future) if future else []
    releases = [temperature_release.of(snapshot, is_era5=False)]
    if "ERA5" in quoted:
        releases.append(temperature_release.of(snapshot, is_era5=True))
    if ahead:
        releases.append(projection_source.release(snapshot))
    source = citation.in_a_line(provenance.source_of(snapshot, provenance.TEMPERATURE), releases)
    return " ".join([quoted, *ahead, f"Source: {source}"])


def _compare(iso3: str, compared: Sequence[str], variable: str) -> str:
    """Return the button that adds the country to Compare, or opens Compare where it is there."""
    short = url.NAMES["countries"][0]
    if iso3 in compared or len(compared) >= MOST_COMPARED:
        text, go = "Open Compare", {"view": "compare"}
    else:
        text, go = "Add to Compare", {short: url.BETWEEN.join([*compared, iso3])}
        if variable:
            go[url.NAMES["compare_quantity"][0]] = variable
    return html.element("button", text, type="button", data_go=urlencode(go, safe=url.BETWEEN))
