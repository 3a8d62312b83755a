"""The page: which view stands where, served with its own template, or as a plain layout in a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import panel as pn

from dashboard import config
from dashboard.state import Selection
from dashboard.store import Snapshot
from dashboard.views import html
from dashboard.views.controls import country_menu, indicator_menu
from dashboard.views.country_view import CountryView
from dashboard.views.map_view import MapView

ASSETS = Path(__file__).parent.parent / "assets"


class Page(pn.viewable.Viewer):
    """The whole dashboard of one visitor."""

    def __init__(self, snapshot: Snapshot, selection: Selection, notices: list[str] | None = None):
        """Make every view; `notices` are sentences to show above them."""
        super().__init__()
        self.snapshot, self.selection = snapshot, selection
        self.map = MapView(snapshot, selection)
        self.country = CountryView(snapshot, selection)
        self.country_menu = country_menu(snapshot, selection)
        self.indicator_menu = indicator_menu(snapshot, selection)
        self.notice = html.pane()
        self.notify(notices or [])

    def notify(self, sentences: list[str]) -> None:
        """Shows sentences above the map, or none."""
        self.notice.object = "".join(html.element("p", sentence, class_="notice") for sentence in sentences)

    def parts(self) -> dict[str, Any]:
        """Everything placed on the page, by the name that the template knows it by."""
        return {
            "notice": self.notice,
            "country_menu": self.country_menu,
            "map": self.map.pane,
            "legend": self.map.legend,
            "map_sentence": self.map.sentence,
            "heading": self.country.heading,
            "warming": self.country.warming,
            "temperature": self.country.temperature,
            "indicator_menu": self.indicator_menu,
            "indicator_words": self.country.indicator_words,
            "indicator": self.country.indicator,
            "indicator_source": self.country.indicator_source,
        }

    def __panel__(self) -> pn.viewable.Viewable:
        parts = self.parts()
        names = ("notice", "country_menu", "map", "legend", "map_sentence")
        title = html.pane(html.element("h2", self.map.title))
        left = pn.Column(title, *(parts[name] for name in names), sizing_mode="stretch_width")
        right = pn.Column(*(part for name, part in parts.items() if name not in names), sizing_mode="stretch_width")
        return pn.Row(left, right, sizing_mode="stretch_width")

    def servable(self, title: str | None = None, **params: Any) -> Any:
        """Serves the page with its own template."""
        self.map.fill_its_place()
        template = _template(
            "page.html",
            map_title=self.map.title,
            sources=self.snapshot.catalog["sources"],
            origin=self.snapshot.catalog["origin"],
            published=self.snapshot.catalog["published_at"][:10],
            temperature_vintage=_vintage(self.snapshot, "cckp"),
        )
        for name, part in self.parts().items():
            template.add_panel(name, part)
        return template.servable(title=title or config.TITLE, **params)


class FaultPage(pn.viewable.Viewer):
    """What a visitor sees when there are no figures to show: a sentence that says why, and what to do."""

    def __init__(self, sentence: str):
        """Show `sentence`."""
        super().__init__()
        self.message = html.pane(html.element("p", sentence, class_="notice"))

    def __panel__(self) -> pn.viewable.Viewable:
        return self.message

    def servable(self, title: str | None = None, **params: Any) -> Any:
        """Serves the page with its own template."""
        template = _template("fault.html")
        template.add_panel("message", self.message)
        return template.servable(title=title or config.TITLE, **params)


def _template(file: str, **variables: Any) -> pn.Template:
    template = pn.Template((ASSETS / file).read_text("utf-8"), location=True)
    for name, value in variables.items():
        template.add_variable(name, value)
    template.add_variable("style", (ASSETS / "style.css").read_text("utf-8"))
    template.add_variable("script", (ASSETS / "page.js").read_text("utf-8"))
    return template


def _vintage(snapshot: Snapshot, source: str) -> str:
    return next(entry["vintage"] for entry in snapshot.catalog["sources"] if entry["id"] == source)
