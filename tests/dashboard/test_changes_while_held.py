"""A change from the browser arrives while Panel holds the document: the order that locked a session (decision 0014).

The callbacks of the session run in threads here, as from Bokeh 3.10 on, with any version.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import panel as pn
import pytest
from bokeh.document import Document
from bokeh.model import Model
from bokeh.models import ColumnDataSource, TextInput
from panel.io.document import init_doc
from panel.io.state import set_curdoc

from dashboard import app
from dashboard.charts.core.changes import follow
from dashboard.charts.core.selection import on_select
from dashboard.state.options import new_selection
from dashboard.views.base import DeferredUpdates

ENDS_WITHIN_S = 20
"""A callback takes milliseconds; one that waits for a lock of its own thread never ends."""


class Session:
    """A connected session without a server: what is to run in a next tick runs in a thread of its own."""

    def __init__(self) -> None:
        self.document = init_doc(Document())
        self._ticks: deque[Callable[[], object]] = deque()
        loop = SimpleNamespace(io_loop=SimpleNamespace(asyncio_loop=object()))  # not of any thread here
        server = SimpleNamespace(application_context=loop, sessions=[self])
        context = SimpleNamespace(session=SimpleNamespace(_subscribed_connections=set()), server_context=server)
        self.document._session_context = lambda: context
        self.document.add_next_tick_callback = self._ticks.append  # type: ignore[method-assign]
        pn.state._connected[self.document] = True

    def run(self, callback: Callable[[], object]) -> None:
        """Run a callback in a thread, and then all next ticks, each in a thread; fail if one does not end."""
        self._ticks.append(callback)
        while self._ticks:
            thread = threading.Thread(target=self._with_document, args=[self._ticks.popleft()], daemon=True)
            thread.start()
            thread.join(ENDS_WITHIN_S)
            assert not thread.is_alive(), "a callback waits for a lock that its own thread keeps"

    def _with_document(self, callback: Callable[[], object]) -> None:
        with set_curdoc(self.document):
            callback()

    def change(self, model: Model, name: str, value: object) -> None:
        """Change a property as a message from the browser does."""
        event = {"kind": "ModelChanged", "model": {"id": model.id}, "attr": name, "new": value}
        self.document.apply_json_patch({"events": [event]}, setter=self)  # type: ignore[arg-type, list-item]

    def change_while_held(self, model: Model, name: str, value: object) -> None:
        """Let Panel hold the document, and make a change before it is released."""

        def hold() -> None:
            with pn.io.hold(self.document):
                pass
            assert self.document.callbacks.hold_value, "Panel releases the document in the next tick"
            self.change(model, name, value)

        self.run(hold)
        assert not self.document.callbacks.hold_value


@pytest.fixture
def session() -> Session:
    return Session()


def hold_again() -> None:
    with pn.io.hold():
        pass


def test_a_change_of_the_address_is_followed(session: Session, shipped):
    address, notices = TextInput(), list[list[str]]()
    page = SimpleNamespace(
        selection=new_selection(shipped),
        context=SimpleNamespace(deferred=DeferredUpdates()),
        notify=notices.append,
        snapshot=shipped,
    )
    session.document.add_root(address)
    app._follow_url(address, page)  # type: ignore[arg-type]
    session.change_while_held(address, "value", "?country=PER")
    assert page.selection.country == "PER"
    assert notices == [[]]


def test_rows_selected_in_a_chart_are_reported(session: Session):
    source, reported = ColumnDataSource({"x": [1, 2, 3]}), list[list[int]]()
    session.document.add_root(source)

    def report(rows: list[int]) -> None:
        hold_again()
        reported.append(rows)

    on_select(source, report)
    session.change_while_held(source.selected, "indices", [2])
    assert reported == [[2]]


def test_of_two_changes_before_the_next_tick_the_last_is_followed(session: Session):
    address, followed = TextInput(), list[str]()
    session.document.add_root(address)
    follow(address, "value", followed.append)

    def change_twice() -> None:
        session.change(address, "value", "?country=PER")
        session.change(address, "value", "?country=CHL")

    session.run(change_twice)
    assert set(followed) == {"?country=CHL"}


def test_on_the_event_loop_a_change_is_followed_at_once(session: Session):
    address, followed = TextInput(), list[str]()
    session.document.add_root(address)
    follow(address, "value", followed.append)

    async def change() -> list[str]:
        session.change(address, "value", "?country=PER")
        return list(followed)

    assert asyncio.run(change()) == ["?country=PER"]


def test_no_other_module_follows_a_model_by_itself(root: Path):
    """`on_change` of Bokeh's calls within Panel's release of the document; `follow` does not."""
    callers = {
        str(path.relative_to(root))
        for path in (root / "dashboard").rglob("*.py")
        if re.search(r"\.on_change\([^)]", path.read_text("utf-8"))
    }
    assert callers == {"dashboard/charts/core/changes.py"}
