"""The page's own files as a browser gets them: style within the page, one script that may be kept for ever.

Panel serves what is made for it (dashboard/made.py) under `panel serve` and `python -m dashboard` alike, so neither
needs an option or a route of ours. Two dozen scripts are one file: each would be a request, and a browser makes six at
a time. Style stands in the page itself: it is 7 kB compressed, the first paint waits for it, and Bokeh's own style is
inline in any case. No script is inline but Bokeh's, so that a policy by nonce has one thing to name.
"""

from __future__ import annotations

import logging
import re
import secrets
from functools import cache
from pathlib import Path

from dashboard.assets import file_store, tree_shaking

log = logging.getLogger(__name__)

HERE = Path(__file__).parent

CSS, JS = HERE / "css", HERE / "js"

NOT_NEEDED = re.compile(
    r"<script[^>]*(?:bokeh-mathjax|bokeh-gl|geoviews|es-module-shims|esms-options)[^>]*>.*?</script>\s*", re.DOTALL
)
"""No chart sets formulas, draws with WebGL or has GeoViews' tools, and no component is an ES module. bokeh-tables stays
where Panel lists it (1.9): its own script does not start without it."""

INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>.*?</script>\s*", re.DOTALL)
"""Bokeh's sets a level of logging that is the default, and would fail before Bokeh is there; Panel's (1.10) tells which
libraries of components need not be fetched, and no component here has any."""

SCRIPT_FROM_A_FILE = re.compile(r"<script(?=[^>]*\ssrc=)")

FIRST = ("address.js", "map_files.js", "views.js")
"""Scripts that the others rest on; when the address changes, the view that it names is shown before they look."""

COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)
"""A line of a script that holds nothing else."""

REMARK = re.compile(r"\s*/\*.*?\*/", re.DOTALL)
"""A comment of CSS; none of its strings holds one."""


def together() -> str:
    """All scripts, one after the other: each is a block, which keeps its names to itself."""
    files = sorted(JS.glob("*.js"), key=lambda path: (path.name not in FIRST, path))
    return "".join(COMMENT.sub("", path.read_text("utf-8")) for path in files)


SCRIPT = file_store.scripts.address("the page's", lambda: together().encode())
"""Address of our scripts in one file, from where the page stands; another content has another address.

Made as soon as this is imported: of several processes, one that has not rendered a page may be asked for it.
"""


def of_libraries() -> str:
    """Address of the libraries' scripts in one file; none where a new release of theirs is laid out otherwise."""
    try:
        return file_store.scripts.address("the libraries'", lambda: tree_shaking.installed().encode())
    except tree_shaking.UnknownLayoutError as error:
        log.warning("the page loads all of the libraries' scripts, as it cannot tell what to leave out: %s", error)
        return ""


LIBRARIES = of_libraries()
"""As `SCRIPT`. Without it the page loads what Panel lists."""


@cache
def style(*names: str) -> str:
    """The text of these files of assets/css, one after the other, without what only their writers read."""
    return "\n".join(REMARK.sub("", (CSS / f"{name}.css").read_text("utf-8")) for name in names)


def slim(tags: str) -> str:
    """Bokeh's script tags without those that this page does not need, the others loaded while the page is read."""
    return SCRIPT_FROM_A_FILE.sub("<script defer", INLINE.sub("", NOT_NEEDED.sub("", tags)))


NONCE_PLACEHOLDER = secrets.token_hex(16)
"""Stands in a page where the nonce goes: unknown to anybody outside, and as long as the nonce itself."""

BOKEH_SCRIPT = re.compile(r"<script(?![^>]*application/json)")
"""How Bokeh begins the script that draws the page; beside it stands the page's content, which nobody runs, as JSON."""


def with_nonce(script: str) -> str:
    """Bokeh's own script with the place for a nonce; no other script of a page gets one."""
    return BOKEH_SCRIPT.sub(f'<script nonce="{NONCE_PLACEHOLDER}"', script)
