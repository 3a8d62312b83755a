"""Controls of Compare: the variable, values or changes, base year, baseline, years of the axis, and scales."""

from __future__ import annotations

import panel as pn

from dashboard.analysis.compare import Comparison, compared, years_shown
from dashboard.snapshot import quantities
from dashboard.state.parameters import FEWEST_STEPS
from dashboard.state.selection import SMOOTHED_ANOMALY, TEMPERATURE_ANOMALY
from dashboard.views.base import ViewContext
from dashboard.views.compare.charts import MOST_IN_ONE
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import GuardedMenu, baseline_menu, native_menu, switch, tied_menu

YEAR_SHARE = "1 1 5rem"
"""Share of a line of a menu of years."""

SCALES = {"Value": "absolute", "Change since base year": "change", "Index (base year = 100)": "index"}


class CompareControls:
    """`row` is placed by the page."""

    def __init__(self, context: ViewContext):
        """Make the controls, each tied to its choice."""
        self._snapshot = context.snapshot
        chosen = self._selection = context.selection
        self._scale = tied_menu("Display", chosen, "compare_scale", flex="1.4 1 10rem", options=SCALES)
        first, last = chosen.param.base_year.bounds
        years = list(range(first, last + 1))
        self._year = tied_menu("Base year", chosen, "base_year", flex=YEAR_SHARE, options=years)
        self._baseline = baseline_menu(chosen)
        self._ends = tuple(native_menu(label, years[0], flex=YEAR_SHARE, options=years) for label in ("From", "To"))
        self._axis = tuple(GuardedMenu(menu, self._choose_years) for menu in self._ends)
        self._log = switch("Log scale", chosen, "compare_log")
        self._own = switch("Independent y axes", chosen, "independent_axes")
        self.row = html.row(self._scale, self._year, self._baseline, *self._ends, self._log, self._own)

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

    def show(self, shown: Comparison) -> None:
        """Show the controls that matter to what is shown, and the years of its axis."""
        chosen = self._selection
        is_temperature = chosen.compare_quantity in (TEMPERATURE_ANOMALY, SMOOTHED_ANOMALY)
        self._year.visible = shown.base_year is not None
        self._baseline.visible = is_temperature and shown.base_year is None
        self._log.model.visible = not is_temperature
        self._own.model.visible = len(compared(self._snapshot, chosen)) > MOST_IN_ONE
        self._show_years(shown)

    def _show_years(self, shown: Comparison) -> None:
        """Offer the years with values, in which the ends of the axis are far enough apart."""
        start, end = shown.available
        first, last = (min(max(year, start), end) for year in years_shown(self._selection, shown.kind))
        first, last = (first, last) if last - first >= FEWEST_STEPS else (start, end)
        offered = (range(start, last - FEWEST_STEPS + 1), range(first + FEWEST_STEPS, end + 1))
        for menu, guard, years, value in zip(self._ends, self._axis, offered, (first, last), strict=True):
            menu.visible = end - start > FEWEST_STEPS
            if menu.visible:
                guard.set(options=list(years), value=value)

    def _choose_years(self, _: int) -> None:
        first, last = (int(menu.value) for menu in self._ends)
        self._selection.compare_years = (first, last)
