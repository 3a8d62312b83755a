"""The menu of years of a ranking: those its series has, the latest first."""

from __future__ import annotations

from typing import Any

import panel as pn

from dashboard.analysis.rank import Ranking
from dashboard.assets import bundle
from dashboard.state.parameters import LATEST
from dashboard.state.selection import Selection

LATEST_OPTION = 0
"""Stands for the latest in the menu, whose values are numbers."""


class YearMenu:
    """`menu` follows the ranking shown; a year chosen in it is the selection's."""

    def __init__(self, selection: Selection):
        """Make it without years."""
        self._selection = selection
        self._is_showing = False
        self.menu = pn.widgets.Select(
            label="Year",
            options={"Latest": LATEST_OPTION},
            value=LATEST_OPTION,
            sizing_mode="stretch_width",
            margin=0,
            stylesheets=[bundle.style("controls")],
        )
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
