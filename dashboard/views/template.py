"""The page's templates: Panel's base page, slimmed, with our fragments in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import panel as pn
from bokeh.document import Document
from bokeh.model import Model
from jinja2 import Environment, FileSystemLoader, Template

from dashboard import headers, statics, theme
from dashboard.views.html import Words
from dashboard.views.view import Part

FRAGMENTS = Path(__file__).parent.parent / "assets" / "html"


class _Rooted(pn.Template):
    """Panel's template without a cost that grows with the square of a page's roots."""

    def __repr__(self) -> str:
        """Its class; Panel words the whole layout anew each time a root is added (a tenth of a page's CPU time)."""
        return type(self).__name__


def template(name: str, styles: list[str], **variables: Any) -> pn.Template:
    """The page assets/html/<name>.html with these files of assets/css, for Panel to add roots to.

    Args:
        name: of the file.
        styles: names of files in assets/css.
        **variables: what the file knows by these names.
    """
    page = _Rooted(_read(name), location=True)
    variables |= {
        "style": f"{theme.css_variables()}\n{statics.style(*styles)}",
        "libraries": statics.LIBRARIES,
        "script": statics.SCRIPT,
        "app_favicon": "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
        "%3Cpath fill='%231f5f8b' d='M0 0h8v16H0z'/%3E%3Cpath fill='%23b2182b' d='M8 0h8v16H8z'/%3E%3C/svg%3E",
        "apple_icon": "data:,",
    }
    for key, value in variables.items():
        page.add_variable(key, value)
    return page


def mounted(part: Part, document: Document) -> Model:
    """The model of a part that is to be a root of the page, let go of with its session like a root of Panel's.

    For its panes Panel has no public way to say so (1.9): this is what its `server_doc` does.
    Without it every session would leave its page behind.
    """
    if isinstance(part, Words):
        return part.model
    if isinstance(part, Model):
        return part
    model = part.get_root(document)
    part._documents[document] = model
    document.on_session_destroyed(part._server_destroy)
    return model


@cache
def _read(name: str) -> Template:
    fragments = Environment(loader=FileSystemLoader(FRAGMENTS), autoescape=False)
    fragments.filters["slim"] = statics.slim
    fragments.filters["allowed"] = headers.allowed
    return fragments.get_template(f"{name}.html")
