"""The page: the views with header and footer, served by its own template, or as a plain layout in a notebook."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import panel as pn
from bokeh.models import Checkbox, TextInput

from dashboard import config
from dashboard.assets import vendored
from dashboard.charts.core import _internals, theme
from dashboard.charts.core.theming import Charts
from dashboard.snapshot import provenance
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.selection import Selection
from dashboard.tables.registry import TABLES
from dashboard.tables.snippets import FRAME, PLACE, SNIPPETS
from dashboard.text.methods import borders
from dashboard.views.base import Part, Root, View, ViewContext
from dashboard.views.page._internals import add_root
from dashboard.views.page.own_file import OwnFiles
from dashboard.views.page.template import template
from dashboard.views.page.texts import STYLES, Texts
from dashboard.views.registry import VIEWS
from dashboard.views.widgets import finder, html


class Page(pn.viewable.Viewer):
    """The whole dashboard of one visitor. `opened` holds the views opened so far, by name."""

    def __init__(
        self,
        snapshot: Snapshot,
        selection: Selection,
        address: TextInput,
        prefers_dark: Checkbox,
        notices: list[str] | None = None,
    ):
        """Make the view that is selected.

        Args:
            snapshot: the figures.
            selection: what the visitor has chosen.
            address: has the query of the URL, for assets/js/page/address.js. A model of Bokeh's, as changes of Panel's
                widgets arrive 50 ms late.
            prefers_dark: whether the reader's system does; assets/js/page/scheme.js sets it where the request did not.
            notices: sentences to show above the view.
        """
        super().__init__()
        self.snapshot, self.selection, self._address, self.prefers_dark = snapshot, selection, address, prefers_dark
        self.context = ViewContext(snapshot, selection, Charts(theme.resolve(selection.theme, prefers_dark.active)))
        self.opened: dict[str, View] = {}
        self.own_files: OwnFiles | None = None
        self.notice = html.pane()
        self.texts = Texts()
        self._is_served = False
        self.notify(notices or [])
        selection.param.watch(self._show, "view")
        selection.param.watch(self._restyle, "theme")
        self.prefers_dark.on_change("active", lambda _name, _old, _new: self._restyle())
        self._show()

    def notify(self, sentences: list[str]) -> None:
        """Show these sentences above the view, in place of earlier ones."""
        self.notice.object = "".join(html.element("p", sentence, class_="notice") for sentence in sentences)

    def __panel__(self) -> pn.viewable.Viewable:
        return pn.Column(self.notice, self._shown.layout(), sizing_mode="stretch_width")

    def servable(self, title: str | None = None, **params: Any) -> Any:
        """Serve the page with its own template."""
        self.texts.add("notice", self.notice)
        roots = self._add_texts(self._shown, self._shown.parts())
        rest = {slot: roots.pop(slot) for slot in self._shown.lazy_slots if slot in roots}
        page = template(
            "page",
            [
                "base",
                "components",
                "frame",
                "tools",
                "finder",
                "controls",
                "popovers",
                "explore/map",
                "explore/map_svg",
                *(f"{view.name}/{view.name}" for view in VIEWS),
                *STYLES,
                "print",
                *self._frame_style,
            ],
            texts=self.texts,
            views=VIEWS,
            shown=self.selection.view,
            words={view.name: view.fragment_words(self.context) for view in VIEWS},
            preview=self._shown.link_preview(),
            html_attrs=f'data-theme="{self.selection.theme}"' + "".join(f" data-{name}" for name in self._frame_style),
            in_frame=self.selection.embed,
            cited=provenance.in_a_line(self.snapshot),
            whole=url.encode_all(self.selection),
            framing=config.framing_note(config.FRAME_ANCESTORS),
            is_framed=config.is_framed(config.FRAME_ANCESTORS),
            chosen_theme=self.selection.theme,
            themes=self.selection.param.theme.objects,
            replaced=" ".join(url.REPLACED),
            tracking=" ".join(url.TRACKING),
            order=" ".join(name for name, _ in url.NAMES.values()),
            defaults=json.dumps(url.written(self.selection.defaults, self.selection)),
            finders=finder.finders(self.snapshot, self.selection),
            index=finder.index_url(self.snapshot),
            search_library=vendored.search_library_url(),
            place_name=self.context.places.name(self.selection.country),
            tables={view.name: [table for table in TABLES.values() if table.view == view.name] for view in VIEWS},
            snippets=list(SNIPPETS),
            code=json.dumps({"place": PLACE, "snippets": SNIPPETS, "frame": FRAME, "follows": followed()}),
            borders=borders(self.snapshot),
            sources=self.snapshot.catalog["sources"],
            origin=self.snapshot.catalog["origin"],
            published=self.snapshot.catalog["published_at"][:10],
        )
        document, self._is_served = pn.state.curdoc, True
        if self.own_files:
            self.own_files.document = document
        with document.models.freeze():  # Bokeh walks the page's models once, not once a root
            page.servable(title=title or config.TITLE, **params)
            for root in (self._address, self.prefers_dark):
                document.add_root(root)
            self._place(self._shown, roots)
        # A tick later, as Panel drops what changes before it has handled the event itself (1.9).
        place_rest = partial(self._place_rest, self._shown, rest)
        document.on_event("document_ready", lambda _: document.add_next_tick_callback(place_rest))
        return page

    def _place_rest(self, first: View, rest: dict[str, Root]) -> None:
        """Add the lower part of the page, once the browser has drawn the upper one."""
        with pn.io.hold():
            self._place(first, rest)
        rest.clear()
        _internals.drop_empty_defaults(pn.state.curdoc.models)

    @property
    def _frame_style(self) -> list[str]:
        """Style sheet and attribute of a page that is shown in another page's frame."""
        return ["embed"] if self.selection.embed else []

    @property
    def _shown(self) -> View:
        return self.opened[self.selection.view]

    def _show(self, *_: Any) -> None:
        """Make the view selected and place its parts; one made before catches up."""
        name = self.selection.view
        if name in self.opened:
            self.opened[name].wake()
            return
        self.opened[name] = next(view for view in VIEWS if view.name == name)(self.context)
        self._fill(self.opened[name])
        document = pn.state.curdoc
        if self._is_served:  # after the message to the browser
            document.add_next_tick_callback(lambda: _internals.drop_empty_defaults(document.models))

    def _fill(self, view: View) -> None:
        if self._is_served:  # in a notebook, `layout` shows the view; and the template may not be made yet
            self._place(view, self._add_texts(view, view.parts()))
            self.texts.send(*(f"{view.name}_{slot}" for slot in view.slots))

    def _add_texts(self, view: View, parts: dict[str, Part]) -> dict[str, Root]:
        """Add the texts among the parts of a view to those of the page, and return the other parts."""
        for slot, part in parts.items():
            if isinstance(part, html.Html):
                self.texts.add(f"{view.name}_{slot}", part)
        return {slot: part for slot, part in parts.items() if not isinstance(part, html.Html)}

    def _place(self, view: View, parts: dict[str, Root]) -> None:
        """Add parts of a view to the page as roots of their own, each named after its slot."""
        document = pn.state.curdoc
        with document.models.freeze():  # Bokeh walks the page's models once, not once a part
            for slot, part in parts.items():
                add_root(part, document, f"{view.name}_{slot}")

    def _restyle(self, *_: Any) -> None:
        self.context.charts.restyle(theme.resolve(self.selection.theme, self.prefers_dark.active))


def followed() -> dict[str, str]:
    """Return for each table the choices that it depends on, by their names in the URL, with spaces between."""
    return {table.name: " ".join(url.NAMES[name][0] for name in table.follows) for table in TABLES.values()}


UNAVAILABLE = 503
"""HTTP status of a page without figures: service unavailable."""


class FaultPage(pn.viewable.Viewer):
    """Page shown without figures: a sentence on the reason and what to do."""

    def __init__(self, sentence: str):
        """Show `sentence`."""
        super().__init__()
        self.message = html.pane(html.element("p", sentence, class_="notice"))
        self.texts = Texts()
        self.texts.add("message", self.message)

    def __panel__(self) -> pn.viewable.Viewable:
        return self.message

    def servable(self, title: str | None = None, **params: Any) -> Any:
        """Serve the page with its own template."""
        page = template("fault", ["base", "components", "frame", "text"], status=UNAVAILABLE, texts=self.texts)
        return page.servable(title=title or config.TITLE, **params)
