"""The map, and beside it the country selected on it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import panel as pn
from typing_extensions import override

from dashboard.snapshot import projection_source, projections, provenance, series
from dashboard.snapshot.codes import SCENARIOS
from dashboard.state.map_menus import menus
from dashboard.state.options import reference_options
from dashboard.text import world_map
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.explore.country import LAZY_SLOTS, SLOTS, CountryView
from dashboard.views.explore.filling import of_own_height
from dashboard.views.explore.map_files import known_files
from dashboard.views.explore.page_map import first_words
from dashboard.views.explore.world_map import MapView
from dashboard.views.widgets.menus import country_menu, indicator_menu


class Explore(View):
    """`map` and `country` have the panes that are placed here."""

    name, title = "explore", "Explore"
    slots = ("map_state", *SLOTS)
    lazy_slots = LAZY_SLOTS
    still_slots = ("temperature", "indicator")

    def __init__(self, context: ViewContext):
        """Draw the map and both charts."""
        super().__init__(context)
        self.map = MapView(context, self.follow)
        self.country = CountryView(context, self.follow)

    @cached_property
    def country_menu(self) -> pn.widgets.Select:
        """Panel's menu of countries for a notebook; the page has a search field (assets/html/explore_controls.html)."""
        return country_menu(self.context.snapshot, self.context.selection)

    @classmethod
    @override
    def fragment_words(cls, context: ViewContext) -> dict[str, Any]:
        is_first = context.selection.view == cls.name
        return {
            **first_words(context.snapshot, context.selection, is_first=is_first),
            "map_measure": context.selection.measure,
            "map_menus": menus(context.snapshot, context.selection, known_files(context.snapshot, context.selection)),
            "reference_groups": reference_options(context.places),
            "default_group": context.selection.defaults["reference_group"],
            "has_era5": series.ERA5 in context.snapshot.temperature.columns,
            "climate_source": provenance.short_line(context.snapshot, provenance.TEMPERATURE),
            "is_windows": context.selection.every_window,
            **_future_words(context),
        }

    @override
    def parts(self) -> dict[str, Part]:
        return {
            "map_state": self.map.for_page(),
            **self.country.parts(),
        }

    @override
    def link_preview(self) -> LinkPreview:
        """Preview the country if one is selected, the map if its measure is, and the map otherwise."""
        selection = self.context.selection
        has_country = selection.country != selection.defaults["country"]
        has_measure = selection.measure != selection.defaults["measure"]
        sentences = [self.map.sentence.text, self.country.headline if has_country else ""]
        if has_country and not has_measure:
            return LinkPreview(self.country.name, self.country.headline)
        return LinkPreview(world_map.title(self.map.shown), " ".join(filter(None, sentences)))

    @override
    def layout(self) -> pn.viewable.Viewable:
        drawn, legend = self.map.figure, self.map.notebook.legend
        left = pn.Column(
            self.map.title, self.country_menu, drawn, legend, self.map.sentence, sizing_mode="stretch_width"
        )
        menu = indicator_menu(self.context.snapshot, self.context.selection)
        country = self.country
        for figure in (country.temperature.chart, country.temperature.strip, country.indicator.chart):
            of_own_height(figure)
        for figure in (country.season.temperature, country.season.precipitation):
            of_own_height(figure)
        parts = {"controls": country.temperature.controls, **country.parts()}
        right = pn.Column(menu, *parts.values(), sizing_mode="stretch_width")
        return pn.Row(left, right, sizing_mode="stretch_width")


def _future_words(context: ViewContext) -> dict[str, Any]:
    """Return what the controls of the scenarios need; a snapshot without projections has no such controls."""
    is_projected = projections.has_projections(context.snapshot)
    return {
        "has_projections": is_projected,
        "projected_since": projections.REFERENCE,
        "projection_source": projection_source.line(context.snapshot) if is_projected else "",
        "is_future": is_projected and context.selection.future,
        "scenarios": SCENARIOS,
        "default_scenario": context.selection.defaults["scenario"],
    }
