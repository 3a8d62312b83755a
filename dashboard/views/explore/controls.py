"""Controls of a country's temperature: trend period and reference group."""

from __future__ import annotations

import panel as pn

from dashboard.snapshot.groups import PlaceIndex
from dashboard.state.options import reference_options
from dashboard.state.parameters import FEWEST_TREND_YEARS
from dashboard.state.selection import Selection
from dashboard.views.widgets.menus import SHARES_A_LINE, native_menu, tied_menu

LABEL = "Compare with"


def reference_menu(selection: Selection, places: PlaceIndex) -> pn.widgets.Select:
    """Make the menu of the reference group."""
    options = reference_options(places)
    return tied_menu(LABEL, selection, "reference_group", flex=SHARES_A_LINE, options=options)


class TrendPeriodMenus:
    """Menus of the first and last year of the trend. A year that leaves fewer than 15 moves the other one."""

    def __init__(self, selection: Selection):
        """Make both menus, tied to `selection.trend_period`."""
        self._selection = selection
        earliest, latest = selection.param.trend_period.bounds
        years = list(range(earliest, latest + 1))
        first, last = selection.trend_period
        self.first = native_menu(
            "Trend period: from", first, flex=SHARES_A_LINE, options=years[: 1 - FEWEST_TREND_YEARS]
        )
        self.last = native_menu("to", last, flex=SHARES_A_LINE, options=years[FEWEST_TREND_YEARS - 1 :])
        self.first.param.watch(lambda event: self._set(fitting(event.new, self.last.value, "first")), "value")
        self.last.param.watch(lambda event: self._set(fitting(self.first.value, event.new, "last")), "value")
        selection.param.watch(lambda _: self._show(), "trend_period")

    def _set(self, period: tuple[int, int]) -> None:
        self._selection.param.update(trend_period=period)
        self._show()  # the other menu, where it had to move

    def _show(self) -> None:
        self.first.value, self.last.value = self._selection.trend_period


def fitting(first: int, last: int, moved: str) -> tuple[int, int]:
    """Return the period, at least 15 years long: the end that was not `moved` ("first" or "last") gives way."""
    if last - first + 1 >= FEWEST_TREND_YEARS:
        return first, last
    gap = FEWEST_TREND_YEARS - 1
    return (first, first + gap) if moved == "first" else (last - gap, last)
