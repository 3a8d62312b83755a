"""Rank's own menus: the order, and the years that the ranked series has, the latest first."""

from __future__ import annotations

from typing import Any

import panel as pn

from dashboard.analysis.rank import Ranking
from dashboard.state.parameters import LATEST
from dashboard.state.selection import Selection
from dashboard.views.widgets.menus import native_menu, tied_menu

LATEST_OPTION = 0
"""Stands for the latest in the menu, whose values are numbers."""


def order_menu(selection: Selection) -> pn.widgets.Select:
    """Make the menu of the order: the largest first, or the smallest."""
    return tied_menu("Order", selection, "rank_order", options=orders(is_year=False))


def orders(*, is_year: bool) -> dict[str, str]:
    """Return the orders by their names: values are high and low, years late and early."""
    most, least = ("Latest first", "Earliest first") if is_year else ("Highest first", "Lowest first")
    return {most: "descending", least: "ascending"}


class YearMenu:
    """`menu` follows the ranking shown; a year chosen in it is the selection's."""

    def __init__(self, selection: Selection):
        """Make it without years."""
        self._selection = selection
        self._is_showing = False
        self.menu = native_menu("Year", LATEST_OPTION, options={"Latest": LATEST_OPTION})
        self.menu.param.watch(self._chosen, "value")

    def settle(self, ranked: Ranking) -> None:
        """Offers the years of a ranking and shows its own; a measure has none, and says its years instead."""
        if ranked.latest is None:
            options, value = {ranked.quantity.window: LATEST_OPTION}, LATEST_OPTION
        else:
            options = {f"Latest ({ranked.latest})": LATEST_OPTION}
            options |= {str(year): year for year in reversed(ranked.years)}
            value = LATEST_OPTION if self._selection.year == LATEST or ranked.year is None else ranked.year
        self._is_showing = True
        try:
            self.menu.param.update(options=options, value=value, disabled=ranked.latest is None)
        finally:
            self._is_showing = False

    def _chosen(self, event: Any) -> None:
        if not self._is_showing:
            self._selection.param.update(year=LATEST if event.new == LATEST_OPTION else event.new)
