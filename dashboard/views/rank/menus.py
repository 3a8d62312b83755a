"""Rank's own menus: the order, and for a notebook the years of the ranked series, the latest first."""

from __future__ import annotations

import panel as pn

from dashboard.analysis.projected_change import period
from dashboard.analysis.rank import Ranking
from dashboard.snapshot import projections
from dashboard.snapshot.codes import PROJECTED, SCENARIOS
from dashboard.snapshot.store import Snapshot
from dashboard.state.parameters import LATEST
from dashboard.state.selection import Selection
from dashboard.views.widgets.menus import GuardedMenu, native_menu, tied_menu

LATEST_OPTION = 0
"""Value of "latest" in the menu, whose values are numbers."""


def order_menu(selection: Selection) -> pn.widgets.Select:
    """Make the menu of the order: the largest first, or the smallest."""
    return tied_menu("Order", selection, "rank_order", options=orders(is_year=False))


def orders(*, is_year: bool) -> dict[str, str]:
    """Return the orders by their names: values are high and low, years late and early."""
    most, least = ("Latest first", "Earliest first") if is_year else ("Highest first", "Lowest first")
    return {most: "descending", least: "ascending"}


def scenario_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Make the menu of the scenario of projected changes; without projections, of the one selected."""
    published = projections.published_scenarios(snapshot) or (selection.scenario,)
    options = {SCENARIOS[code]: code for code in dict.fromkeys((*published, selection.scenario))}
    return tied_menu("Scenario", selection, "scenario", options=options)


class YearMenu:
    """`menu` has the years of the ranking shown; a year chosen in it goes to the selection."""

    def __init__(self, selection: Selection):
        """Make the menu without years."""
        self._selection = selection
        self.menu = native_menu("Year", LATEST_OPTION, options={"Latest": LATEST_OPTION})
        self._guard = GuardedMenu(self.menu, self._choose)

    def show(self, ranked: Ranking) -> None:
        """Offer the years of a ranking and show its own; a warming measure has none, and shows its period instead."""
        if ranked.latest_year is None:
            self._guard.set(options={ranked.quantity.window: LATEST_OPTION}, value=LATEST_OPTION, disabled=True)
            return
        if ranked.scenario:
            ends = {f"{period(year)[0]}–{year}": year for year in ranked.years}
            self._guard.set(options=ends, value=ranked.year, disabled=False)
            return
        years = {str(year): year for year in reversed(ranked.years)}
        value = LATEST_OPTION if self._selection.year == LATEST or ranked.year is None else ranked.year
        self._guard.set(options={f"Latest ({ranked.latest_year})": LATEST_OPTION} | years, value=value, disabled=False)

    def _choose(self, year: int) -> None:
        if self._selection.rank_by == PROJECTED:
            self._selection.param.update(projected_until=year)
            return
        self._selection.param.update(year=LATEST if year == LATEST_OPTION else year)
