"""Panel's private names that the page uses: all of them, and what each buys."""

from __future__ import annotations

import panel as pn
from bokeh.document import Document
from bokeh.model import Model

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
