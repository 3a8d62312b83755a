"""The what-if: a country and a year, sliders for what the model goes by most, and its answer at once."""

from __future__ import annotations

from typing import Any

import panel as pn

from dashboard.analysis import what_if
from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot.model import Model
from dashboard.snapshot.store import SnapshotError
from dashboard.state.parameters import LATEST
from dashboard.views.base import Follow, ViewContext
from dashboard.views.drivers import what_if_markup
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import country_menu, native_menu

SHEETS = ("components", "drivers/drivers_shadow")
CHOOSE = "Choose one of the {count} countries that the model was made with, and move its indicators."


class WhatIf:
    """`country`, `year`, `sliders` and `answer` are placed by the view; js/views/drivers.js moves the sliders."""

    def __init__(self, context: ViewContext, follow: Follow, model: Model):
        """Show the country selected, as it is or as the link moves it."""
        self._context, self._model = context, model
        self._logs: dict[str, bool] = {}
        self._is_showing = False
        self.country = country_menu(context.snapshot, context.selection)
        self.year = self._year_menu()
        self.sliders, self.answer = (html.pane("", *SHEETS) for _ in range(2))
        follow(self._set, "country", "year")
        follow(self._answer, "country", "year", "changes")
        self._set()
        self._answer()

    @property
    def _is_known(self) -> bool:
        return what_if.knows(self._context.snapshot, self._model, self._context.selection.country)

    @property
    def name(self) -> str:
        """What the country is called."""
        economies = economies_snapshot.economies(self._context.snapshot)
        return economies.name[economies.iso3.index(self._context.selection.country)]

    @property
    def asked(self) -> tuple[str, int]:
        """Code of the country, and the year."""
        selection = self._context.selection
        return selection.country, what_if.year_of(self._model, selection.year)

    def _set(self) -> None:
        """Puts the sliders where the country is; where one is moved, there."""
        snapshot, selection = self._context.snapshot, self._context.selection
        self._show_year()
        if not self._is_known:
            count = self._model.about["countries"]
            self.sliders.object = html.element("p", CHOOSE.format(count=count), class_="empty")
            return
        try:
            self._logs = self._logs or what_if_markup.logs_of(snapshot, self._model)
            own = what_if.own_values(snapshot, self._model, *self.asked)
        except SnapshotError as error:
            self.sliders.object = html.element("p", str(error), class_="notice")
            return
        self.sliders.object = what_if_markup.sliders(self._model, own, selection.changes, self._logs)

    def _answer(self) -> None:
        """The answer to what is moved."""
        snapshot, selection = self._context.snapshot, self._context.selection
        if not self._is_known:
            self.answer.object = ""
            return
        iso3, year = self.asked
        try:
            found = what_if.answer(snapshot, iso3, year, selection.changes)
        except SnapshotError as error:
            self.answer.object = html.element("p", str(error), class_="notice")
            return
        target = self._model.about["target"]["words"]
        self.answer.object = what_if_markup.answer(self.name, year, found, len(selection.changes), target)

    def _year_menu(self) -> pn.widgets.Select:
        first, last = self._model.years
        years: dict[str, int | str] = {str(year): year for year in range(last, first - 1, -1)}
        menu = native_menu("Year", LATEST, options={f"Latest ({last})": LATEST} | years)
        menu.param.watch(self._chosen, "value")
        return menu

    def _show_year(self) -> None:
        chosen = self._context.selection.year
        shown = LATEST if chosen == LATEST else what_if.year_of(self._model, chosen)
        self._is_showing = True  # a year that the model has not seen stays the selection's
        self.year.value = shown
        self._is_showing = False

    def _chosen(self, event: Any) -> None:
        if not self._is_showing:
            self._context.selection.year = event.new
