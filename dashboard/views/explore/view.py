"""The map, and beside it the country chosen on it."""

from __future__ import annotations

from typing import Any

import panel as pn

from dashboard.snapshot import provenance
from dashboard.text import world_map
from dashboard.views.base import LinkPreview, Part, View, ViewContext
from dashboard.views.explore.country import LAZY_SLOTS, SLOTS, CountryView
from dashboard.views.explore.map_menus import menus
from dashboard.views.explore.world_map import MapView, first_files, first_title
from dashboard.views.widgets.menus import country_menu, indicator_menu


class Explore(View):
    """`map` and `country` draw; what they draw is placed here."""

    name, title = "explore", "Explore"
    slots = ("country_menu", "map", "map_sentence", "indicator_menu", *SLOTS)
    lazy_slots = ("indicator_menu", *LAZY_SLOTS)

    def __init__(self, context: ViewContext):
        """Draw the map and both charts."""
        super().__init__(context)
        self.map = MapView(context, self.follow)
        self.country = CountryView(context, self.follow)
        self.country_menu = country_menu(context.snapshot, context.selection)
        self.indicator_menu = indicator_menu(context.snapshot, context.selection)

    @classmethod
    def fragment_words(cls, context: ViewContext) -> dict[str, Any]:
        """See `View`."""
        is_first = context.selection.view == cls.name
        return {
            "map_title": first_title(context.snapshot, context.selection),
            "map_files": first_files(context.snapshot, context.selection) if is_first else [],
            "map_menus": menus(context.snapshot, context.selection),
            "climate_source": provenance.short_line(context.snapshot, provenance.TEMPERATURE),
        }

    def parts(self) -> dict[str, Part]:
        """See `View`."""
        self.map.fill_its_place()
        return self._parts()

    def link_preview(self) -> LinkPreview:
        """Of the map where it was asked for, and of the country where one is chosen."""
        selection, shown = self.context.selection, self.map.shown
        is_chosen, is_asked = (selection.choices()[name] != selection.defaults[name] for name in ("country", "measure"))
        if is_chosen and not is_asked:
            return LinkPreview(self.country.name, self.country.warming.text)
        said = [self.map.sentence.text, *([self.country.warming.text] if is_chosen else [])]
        return LinkPreview(world_map.title(shown), " ".join(said))

    def layout(self) -> pn.viewable.Viewable:
        """See `View`."""
        self.map.hear_taps()
        panes = list(self._parts().values())
        country_menu, drawn, sentence = panes[:3]
        left = pn.Column(self.map.title, country_menu, drawn, self.map.legend, sentence, sizing_mode="stretch_width")
        return pn.Row(left, pn.Column(*panes[3:], sizing_mode="stretch_width"), sizing_mode="stretch_width")

    def _parts(self) -> dict[str, Part]:
        return {
            "country_menu": self.country_menu,
            "map": self.map.figure,
            "map_sentence": self.map.sentence,
            "indicator_menu": self.indicator_menu,
            **self.country.parts(),
        }
