"""Panel's private names that the page uses: all of them, and what each buys."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import Any

import panel as pn
from bokeh.document import Document
from bokeh.model import Model
from panel.io import reload

from dashboard.views.base import Part
from dashboard.views.widgets.html import Html


class RootedTemplate(pn.Template):
    """Panel's template without a cost that grows with the square of a page's roots."""

    def __repr__(self) -> str:
        """Its class; Panel words the whole layout anew each time a root is added (a tenth of a page's CPU time)."""
        return type(self).__name__


def mounted(part: Part, document: Document) -> Model:
    """The model of a part that is to be a root of the page, let go of with its session like a root of Panel's.

    For its panes Panel has no public way to say so (1.9): this is what its `server_doc` does.
    Without it every session would leave its page behind.
    """
    if isinstance(part, Html):
        return part.model
    if isinstance(part, Model):
        return part
    model = part.get_root(document)
    part._documents[document] = model
    document.on_session_destroyed(part._server_destroy)
    return model


HERE = Path(__file__).resolve()

DASHBOARD = HERE.parents[2]


def reload_on_any_change() -> None:
    """Under `panel serve --dev` or `--autoreload`: saving any file of the dashboard reloads the page with all our code.

    Panel (1.9) watches modules only, not style, scripts and fragments; and after a change of a module beside the app,
    such as config.py, it keeps the modules in folders below, which have imported the old one. So every change is
    reported to it as a change of this module, which makes it import all of ours again.
    """
    for file in DASHBOARD.rglob("*"):
        if file.suffix in (".css", ".html", ".js", ".py", ".toml"):
            reload.watch(str(file))
    panels_own = getattr(reload._reload, "__wrapped__", reload._reload)  # this module has been imported before

    @wraps(panels_own)
    def reload_everything(module_paths: dict[str, str], changes: Any) -> None:
        panels_own(module_paths, {(kind, str(HERE)) for kind, _ in changes})

    reload._reload = reload_everything
