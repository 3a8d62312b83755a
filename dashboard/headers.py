"""What every answer of `python -m dashboard` tells the browser to refuse: the content-security policy and its kin.

The page runs scripts of its own host, and the one inline script that Bokeh writes, by a nonce made for this answer
alone. Markup that got into the page by any fault would be shown, not run. Style is let in inline: Bokeh puts `<style>`
elements into the shadow roots of its widgets and has no way to give them a nonce (3.9).
"""

from __future__ import annotations

import re
import secrets
from functools import cache
from typing import Any

from tornado.httputil import HTTPHeaders
from tornado.web import OutputTransform

from dashboard import config

PLACE = secrets.token_hex(16)
"""Stands in a page where the nonce goes: unknown to anybody outside, and as long as the nonce itself."""

SCRIPT = re.compile(r"<script(?![^>]*application/json)")
"""How Bokeh begins the script that draws the page; beside it stands the page's content, which nobody runs, as JSON."""

ANCESTOR = re.compile(
    r"'self'|'none'|(https?://)?(\*\.)?[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+(:(\d+|\*))?|https?://localhost(:\d+)?|https:"
)

FOR_ALL = {
    "X-Content-Type-Options": "nosniff",
    # Where a reader goes from here learns nothing of what was looked at here.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

SCHEME = "Sec-Ch-Prefers-Color-Scheme"
"""The header in which a browser says light or dark, once a page has asked for it: only Chromium's kin do (2026). To the
others the charts come light, and turn dark when assets/js/scheme.js has told the server."""


def allowed(script: str) -> str:
    """Bokeh's own script with the place for a nonce; no other script of a page gets one."""
    return SCRIPT.sub(f'<script nonce="{PLACE}"', script)


@cache
def ancestors(wanted: str) -> str:
    """Who may show the page in a frame, as the policy words it.

    Raises:
        SystemExit: with a sentence, where `wanted` is no list of hosts.
    """
    words = wanted.split()
    if not words or not all(ANCESTOR.fullmatch(word) for word in words):
        raise SystemExit(
            f"DASHBOARD_FRAME_ANCESTORS={wanted} is no list of hosts; give them with spaces between, "
            "as in: 'self' https://www.example.org"
        )
    return " ".join(words)


def is_framed(wanted: str) -> bool:
    """Whether any other site may show the page in a frame."""
    return bool(_others(wanted))


def framing(wanted: str) -> str:
    """Who may show the page in a frame, for a reader who would like to."""
    others = _others(wanted)
    if not others:
        return (
            "This server lets no other site show its pages in a frame: yours would stay empty. Whoever runs it can "
            "name your site (DASHBOARD_FRAME_ANCESTORS)."
        )
    if "https:" in others:
        return "This server lets every site with https show its pages in a frame."
    named = ", ".join(others)
    return f"This server lets these sites show its pages in a frame: {named}. On any other the frame stays empty."


def _others(wanted: str) -> list[str]:
    return [word for word in ancestors(wanted).split() if word not in ("'self'", "'none'")]


def policy(nonce: str, framed_by: str = "'self'") -> str:
    """The policy of a page whose own script carries `nonce`.

    A websocket to the page's host is 'self', too. Pictures that a reader takes along are data: and blob:.
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
            f"frame-ancestors {framed_by}",
        ]
    )


NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The policy of what is no page: a file or a sentence that a browser may show, and that loads and runs nothing."""


class Guarded(OutputTransform):
    """Adds the headers to each answer, and puts the nonce into a page. Stands before compression."""

    def __init__(self, request: Any) -> None:
        """Made by tornado for each request."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """See tornado: called with the status, the headers and the first bytes; Bokeh writes a page at once."""
        for name, value in FOR_ALL.items():
            headers[name] = value
        place, nonce = PLACE.encode(), secrets.token_hex(16)
        is_page = headers.get("Content-Type", "").startswith("text/html") and place in chunk
        if is_page:
            headers["Accept-CH"] = SCHEME
        headers["Content-Security-Policy"] = policy(nonce, ancestors(config.FRAME_ANCESTORS)) if is_page else NOTHING
        return status_code, headers, chunk.replace(place, nonce.encode()) if is_page else chunk
