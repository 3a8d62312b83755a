"""Variables of the page's template: what its HTML shows of snapshot and selection."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bokeh.models import Plot

from dashboard import config
from dashboard.assets import bundle, vendored
from dashboard.charts import stills
from dashboard.charts.core.theme import DARK, Theme
from dashboard.snapshot import vintages
from dashboard.state import url
from dashboard.tables.registry import TABLES
from dashboard.tables.snippets import FRAME, PLACE, SNIPPETS
from dashboard.text.frame import frame
from dashboard.text.revisions import as_of
from dashboard.views.base import Root, View, ViewContext
from dashboard.views.page.texts import Texts
from dashboard.views.registry import VIEWS
from dashboard.views.widgets import index_file

PREVIEWS: list[str] = []
"""Address of the pictures of links, if this process makes them (dashboard/server/pictures.py sets it)."""

REVISIONS: list[str] = []
"""Address of the page with the changes of the last refresh; empty where no server answers it (server/revisions.py)."""

BRIEFS: list[str] = []
"""Folder of the briefs about each place; empty where no server answers it (server/briefs.py)."""


def styles(shown: str, *, in_frame: bool) -> tuple[list[str], str]:
    """Return the style sheets of a page that shows this view, and the URL of those of the others.

    A frame of another site shows one view only. Apart, as they are a twentieth of the first HTML.
    """
    if in_frame:
        return bundle.page_styles([shown], "embed"), ""
    others = tuple(view.name for view in VIEWS if view.name != shown)
    return bundle.page_styles([shown]), bundle.other_styles_url(others)


def variables(context: ViewContext, shown: View, texts: Texts, roots: Mapping[str, Root]) -> dict[str, Any]:
    """Return the variables of the template page.html but those of every template.

    Args:
        context: of the visitor.
        shown: the view that the first HTML shows.
        texts: of the page.
        roots: of the view, by slot.
    """
    snapshot, selection = context.snapshot, context.selection
    whole = url.written(selection.choices(), selection)
    charts = "dark" if context.charts.theme is DARK else "light"
    return {
        **frame(snapshot, selection),
        "texts": texts,
        "stills": _stills(shown, roots, context.charts.theme),
        "views": VIEWS,
        "link": lambda **changes: url.encode(selection, **changes) or "?",
        "of_choice": url.canonical(selection),
        "shown": selection.view,
        "words": {view.name: view.fragment_words(context) for view in VIEWS},
        "preview": shown.link_preview(),
        "html_attrs": f'data-theme="{selection.theme}" data-charts="{charts}"'
        + (" data-embed" if selection.embed else ""),
        "in_frame": selection.embed,
        "whole": url.encode_all(selection),
        "canonical": context.page_url + url.canonical(selection) if context.page_url else "",
        "pictures": [context.page_url + name + url.canonical(selection) for name in PREVIEWS if context.page_url],
        "framing": config.framing_note(config.FRAME_ANCESTORS),
        "is_framed": config.is_framed(config.FRAME_ANCESTORS),
        "defaults": json.dumps(url.written(selection.defaults, selection)),
        "index": index_file.index_url(snapshot),
        "search_library": vendored.search_library_url(),
        "tables": {view.name: [table for table in TABLES.values() if table.view == view.name] for view in VIEWS},
        "snippets": list(SNIPPETS),
        "code": json.dumps({"place": PLACE, "snippets": SNIPPETS, "frame": FRAME, "follows": followed()}),
        "as_of": as_of(snapshot) if vintages.own_name(snapshot) else "",
        "latest": urlencode({**whole, vintages.PARAMETER: ""}, safe=url.BETWEEN),
        "revisions": REVISIONS,
        "briefs": [f"{folder}/{selection.country}" for folder in BRIEFS],
    }


def _stills(shown: View, roots: Mapping[str, Root], theme: Theme) -> dict[str, str]:
    """Return the still pictures of a view's charts, by place."""
    charts = {slot: roots[slot] for slot in shown.still_slots}
    return {
        f"{shown.name}_{slot}": stills.still(chart, theme, f"{shown.name}_{slot}")
        for slot, chart in charts.items()
        if isinstance(chart, Plot)
    }


def followed() -> dict[str, str]:
    """Return for each table the choices that it depends on, by their names in the URL, with spaces between."""
    return {table.name: " ".join(url.NAMES[name][0] for name in table.follows) for table in TABLES.values()}
