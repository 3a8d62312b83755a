"""The page's own files as a browser gets them: style within the page, two scripts that may be cached for ever.

Panel serves what is made for it (dashboard/assets/file_store.py) under `panel serve` and `python -m dashboard` alike,
so neither needs an option or a route. Four dozen scripts are two files, before and after the libraries: each would be
a request, and a browser makes six at a time. Style is inline in the page: the first paint waits for it, and Bokeh's own
style is inline in any case. No script is inline but Bokeh's, so a policy by nonce has one thing to name.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from dashboard.assets import file_store, tree_shaking
from dashboard.assets.versions import is_tested

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

EARLY = (
    "page/app.js",
    "page/numbers.js",
    "page/address.js",
    "map/files.js",
    "map/shapes.js",
    "page/views.js",
    "map/map.js",
    "map/view.js",
    "map/tooltip.js",
    "map/keyboard.js",
    "map/legend.js",
    "map/menus.js",
    "map/pick.js",
    "map/sparkline.js",
    "map/years.js",
    "map/state.js",
)
"""Scripts that need no library, in the order in which they need each other: the map answers before Bokeh is loaded.
page/views.js is among them because, when the address changes, the view that it names is to be visible before other
scripts look for it."""

STATIC = (
    *EARLY[:-1],
    "charts/points.js",
    "page/search_index.js",
    "page/entries.js",
    "page/entry_list.js",
    "page/finder.js",
    "page/go.js",
    "page/keys.js",
    "page/page.js",
    "page/scheme.js",
    "page/search_box.js",
    "page/follow.js",
    "page/sheet.js",
    "page/tabs.js",
    "page/texts.js",
    "views/explore.js",
    "views/popovers.js",
    "static/readings.js",
    "static/places.js",
    "static/more.js",
    "static/indicator.js",
    "static/states.js",
    "static/files.js",
    "map/state.js",
)
"""Scripts of the static edition (dashboard/documents/static/), in the order in which they need each other: those of the
page that need neither server nor Bokeh, and those of js/static/, which read files instead."""

FIRST = ("bokeh_patches.js", "pictures/pen.js", "pictures/key.js", "pictures/parts.js")
"""Scripts that others need when they start, of those after the libraries."""

STYLES = (
    "base",
    "components",
    "frame",
    "tools",
    "finder",
    "controls",
    "popovers",
    "key",
    "rows",
    "explore/map",
    "explore/map_svg",
)
"""Style sheets of the page before those of its views; a later sheet wins."""

COMMON_TEXT_STYLES = ("text", "chips_text", "series_facts_text", "names_text")
TEXT_STYLES = (
    *COMMON_TEXT_STYLES,
    "explore/key_figures_text",
    "explore/head_text",
    "rank/rank_text",
    "relate/relate_text",
    "data/data_text",
    "drivers/drivers_text",
)
"""Style sheets of texts, after those of the views; one in a view's folder is for that view."""

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath fill='%231f5f8b' d='M0 0h8v16H0z'/%3E%3Cpath fill='%23b2182b' d='M8 0h8v16H8z'/%3E%3C/svg%3E"
)
"""Icon of the page: two halves, blue and red."""

COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)
"""A comment that fills a line of a script."""

REMARK = re.compile(r"\s*/\*.*?\*/|(?<=\n)\s+", re.DOTALL)
"""A comment of CSS or an indent; no string in the files contains one."""


def early() -> str:
    """Return the scripts that run before the libraries are loaded, one after the other."""
    return _joined(JS / name for name in EARLY)


def joined() -> str:
    """Return all other scripts, one after the other: each is a block, so its names are its own."""
    first = [JS / name for name in FIRST]
    of_static = set((JS / "static").glob("*.js"))
    others = sorted(set(JS.rglob("*.js")) - {*first, *(JS / name for name in EARLY), *of_static})
    return _joined([*first, *others])


def static() -> str:
    """Return the scripts of the static edition, one after the other."""
    return _joined(JS / name for name in STATIC)


def _joined(paths: Iterable[Path]) -> str:
    return "".join(COMMENT.sub("", path.read_text("utf-8")) for path in paths)


@cache
def early_url() -> str:
    """Return the URL of the scripts that run before the libraries, relative to the page."""
    return file_store.scripts.url("the page's, early", lambda: early().encode())


@cache
def script_url() -> str:
    """Return the URL of the page's other scripts in one file, relative to the page; other content has another URL."""
    return file_store.scripts.url("the page's", lambda: joined().encode())


@cache
def libraries_url() -> str:
    """Return the URL of the libraries' scripts in one file, without what the page does not use.

    Empty with versions of Bokeh or Panel that it was not tested with: the page then loads what Panel lists.
    """
    if not (is_tested("bokeh") and is_tested("panel")):
        return ""
    try:
        return file_store.scripts.url("the libraries'", lambda: tree_shaking.installed().encode())
    except tree_shaking.UnknownLayoutError as error:
        log.warning("the page loads the libraries' scripts whole, as it cannot tell what to leave out: %s", error)
        return ""


@cache
def style(*names: str) -> str:
    """Return the text of these files of assets/css, one after the other, without comments and indents."""
    return "\n".join(REMARK.sub("", (CSS / f"{name}.css").read_text("utf-8")) for name in names)


def page_styles(views: Collection[str], *more: str) -> list[str]:
    """Return the names of the style sheets of a page with these views, in order; `more` are the last ones."""
    of_texts = (sheet for sheet in TEXT_STYLES if sheet in COMMON_TEXT_STYLES or sheet.split("/")[0] in views)
    return [*STYLES, *(f"{view}/{view}" for view in views), *of_texts, "still", "print", *more]


def other_styles_url(views: tuple[str, ...]) -> str:
    """Return the URL of the style sheets of these views in one file, relative to the page, which shows another.

    What a page has after the sheets of all views follows them here too.
    """
    names = [name for name in page_styles(views) if name not in (*STYLES, *COMMON_TEXT_STYLES)]
    return file_store.styles.url(views, lambda: style(*names).encode())


def slim(tags: str) -> str:
    """Return Bokeh's script tags without those that this page does not need, loaded while the page is parsed.

    Untested versions keep all their tags; the inline ones get a nonce.
    """
    if not (is_tested("bokeh") and is_tested("panel")):
        return with_nonce(tags)
    return SCRIPT_FROM_A_FILE.sub("<script defer", INLINE.sub("", NOT_NEEDED.sub("", tags)))


NONCE_PLACEHOLDER = secrets.token_hex(16)
"""Marks in a page where the nonce goes: unknown outside, and as long as the nonce itself."""

BOKEH_SCRIPT = re.compile(r"<script(?![^>]*application/json)")
"""The start of an inline script of Bokeh's; the page's content beside it is JSON, which no browser runs."""


def with_nonce(script: str) -> str:
    """Return Bokeh's script tags, each with the placeholder of a nonce; no other script of a page gets one."""
    return BOKEH_SCRIPT.sub(f'<script nonce="{NONCE_PLACEHOLDER}"', script)
