"""Relate's own controls: the size of the dots, and the swap of both axes."""

from __future__ import annotations

from typing import Any

import panel as pn

from dashboard.assets import bundle
from dashboard.snapshot import quantities
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.views.widgets.menus import tied_menu


def size_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Every series by topic, or none."""
    groups = {"All alike": {"One size": ""}, **quantities.menu(snapshot, only_series=True)}
    return tied_menu("Area of the dots", selection, "size", groups=groups)


def swap_button(selection: Selection) -> pn.widgets.Button:
    """Puts x in the place of y."""
    button = pn.widgets.Button(label="Swap x and y", margin=0, stylesheets=[bundle.style("controls_shadow")])

    def swap(_: Any) -> None:
        now = selection
        now.param.update(x=now.y, y=now.x, x_log=now.y_log, y_log=now.x_log)

    button.on_click(swap)
    return button
