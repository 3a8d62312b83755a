"""What a view is: named panes, made when it is first shown, which sleep while another view is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypeAlias

import panel as pn
from bokeh.model import Model

from dashboard.charts.themed import Charts
from dashboard.state import Selection
from dashboard.store import Snapshot
from dashboard.views.afterwards import Act, Afterwards
from dashboard.views.html import Words

Part: TypeAlias = pn.viewable.Viewable | Words | Model
"""What can be placed on the page: a pane of Panel's, words, or a chart as it is."""


@dataclass(frozen=True)
class Visit:
    """What every view of one visitor is made from."""

    snapshot: Snapshot
    selection: Selection
    charts: Charts = field(default_factory=Charts)
    afterwards: Afterwards = field(default_factory=Afterwards)


@dataclass(frozen=True)
class Gist:
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

    def __init__(self, visit: Visit):
        """Make the panes; a subclass calls this first."""
        self.visit = visit
        self._late: dict[Act, None] = {}

    @classmethod
    def words(cls, _visit: Visit) -> dict[str, Any]:
        """Fixed text of the fragment, which knows it as `words.<key>`; there before the view is made."""
        return {}

    def parts(self) -> dict[str, Part]:
        """What stands in each slot."""
        raise NotImplementedError

    def gist(self) -> Gist:
        """What is shown now."""
        return Gist(self.title)

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
