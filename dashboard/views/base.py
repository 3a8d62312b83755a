"""What can wait until the browser has been told what the reader looks at first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypeAlias

import panel as pn
from bokeh.model import Model

from dashboard.charts.core.theming import Charts
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.views.widgets.html import Html

Act = Callable[[], None]


class DeferredUpdates:
    """Called with an act, does it; at once, or at the end of `told_first`.

    The server so works at the lower half of the page while the browser draws the upper one.
    """

    def __init__(self) -> None:
        """Nothing waits yet."""
        self._waiting: dict[Act, None] | None = None

    def __call__(self, act: Act) -> None:
        """Does it; an act that waits already is done once."""
        if self._waiting is None:
            act()
        else:
            self._waiting[act] = None

    @contextmanager
    def told_first(self) -> Iterator[None]:
        """Sends what changes within as one message, and then what the acts that have waited change as another."""
        self._waiting = {}
        try:
            with pn.io.hold():
                yield
        finally:
            waiting, self._waiting = self._waiting, None
        with pn.io.hold():
            for act in waiting:
                act()


Part: TypeAlias = pn.viewable.Viewable | Html | Model
"""What can be placed on the page: a pane of Panel's, words, or a chart as it is."""


@dataclass(frozen=True)
class ViewContext:
    """What every view of one visitor is made from."""

    snapshot: Snapshot
    selection: Selection
    charts: Charts = field(default_factory=Charts)
    afterwards: DeferredUpdates = field(default_factory=DeferredUpdates)


@dataclass(frozen=True)
class LinkPreview:
    """What a view shows, in plain words, for who meets its address elsewhere: in a chat, or among what was searched."""

    heading: str
    sentence: str = ""

    MOST_CHARACTERS: ClassVar[int] = 300

    @property
    def short(self) -> str:
        """The sentences as far as there is room for whole ones; of one that is too long, its beginning."""
        if len(self.sentence) <= self.MOST_CHARACTERS:
            return self.sentence
        room = self.sentence[: self.MOST_CHARACTERS - 1]
        whole = room.rfind(". ")
        return room[: whole + 1] if whole > 0 else f"{room.rpartition(' ')[0]} …"


class Follow(Protocol):
    """`View.follow`, as the parts of a view are given it."""

    def __call__(self, act: Act, *names: str, can_wait: bool = False) -> None:
        """Calls `act` when one of these choices changes."""


class View:
    """One of the page's views. Its fragment is assets/html/<name>.html, its style assets/css/<name>.css.

    Made when a visitor first opens it, so whoever never does pays nothing. The template places its `slots` by their
    full name, `place("<name>_<slot>")`, long before that.
    """

    name: ClassVar[str]
    """In addresses, files and roots."""
    title: ClassVar[str]
    """In the navigation."""
    slots: ClassVar[tuple[str, ...]]
    """Names of the places that `parts` fills."""
    below: ClassVar[tuple[str, ...]] = ()
    """Those of them that a page's first view is drawn without, as they lie below what a screen shows."""

    def __init__(self, visit: ViewContext):
        """Make the panes; a subclass calls this first."""
        self.visit = visit
        self._late: dict[Act, None] = {}

    @classmethod
    def words(cls, _visit: ViewContext) -> dict[str, Any]:
        """Fixed text of the fragment, which knows it as `words.<key>`; there before the view is made."""
        return {}

    def parts(self) -> dict[str, Part]:
        """What stands in each slot."""
        raise NotImplementedError

    def gist(self) -> LinkPreview:
        """What is shown now."""
        return LinkPreview(self.title)

    def layout(self) -> pn.viewable.Viewable:
        """The view where there is no template, as in a notebook."""
        return pn.Column(*self.parts().values(), sizing_mode="stretch_width")

    def follow(self, act: Act, *names: str, can_wait: bool = False) -> None:
        """Calls `act` when one of these choices changes: while the view is shown, else once when it next is.

        One that `can_wait` is called when the browser has been told what the others changed.
        """
        selection = self.visit.selection

        def heard(*_: Any) -> None:
            if selection.view == self.name:
                self._late.pop(act, None)
                self.visit.afterwards(act) if can_wait else act()
            else:
                self._late[act] = None

        selection.param.watch(heard, list(names))

    def wake(self) -> None:
        """Catches up with what was chosen while the view was not shown."""
        late, self._late = self._late, {}
        for act in late:
            act()
