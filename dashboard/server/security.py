"""Security headers of every response of `python -m dashboard`: the content-security policy and others.

The page runs scripts of its own host, and the one inline script that Bokeh writes, by a nonce made for this response
only. Markup that gets into the page by any fault is shown, not run. Inline style is allowed: Bokeh puts `<style>`
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
    # A site that a reader goes to next does not learn what was read here.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(nonce: str, framed_by: str = "'self'") -> str:
    """Return the policy of a page whose inline script has `nonce`.

    A websocket to the page's host is 'self', too. Downloaded pictures are data: and blob:.
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
"""The policy of all other responses, files and sentences, which load and run nothing."""


class SecurityHeaders(OutputTransform):
    """Adds the headers to each response, and puts the nonce into a page, before compression."""

    def __init__(self, request: Any) -> None:
        """Ignore the request; Tornado makes one transform for each."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Return status, headers and body with the changes; Tornado calls this once, as Bokeh writes a page at once."""
        for name, value in COMMON_HEADERS.items():
            headers[name] = value
        place, nonce = NONCE_PLACEHOLDER.encode(), secrets.token_hex(16)
        is_page = headers.get("Content-Type", "").startswith("text/html") and place in chunk
        if is_page:
            headers["Accept-CH"] = COLOUR_SCHEME_HEADER
            headers["Content-Security-Policy"] = policy(nonce, frame_ancestors(config.FRAME_ANCESTORS))
        headers.setdefault("Content-Security-Policy", NO_CONTENT_POLICY)  # a document has one of its own
        return status_code, headers, chunk.replace(place, nonce.encode()) if is_page else chunk
