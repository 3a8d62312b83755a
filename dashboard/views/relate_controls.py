"""What Relate and Rank are steered by: native menus and boxes, tied to the selection both ways."""

from __future__ import annotations

from typing import Any

import panel as pn

from dashboard import quantities, statics
from dashboard.quantities import INCOME_NAMES
from dashboard.state import Selection
from dashboard.store import Snapshot


def quantity_menu(label: str, snapshot: Snapshot, selection: Selection, name: str) -> pn.widgets.Select:
    """Every series and warming measure by topic."""
    return _tied(label, selection, name, groups=quantities.menu(snapshot))


def size_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Every series by topic, or none."""
    groups = {"All alike": {"One size": ""}, **quantities.menu(snapshot, only_series=True)}
    return _tied("Area of the dots", selection, "size", groups=groups)


def region_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Every region, or all."""
    regions = quantities.economies(snapshot).regions
    return _tied("Region", selection, "region", options={"All regions": "", **{n: c for c, n in regions.items()}})


def income_menu(selection: Selection) -> pn.widgets.Select:
    """Every income group, or all."""
    names = {name: code for code, name in INCOME_NAMES.items()}
    return _tied("Income group", selection, "income", options={"All incomes": "", **names})


def order_menu(selection: Selection) -> pn.widgets.Select:
    """The largest first, or the smallest."""
    return _tied("Order", selection, "rank_order", options=orders(is_year=False))


def orders(*, is_year: bool) -> dict[str, str]:
    """The orders by their names: years are late and early."""
    most, least = ("Latest first", "Earliest first") if is_year else ("Highest first", "Lowest first")
    return {most: "descending", least: "ascending"}


def swap_button(selection: Selection) -> pn.widgets.Button:
    """Puts x in the place of y."""
    button = pn.widgets.Button(label="Swap x and y", margin=0, stylesheets=[statics.style("controls")])

    def swap(_: Any) -> None:
        now = selection
        now.param.update(x=now.y, y=now.x, x_log=now.y_log, y_log=now.x_log)

    button.on_click(swap)
    return button


def _tied(label: str, selection: Selection, name: str, **offered: Any) -> pn.widgets.Select:
    menu = pn.widgets.Select(
        label=label,
        value=getattr(selection, name),
        sizing_mode="stretch_width",
        margin=0,
        stylesheets=[statics.style("controls")],
        **offered,
    )
    menu.link(selection, value=name, bidirectional=True)
    return menu
