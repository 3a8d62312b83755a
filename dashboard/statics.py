"""The page's own files as a browser gets them: style within the page, scripts that may be kept for ever.

Panel serves, under components/, the files that a class lists: under `panel serve` and under `python -m dashboard`
alike, so neither needs an option or a route of ours. Style stands in the page itself: it is 3 kB compressed, the first
paint waits for it, and Bokeh's own style is inline in any case. No script is inline but Bokeh's, so that a policy by
nonce has one thing to name.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import ClassVar

HERE = Path(__file__).parent
CSS, JS = HERE / "assets" / "css", HERE / "assets" / "js"

NOT_NEEDED = re.compile(
    r"<script[^>]*(?:bokeh-mathjax|bokeh-gl|es-module-shims|esms-options)[^>]*>.*?</script>\s*", re.DOTALL
)
"""No chart sets formulas or draws with WebGL, and no component is an ES module. bokeh-tables stays where Panel lists it
(1.9): its own script does not start without it."""

INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>.*?</script>\s*", re.DOTALL)
"""Bokeh's sets a level of logging that is the default, and would fail before Bokeh is there; Panel's (1.10) tells which
libraries of components need not be fetched, and no component here has any."""

SCRIPT_FROM_A_FILE = re.compile(r"<script(?=[^>]*\ssrc=)")


FIRST = ("address.js", "map_files.js", "views.js")
"""Scripts that the others rest on; when the address changes, the view that it names is shown before they look."""


class Statics:
    """What Panel may serve of our files; the name of the attribute is Panel's."""

    _js: ClassVar = [
        str(path.relative_to(HERE)) for path in sorted(JS.glob("*.js"), key=lambda path: (path.name not in FIRST, path))
    ]


def scripts() -> list[str]:
    """Addresses of our scripts, from where the page stands; another content has another address."""
    return [f"components/{__name__}/Statics/_js/{name}?v={_mark(HERE / name)}" for name in Statics._js]


def style(*names: str) -> str:
    """The text of these files of assets/css, one after the other."""
    return "\n".join((CSS / f"{name}.css").read_text("utf-8") for name in names)


def slim(tags: str) -> str:
    """Bokeh's script tags without those that this page does not need, the others loaded while the page is read."""
    return SCRIPT_FROM_A_FILE.sub("<script defer", INLINE.sub("", NOT_NEEDED.sub("", tags)))


def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
