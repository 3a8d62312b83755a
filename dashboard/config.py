"""Settings from environment variables."""

from __future__ import annotations

import os
import re
from functools import cache

from storage.locations import data_folder

DATA_DIR = data_folder()
"""Folder of the published snapshot: a path, or the address of a folder in an object store (s3://bucket/folder)."""

LOOK_EVERY_S = 30.0
"""Seconds between two looks for a newer snapshot in an object store; a local folder is always looked at."""

PORT = os.environ.get("PORT") or "5006"
"""Port of the production server, not checked yet; Heroku and other hosts set PORT."""

ORIGINS = tuple(origin for origin in os.environ.get("BOKEH_ALLOW_WS_ORIGIN", "").split(",") if origin)
"""Hosts whose pages may open a websocket; if empty, only pages of the host that the request names."""

FRAME_ANCESTORS = os.environ.get("DASHBOARD_FRAME_ANCESTORS") or "'self'"
"""Hosts whose pages may show the dashboard in a frame, separated by spaces, as in a content-security policy."""

SECRET_KEY = os.environ.get("BOKEH_SECRET_KEY", "")
"""Key that signs sessions; if empty, each process makes one of its own at its start."""

PUBLIC_API_ONLY = os.environ.get("DASHBOARD_PUBLIC_API_ONLY", "") not in ("", "0")
"""Whether to do without the internals of Bokeh and Panel, as with versions that they were not tested with: slower."""

TITLE = "World climate and development"

_ANCESTOR = re.compile(
    r"'self'|'none'|(https?://)?(\*\.)?[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+(:(\d+|\*))?|https?://localhost(:\d+)?|https:"
)

COLOUR_SCHEME_HEADER = "Sec-Ch-Prefers-Color-Scheme"
"""Header in which a browser reports light or dark, once a page has asked for it: only Chromium's kin do (2026). For the
others the charts are drawn light, and turn dark when assets/js/page/scheme.js has told the server."""


@cache
def frame_ancestors(wanted: str) -> str:
    """Return who may show the page in a frame, as a content-security policy names them.

    Raises:
        SystemExit: `wanted` is not a list of hosts; the sentence says how to write one.
    """
    words = wanted.split()
    if not words or not all(_ANCESTOR.fullmatch(word) for word in words):
        raise SystemExit(
            f"DASHBOARD_FRAME_ANCESTORS={wanted} is not a list of hosts; separate them by spaces, "
            "as in: 'self' https://www.example.org"
        )
    return " ".join(words)


def is_framed(wanted: str) -> bool:
    """Return whether any other site may show the page in a frame."""
    return bool(_other_ancestors(wanted))


def framing_note(wanted: str) -> str:
    """Return the page's note on embedding: which sites may show it in a frame."""
    others = _other_ancestors(wanted)
    if not others:
        return "Embedding is disabled on this server. Its operator can allow your site (DASHBOARD_FRAME_ANCESTORS)."
    if "https:" in others:
        return "Every site with https may embed this page."
    named = ", ".join(others)
    return f"These sites may embed this page: {named}. On any other site the frame stays empty."


def _other_ancestors(wanted: str) -> list[str]:
    return [word for word in frame_ancestors(wanted).split() if word not in ("'self'", "'none'")]
