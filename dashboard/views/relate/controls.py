"""Relate's own controls: the point size, and the swap of both axes."""

from __future__ import annotations

from typing import Any

import panel as pn

from dashboard.snapshot import quantities
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.views.widgets.menus import native_button, tied_menu


def size_menu(snapshot: Snapshot, selection: Selection) -> pn.widgets.Select:
    """Make the menu of the series that gives the dots their area: every series by topic, or none."""
    groups = {"Equal size": {"None": ""}, **quantities.menu(snapshot, only_series=True)}
    return tied_menu("Point size", selection, "size", groups=groups)


def swap_button(selection: Selection) -> pn.widgets.Button:
    """Make the button that swaps the axes."""
    button = native_button("Swap axes")

    def swap(_: Any) -> None:
        selection.param.update(x=selection.y, y=selection.x, x_log=selection.y_log, y_log=selection.x_log)

    button.on_click(swap)
    return button
