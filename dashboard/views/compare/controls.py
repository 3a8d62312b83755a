"""Controls of Compare: the variable, values or changes, base year, baseline, and scales."""

from __future__ import annotations

import panel as pn

from dashboard.analysis.compare import compared
from dashboard.snapshot import quantities
from dashboard.state.selection import SMOOTHED_ANOMALY, TEMPERATURE_ANOMALY
from dashboard.views.base import ViewContext
from dashboard.views.compare.charts import MOST_IN_ONE
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import SHARES_A_LINE, baseline_menu, switch, tied_menu

SCALES = {"values": "absolute", "change since": "change", "index, 100 in": "index"}


class CompareControls:
    """`row` is placed by the page."""

    def __init__(self, context: ViewContext):
        """Make the controls, each tied to its choice."""
        self._snapshot = context.snapshot
        chosen = self._selection = context.selection
        self._scale = tied_menu("Shown as", chosen, "compare_scale", flex=SHARES_A_LINE, options=SCALES)
        first, last = chosen.param.base_year.bounds
        years = list(range(first, last + 1))
        self._year = tied_menu("Year", chosen, "base_year", flex=SHARES_A_LINE, options=years)
        self._baseline = baseline_menu(chosen)
        self._log = switch("Logarithmic", chosen, "compare_log")
        self._own = switch("A scale for each", chosen, "independent_axes")
        self.row = html.row(self._scale, self._year, self._baseline, self._log, self._own)

    def variable_menu(self) -> pn.widgets.Select:
        """Make the menu of the variable, for a page without search fields."""
        groups = {
            "Temperature": {
                "Temperature anomaly": TEMPERATURE_ANOMALY,
                "Temperature anomaly, smoothed": SMOOTHED_ANOMALY,
            },
            **quantities.menu(self._snapshot, only_series=True),
        }
        return tied_menu("Variable", self._selection, "compare_quantity", groups=groups)

    def show(self, *, has_base: bool) -> None:
        """Show the controls that matter to what is selected; `has_base`: whether values count from a base year."""
        chosen = self._selection
        is_temperature = chosen.compare_quantity in (TEMPERATURE_ANOMALY, SMOOTHED_ANOMALY)
        self._year.visible = has_base
        self._baseline.visible = is_temperature and chosen.compare_scale != "change"
        self._log.model.visible = not is_temperature
        self._own.model.visible = len(compared(self._snapshot, chosen)) > MOST_IN_ONE
