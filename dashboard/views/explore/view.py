"""The map, and beside it the country selected on it."""

from __future__ import annotations

from typing import Any

import panel as pn
from typing_extensions import override

from dashboard.snapshot import provenance
from dashboard.text import world_map
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.explore.country import LAZY_SLOTS, SLOTS, CountryView
from dashboard.views.explore.map_menus import menus
from dashboard.views.explore.page_map import first_words
from dashboard.views.explore.world_map import MapView
from dashboard.views.widgets.menus import country_menu, indicator_menu


class Explore(View):
    """`map` and `country` have the panes that are placed here."""

    name, title = "explore", "Explore"
    slots = ("country_menu", "map", "map_sentence", *SLOTS)
    lazy_slots = LAZY_SLOTS

    def __init__(self, context: ViewContext):
        """Draw the map and both charts."""
        super().__init__(context)
        self.map = MapView(context, self.follow)
        self.country = CountryView(context, self.follow)
        self.country_menu = country_menu(context.snapshot, context.selection)

    @classmethod
    @override
    def fragment_words(cls, context: ViewContext) -> dict[str, Any]:
        is_first = context.selection.view == cls.name
        return {
            **first_words(context.snapshot, context.selection, is_first=is_first),
            "map_menus": menus(context.snapshot, context.selection),
            "climate_source": provenance.short_line(context.snapshot, provenance.TEMPERATURE),
        }

    @override
    def parts(self) -> dict[str, Part]:
        self.map.draw_on_page()
        return {
            "country_menu": self.country_menu,
            "map": self.map.figure,
            "map_sentence": self.map.sentence,
            **self.country.parts(),
        }

    @override
    def link_preview(self) -> LinkPreview:
        """Preview the country if one is selected, the map if its measure is, and the map otherwise."""
        selection = self.context.selection
        has_country = selection.country != selection.defaults["country"]
        has_measure = selection.measure != selection.defaults["measure"]
        sentences = [self.map.sentence.text, self.country.warming.text if has_country else ""]
        if has_country and not has_measure:
            return LinkPreview(self.country.name, self.country.warming.text)
        return LinkPreview(world_map.title(self.map.shown), " ".join(filter(None, sentences)))

    @override
    def layout(self) -> pn.viewable.Viewable:
        drawn, legend = self.map.figure, self.map.notebook.legend
        left = pn.Column(
            self.map.title, self.country_menu, drawn, legend, self.map.sentence, sizing_mode="stretch_width"
        )
        menu = indicator_menu(self.context.snapshot, self.context.selection)
        right = pn.Column(menu, *self.country.parts().values(), sizing_mode="stretch_width")
        return pn.Row(left, right, sizing_mode="stretch_width")
