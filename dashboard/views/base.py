"""Base class of the views, the context of one visitor, and deferred updates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Protocol, TypeAlias

import panel as pn
from bokeh.model import Model

from dashboard.charts.core.theming import Charts
from dashboard.snapshot.groups import PlaceIndex, place_index
from dashboard.snapshot.places import DrawnPlaces, drawn_places
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.views.widgets.html import Html

Update: TypeAlias = Callable[[], None]
"""Brings panes or charts up to date with the selection."""


class DeferredUpdates:
    """Runs updates at once, or within `batch` only after the browser has got the rest.

    So the server works on the lower half of the page while the browser draws the upper one.
    """

    def __init__(self) -> None:
        """Start with nothing deferred."""
        self._deferred: dict[Update, None] | None = None

    def __call__(self, update: Update) -> None:
        """Run an update; within `batch`, once at its end, however often it was asked for."""
        if self._deferred is None:
            update()
        else:
            self._deferred[update] = None

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Send what changes within the block as one message, and what the deferred updates change as another."""
        self._deferred = {}
        try:
            with pn.io.hold():
                yield
        finally:
            deferred, self._deferred = self._deferred, None
        with pn.io.hold():
            for update in deferred:
                update()


Root: TypeAlias = pn.viewable.Viewable | Model
"""Content of a slot that becomes a root of Bokeh's document: a pane of Panel's, or a chart."""

Part: TypeAlias = Root | Html
"""Content of a slot of the page: a root or a text."""


@dataclass(frozen=True)
class ViewContext:
    """Objects that all views of one visitor share."""

    snapshot: Snapshot
    selection: Selection
    charts: Charts = field(default_factory=Charts)
    deferred: DeferredUpdates = field(default_factory=DeferredUpdates)
    page_url: str = ""
    """URL of the reader's page without its query; "" in a notebook."""

    @cached_property
    def places(self) -> PlaceIndex:
        """Every place of the snapshot, with its names and its reference groups."""
        return place_index(self.snapshot)

    @cached_property
    def drawn_places(self) -> DrawnPlaces:
        """The places that the map draws, in drawing order."""
        return drawn_places(self.snapshot)


@dataclass(frozen=True)
class LinkPreview:
    """Preview of a link to a view in a chat or among search results."""

    heading: str
    sentence: str = ""

    MOST_CHARACTERS: ClassVar[int] = 300

    @property
    def description(self) -> str:
        """As many whole sentences as fit; the beginning of the first if even that is too long."""
        if len(self.sentence) <= self.MOST_CHARACTERS:
            return self.sentence
        room = self.sentence[: self.MOST_CHARACTERS - 1]
        whole = room.rfind(". ")
        return room[: whole + 1] if whole > 0 else f"{room.rpartition(' ')[0]} …"


class Follow(Protocol):
    """Type of `View.follow`, which a view passes to its parts."""

    def __call__(self, update: Update, *names: str, can_wait: bool = False) -> None:
        """Run `update` when one of these choices changes."""


class View:
    """Base class of the page's views. Its fragment is assets/html/<name>.html, its style assets/css/<name>.css.

    A view is made when a visitor first opens it, so that unopened views cost nothing. The template places its
    `slots` by their full name, `place("<name>_<slot>")`, long before that.
    """

    name: ClassVar[str]
    """In addresses, files and roots."""
    title: ClassVar[str]
    """In the navigation."""
    slots: ClassVar[tuple[str, ...]]
    """Names of the places that `parts` fills."""
    is_slow: ClassVar[bool] = False
    """Whether the view computes in a thread (views/background.py), so that it is made in its session only."""
    still_slots: ClassVar[tuple[str, ...]] = ()
    """Those of `slots` whose chart is a still picture in the first HTML, until Bokeh has drawn it."""
    lazy_slots: ClassVar[tuple[str, ...]] = ()
    """Those of `slots` below the fold: a page's first view is drawn without them, and they follow a moment later."""

    def __init__(self, context: ViewContext):
        """Make the panes; a subclass calls this first."""
        self.context = context
        self._missed: dict[Update, None] = {}

    @classmethod
    def fragment_words(cls, _context: ViewContext) -> dict[str, Any]:
        """Return the fixed text of the fragment, which reads it as `words.<key>`; there before the view is made."""
        return {}

    def parts(self) -> dict[str, Part]:
        """Return the content of each slot."""
        raise NotImplementedError

    def link_preview(self) -> LinkPreview:
        """Return the preview of a link to the page in its present state."""
        return LinkPreview(self.title)

    def series_menus(self) -> list[pn.viewable.Viewable]:
        """Return menus of series for `layout`: the page has search fields in the fragment (state/finders.py)."""
        return []

    def layout(self) -> pn.viewable.Viewable:
        """Return the view as it is shown without the page's template, as in a notebook."""
        return pn.Column(*self.series_menus(), *self.parts().values(), sizing_mode="stretch_width")

    def follow(self, update: Update, *names: str, can_wait: bool = False) -> None:
        """Run `update` when one of these choices changes: while the view is shown, else once when it next is.

        One that `can_wait` runs after the browser has got what the others changed.
        """
        selection = self.context.selection

        def on_change(*_: Any) -> None:
            if selection.view != self.name:
                self._missed[update] = None
                return
            self._missed.pop(update, None)
            if can_wait:
                self.context.deferred(update)
            else:
                update()

        selection.param.watch(on_change, list(names))

    def wake(self) -> None:
        """Run the updates that the view missed while it was not shown."""
        missed, self._missed = self._missed, {}
        for update in missed:
            update()
