"""What is compared, on which footing, and on which scale: native menus and checkboxes."""

from __future__ import annotations

from dashboard.comparing import compared
from dashboard.state import SMOOTH, TEMPERATURE
from dashboard.views import country_controls, html
from dashboard.views.compare_charts import MOST_IN_ONE
from dashboard.views.controls import indicator_groups
from dashboard.views.view import Visit

SCALES = {"values": "absolute", "change since": "change", "index, 100 in": "index"}


class CompareControls:
    """`row` is placed by the page."""

    def __init__(self, visit: Visit):
        """Make the controls, each tied to its choice."""
        self._snapshot = visit.snapshot
        chosen = self._selection = visit.selection
        quantities = {
            "Temperature": {"Temperature anomaly": TEMPERATURE, "Temperature anomaly, smoothed": SMOOTH},
            **indicator_groups(visit.snapshot),
        }
        self._quantity = country_controls.grouped_menu("Quantity", quantities, chosen, "compare_quantity")
        self._scale = country_controls.menu("Shown as", SCALES, chosen, "compare_scale")
        first, last = chosen.param.index_year.bounds
        self._year = country_controls.menu("Year", list(range(first, last + 1)), chosen, "index_year")
        self._baseline = country_controls.baseline_menu(chosen)
        self._log = country_controls.switch("Logarithmic", chosen, "compare_log")
        self._own = country_controls.switch("A scale for each", chosen, "own_scale")
        self.row = html.row(self._quantity, self._scale, self._year, self._baseline, self._log, self._own)

    def show(self, *, has_base: bool) -> None:
        """Shows the controls that bear on what is chosen, and no others; `has_base`: whether it counts from a year."""
        chosen = self._selection
        is_temperature = chosen.compare_quantity in (TEMPERATURE, SMOOTH)
        self._year.visible = has_base
        self._baseline.visible = is_temperature and chosen.compare_scale != "change"
        self._log.model.visible = not is_temperature
        self._own.model.visible = len(compared(self._snapshot, chosen)) > MOST_IN_ONE
