"""Bokeh's and Panel's internals that the page uses: all of them, and what each buys.

Tested with Bokeh 3.9 and 3.10, and Panel 1.9 and 1.10.
"""

from __future__ import annotations

from functools import cache, wraps
from pathlib import Path
from typing import Any

import panel as pn
from bokeh.document import Document
from bokeh.document.events import DocumentPatchedEvent
from bokeh.model import Model
from bokeh.server.session import ServerSession
from panel.io import document as panel_document
from panel.io import reload

from dashboard.assets.versions import is_tested


class RootedTemplate(pn.Template):
    """Panel's template without a cost that grows with the square of a page's roots.

    Buys: a tenth of a page's CPU time, in which Panel (1.9) writes the whole layout as text each time a root is added.
    """

    def __repr__(self) -> str:
        return type(self).__name__

    def forget(self, document: Document) -> None:
        """Drop the variables of a page that has been rendered; those of Panel stay.

        Buys: 0.5 MB a session, as the map's SVG and the page's style are among them.
        """
        own = self._render_variables.pop("own_names", ())
        for variables in (self._render_variables, document.template_variables):
            for name in own:
                variables.pop(name, None)


def add_root(part: pn.viewable.Viewable | Model, document: Document, name: str) -> None:
    """Add a part to the page as a root of this name, and release it with its session.

    Buys: 5 of the 28 ms in which the roots of a page are added (2026-11). Panel's public way, `server_doc`, does more
    for each part, and sends the name after the root; this does the rest of it (tested with Panel 1.9).
    """
    if isinstance(part, Model):
        root = part
    elif is_tested("panel"):
        root = part.get_root(document)
        part._documents[document] = root
        document.on_session_destroyed(part._server_destroy)
    else:
        # Without the model of the browser's settings, which Panel would add with every root.
        with pn.io.hold(document), pn.config.set(browser_info=False):
            part.server_doc(document, title=document.title, location=False)
            document.roots[-1].name = name
        return
    root.name = name
    document.add_root(root)


@cache
def send_no_change_back() -> None:
    """Never send a browser its own change, in any session; once a process.

    Buys: of quick choices the last one stays. In a thread (Bokeh 3.10) Panel leaves a document on hold until the next
    tick (1.10). A change that arrives meanwhile is reported later, when Bokeh no longer knows which connection it came
    from, so it goes back to the browser, in place of a newer choice. A session has one page, so nothing else needs it.
    """
    if not is_tested("bokeh"):
        return
    send = ServerSession._document_patched

    @wraps(send)
    def send_others(session: ServerSession, event: DocumentPatchedEvent) -> None:
        if event.setter is not session:
            send(session, event)

    ServerSession._document_patched = send_others


@cache
def write_every_change() -> None:
    """Write also what changes just as Panel ends writing something else, in any session; once a process.

    Buys: on a busy server no choice stays unanswered until the next one. While Bokeh or Panel writes, Panel queues what
    changes, and starts a task to write it. The task does nothing if the one before has meanwhile marked the session as
    written (`_dispatch_msgs`, Panel 1.9 and 1.10). So the mark is set again where something is queued.
    """
    if not is_tested("panel"):
        return
    write = panel_document._dispatch_msgs
    queue = getattr(panel_document, "_WRITE_EVENTS", None)  # of Panel 1.10
    queue = panel_document._WRITE_MSGS if queue is None else queue

    @wraps(write)
    async def write_what_is_queued(document: Document) -> None:
        if document in queue:
            panel_document._WRITE_BLOCK[document] = True
        await write(document)

    panel_document._dispatch_msgs = write_what_is_queued


HERE = Path(__file__).resolve()

DASHBOARD = HERE.parents[2]


def reload_on_any_change() -> None:
    """Under `panel serve --dev` or `--autoreload`: saving any file of the dashboard reloads the page with all our code.

    Buys: a reload after changes of style, scripts and fragments. Panel (1.9) watches modules only; and after a change
    of a module beside the app, such as config.py, it keeps the modules in folders below, which have imported the old
    one. So every change is reported to it as a change of this module, which makes it import the whole dashboard again.
    With another version than the tested one, Panel's own watching of modules is unchanged.
    """
    if not is_tested("panel"):
        return
    for file in DASHBOARD.rglob("*"):
        if file.suffix in (".css", ".html", ".js", ".py", ".toml"):
            reload.watch(str(file))
    panels_own = getattr(reload._reload, "__wrapped__", reload._reload)  # this module has been imported before

    @wraps(panels_own)
    def reload_everything(module_paths: dict[str, str], changes: Any) -> None:
        panels_own(module_paths, {(kind, str(HERE)) for kind, _ in changes})

    reload._reload = reload_everything
