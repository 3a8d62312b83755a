"""The what-if: a country and a year, sliders for the most important features, and the model's answer."""

from __future__ import annotations

from dashboard.analysis import what_if
from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot.model import Model
from dashboard.snapshot.store import SnapshotError
from dashboard.state.parameters import LATEST
from dashboard.text import projected_country
from dashboard.text import what_if as what_if_text
from dashboard.views.background import Background
from dashboard.views.base import Follow, ViewContext
from dashboard.views.drivers import what_if_markup
from dashboard.views.widgets import html
from dashboard.views.widgets.menus import GuardedMenu, country_menu, native_menu

SHEETS = ("components", "drivers/drivers_text")


class WhatIf:
    """`country`, `year`, `sliders` and `answer` are placed by the view; js/views/drivers.js moves the sliders."""

    def __init__(self, context: ViewContext, follow: Follow, model: Model):
        """Show the country selected with its own values, or with those that the link sets."""
        self._context, self._model = context, model
        self._answering, self._setting = Background(), Background()
        self.country = country_menu(context.snapshot, context.selection)
        self._year = self._year_menu()
        self.year = self._year.menu
        self.sliders, self.answer = (html.pane("", *SHEETS) for _ in range(2))
        follow(self._set_sliders, "country", "year")
        follow(self._show_answer, "country", "year", "changes", "scenario")
        self._set_sliders()
        self._show_answer()

    @property
    def _is_known(self) -> bool:
        return what_if.is_in_training(self._context.snapshot, self._model, self._context.selection.country)

    @property
    def name(self) -> str:
        """Name of the country."""
        economies = economies_snapshot.economies(self._context.snapshot)
        return economies.name[economies.iso3.index(self._context.selection.country)]

    @property
    def asked(self) -> tuple[str, int]:
        """Code of the country, and the year."""
        selection = self._context.selection
        return selection.country, what_if.nearest_year(self._model, selection.year)

    def _set_sliders(self) -> None:
        """Set the sliders to the country's values, or to the values they are moved to."""
        snapshot, selection = self._context.snapshot, self._context.selection
        self._show_year()
        asked = self.asked
        if not self._is_known:
            self._setting.stop()
            self.sliders.object = ""
            return
        changes = selection.changes

        def markup() -> str:
            try:
                logs = what_if_markup.logs_of(snapshot, self._model)
                own = what_if.feature_values(snapshot, self._model, *asked)
            except SnapshotError as error:
                return html.element("p", str(error), class_="notice")
            return what_if_markup.sliders(self._model, own, changes, logs)

        self._setting(markup, self._show_sliders)

    def _show_sliders(self, markup: str) -> None:
        self.sliders.object = markup

    def _show_answer(self) -> None:
        """Show the model's answer."""
        snapshot, selection = self._context.snapshot, self._context.selection
        if not self._is_known:
            self._answering.stop()
            self.answer.object = html.element("p", what_if_text.invitation(self._model), class_="empty")
            return
        asked, name, changes, scenario = self.asked, self.name, selection.changes, selection.scenario

        def markup() -> str:
            try:
                found = what_if.predict(snapshot, *asked, changes)
            except SnapshotError as error:
                return html.element("p", str(error), class_="notice")
            for_scale = projected_country.for_scale(snapshot, asked[0], name, scenario)
            return what_if_markup.answer(name, asked[1], found, len(changes), self._model, for_scale)

        self._answering(markup, self._place_answer)

    def _place_answer(self, markup: str) -> None:
        self.answer.object = markup

    def _year_menu(self) -> GuardedMenu:
        first, last = self._model.years
        years: dict[str, int | str] = {str(year): year for year in range(last, first - 1, -1)}
        menu = native_menu("Year", LATEST, options={f"Latest ({last})": LATEST} | years)
        return GuardedMenu(menu, lambda year: self._context.selection.param.update(year=year))

    def _show_year(self) -> None:
        """Show the year selected, or the nearest in the training data; the selection is unchanged."""
        year = self._context.selection.year
        self._year.set(value=LATEST if year == LATEST else what_if.nearest_year(self._model, year))
