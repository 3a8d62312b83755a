"""What a reader sets about a country's temperature: baseline, years of the trend, whom to see behind it, data sets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import panel as pn

from dashboard import statics, url
from dashboard.choice import FEWEST_TREND_YEARS
from dashboard.state import Selection
from dashboard.views import html
from measures.anomaly import BASELINES

BEHIND = {"its climate zone": "zone", "its region": "region", "nobody": "none"}
NO_ZONES = "its region (no zones held)"


def menu(label: str, options: Any, selection: Selection, name: str) -> pn.widgets.Select:
    """A native menu tied to a choice, both ways."""
    made = _select(label, options, getattr(selection, name))
    made.link(selection, value=name, bidirectional=True)
    return made


def grouped_menu(label: str, options: dict[str, dict[str, Any]], selection: Selection, name: str) -> pn.widgets.Select:
    """As `menu`, with its options under headings."""
    made = pn.widgets.Select(
        label=label,
        groups=options,
        value=getattr(selection, name),
        sizing_mode="stretch_width",
        margin=0,
        styles={"flex": "2 1 13rem", "width": "auto"},
        stylesheets=[statics.style("controls")],
    )
    made.link(selection, value=name, bidirectional=True)
    return made


def baseline_menu(selection: Selection) -> pn.widgets.Select:
    """The reference years of anomalies."""
    return menu("Baseline", {f"{first}–{last}": (first, last) for first, last in BASELINES}, selection, "baseline")


def behind_menu(selection: Selection, *, has_zones: bool) -> pn.widgets.Select:
    """The group behind the line; says so where the snapshot holds no climate zones."""
    options = (
        BEHIND if has_zones else {NO_ZONES if value == "zone" else label: value for label, value in BEHIND.items()}
    )
    return menu("Behind it", options, selection, "behind")


def switch(label: str, selection: Selection, name: str) -> html.Words:
    """A button that is pressed or not, tied to a choice; Bokeh's own checkbox has no label for a screen reader."""
    pane = html.pane("", "chips", sizing_mode=None, styles={"flex": "0 0 auto", "width": "auto"})

    def show(*_: Any) -> None:
        is_on = getattr(selection, name)
        go = urlencode({url.NAMES[name][0]: "" if is_on else "1"})
        pane.object = html.element("button", label, type="button", aria_pressed=str(is_on).lower(), data_go=go)

    selection.param.watch(show, name)
    show()
    return pane


class WindowMenus:
    """First and last year of the trend. A year that leaves fewer than 15 moves the other one."""

    def __init__(self, selection: Selection):
        """Make both menus, tied to `selection.window`."""
        self._selection = selection
        self._bounds = selection.param.window.bounds
        years = list(range(self._bounds[0], self._bounds[1] + 1))
        first, last = selection.window
        self.first = _select("Trend from", years[: 1 - FEWEST_TREND_YEARS], first)
        self.last = _select("to", years[FEWEST_TREND_YEARS - 1 :], last)
        self.first.param.watch(lambda event: self._set(fitting(event.new, self.last.value, "first")), "value")
        self.last.param.watch(lambda event: self._set(fitting(self.first.value, event.new, "last")), "value")
        selection.param.watch(lambda _: self._show(), "window")

    def _set(self, window: tuple[int, int]) -> None:
        self._selection.param.update(window=window)
        self._show()  # the other menu, where it had to move

    def _show(self) -> None:
        self.first.value, self.last.value = self._selection.window


def fitting(first: int, last: int, moved: str) -> tuple[int, int]:
    """The window asked for, at least 15 years long: the end that was not `moved` ("first" or "last") gives way."""
    if last - first + 1 >= FEWEST_TREND_YEARS:
        return first, last
    gap = FEWEST_TREND_YEARS - 1
    return (first, first + gap) if moved == "first" else (last - gap, last)


def _select(label: str, options: Any, value: Any) -> pn.widgets.Select:
    return pn.widgets.Select(
        label=label,
        options=options,
        value=value,
        sizing_mode="stretch_width",
        margin=0,
        styles=html.SHARED_LINE,
        stylesheets=[statics.style("controls")],
    )
