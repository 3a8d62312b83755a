"""What every answer of `python -m dashboard` tells the browser to refuse: the content-security policy and its kin.

The page runs scripts of its own host, and the one inline script that Bokeh writes, by a nonce made for this answer
alone. Markup that got into the page by any fault would be shown, not run. Style is let in inline: Bokeh puts `<style>`
elements into the shadow roots of its widgets and has no way to give them a nonce (3.9).
"""

from __future__ import annotations

import secrets
from typing import Any

from tornado.httputil import HTTPHeaders
from tornado.web import OutputTransform

from dashboard import config
from dashboard.assets.bundle import NONCE_PLACEHOLDER
from dashboard.config import COLOUR_SCHEME_HEADER, frame_ancestors

COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Where a reader goes from here learns nothing of what was looked at here.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


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


NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""The policy of what is no page: a file or a sentence that a browser may show, and that loads and runs nothing."""


class SecurityHeaders(OutputTransform):
    """Adds the headers to each answer, and puts the nonce into a page. Stands before compression."""

    def __init__(self, request: Any) -> None:
        """Made by tornado for each request."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """See tornado: called with the status, the headers and the first bytes; Bokeh writes a page at once."""
        for name, value in COMMON_HEADERS.items():
            headers[name] = value
        place, nonce = NONCE_PLACEHOLDER.encode(), secrets.token_hex(16)
        is_page = headers.get("Content-Type", "").startswith("text/html") and place in chunk
        if is_page:
            headers["Accept-CH"] = COLOUR_SCHEME_HEADER
        headers["Content-Security-Policy"] = (
            policy(nonce, frame_ancestors(config.FRAME_ANCESTORS)) if is_page else NO_CONTENT_POLICY
        )
        return status_code, headers, chunk.replace(place, nonce.encode()) if is_page else chunk
