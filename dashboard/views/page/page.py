"""The page: the views with header and footer, served by its own template, or as a plain layout in a notebook."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

import panel as pn
from bokeh.models import Checkbox, TextInput

from dashboard import config
from dashboard.charts.core import _internals, theme
from dashboard.charts.core.changes import follow
from dashboard.charts.core.theming import Charts
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.views.base import Part, Root, View, ViewContext
from dashboard.views.page._internals import RootedTemplate, add_root
from dashboard.views.page.own_file import OwnFiles
from dashboard.views.page.template import of_template, template
from dashboard.views.page.texts import Texts
from dashboard.views.page.variables import styles, variables
from dashboard.views.registry import VIEWS
from dashboard.views.widgets import html


class Page(pn.viewable.Viewer):
    """The whole dashboard of one visitor. `opened` holds the views opened so far, by name."""

    def __init__(
        self,
        snapshot: Snapshot,
        selection: Selection,
        address: TextInput,
        prefers_dark: Checkbox,
        notices: list[str] | None = None,
        page_url: str = "",
    ):
        """Make the view that is selected.

        Args:
            snapshot: the figures.
            selection: what the visitor has chosen.
            address: has the query of the URL, for assets/js/page/address.js. A model of Bokeh's, as changes of Panel's
                widgets arrive 50 ms late.
            prefers_dark: whether the reader's system does; assets/js/page/scheme.js sets it where the request did not.
            notices: sentences to show above the view.
            page_url: URL of the reader's page, without its query.
        """
        super().__init__()
        self.snapshot, self.selection, self._address, self.prefers_dark = snapshot, selection, address, prefers_dark
        charts = Charts(theme.resolve(selection.theme, prefers_dark.active))
        self.context = ViewContext(snapshot, selection, charts, page_url=page_url)
        self.opened: dict[str, View] = {}
        self.own_files: OwnFiles | None = None
        self.notice = html.pane()
        self.texts = Texts()
        self._is_served = False
        self.notify(notices or [])
        selection.param.watch(self._show, "view")
        selection.param.watch(self._restyle, "theme")
        follow(self.prefers_dark, "active", self._restyle)
        self._show()

    def notify(self, sentences: list[str]) -> None:
        """Show these sentences above the view, in place of earlier ones."""
        self.notice.object = "".join(html.element("p", sentence, class_="notice") for sentence in sentences)

    def __panel__(self) -> pn.viewable.Viewable:
        return pn.Column(self.notice, self._shown.layout(), sizing_mode="stretch_width")

    def servable(self, title: str | None = None, **params: Any) -> Any:
        """Serve the page with its own template."""
        roots = dict(self._first_roots)
        rest = {slot: roots.pop(slot) for slot in self._shown.lazy_slots if slot in roots}
        page = template("page", self.variables())
        document, self._is_served = pn.state.curdoc, True
        if self.own_files:
            self.own_files.document = document
        with document.models.freeze():  # Bokeh walks the page's models once, not once a root
            page.servable(title=title or config.TITLE, **params)
            for root in (self._address, self.prefers_dark):
                document.add_root(root)
            self._place(self._shown, roots)
        # A tick later, as Panel drops what changes before it has handled the event itself (1.9).
        place_rest = partial(self._place_rest, self._shown, rest, page)
        document.on_event("document_ready", lambda _: document.add_next_tick_callback(place_rest))
        return page

    @cached_property
    def _first_roots(self) -> dict[str, Root]:
        """Roots of the view that the first HTML shows; its texts are added to those of the page."""
        self.texts.add("notice", self.notice)
        return self._add_texts(self._shown, self._shown.parts())

    def root_names(self) -> list[str]:
        """Return the names of the roots of the view in the first HTML, in their order."""
        shown = self._shown
        return [f"{shown.name}_{slot}" for slot in self._first_roots if slot not in shown.lazy_slots]

    def variables(self) -> dict[str, Any]:
        """Return the variables of the template, which do not depend on a session."""
        roots = self._first_roots
        content = variables(self.context, self._shown, self.texts, roots)
        shown, others = styles(self._shown.name, in_frame=self.selection.embed)
        return of_template(shown, other_styles=others, **content)

    def _place_rest(self, first: View, rest: dict[str, Root], page: RootedTemplate) -> None:
        """Add the lower part of the page once the browser has drawn the upper one; drop what only its HTML needed."""
        page.forget(pn.state.curdoc)
        with pn.io.hold():
            self._place(first, rest)
        rest.clear()
        _internals.drop_empty_defaults(pn.state.curdoc.models)

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
        styles = ["base", "components", "frame", "text"]
        page = template("fault", of_template(styles, status=UNAVAILABLE, texts=self.texts))
        return page.servable(title=title or config.TITLE, **params)
