"""The address of this server as a visitor sees it, for links that leave the page: files, previews, search engines."""

from __future__ import annotations

import re

from tornado.httputil import HTTPServerRequest

HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")


PREFIX = re.compile(r"(/[A-Za-z0-9._~\-]+)*")
"""Path under which a proxy serves the dashboard."""


def base_url(request: HTTPServerRequest, before: str) -> str:
    """Return the URL of the dashboard, without a slash at its end.

    A proxy names the scheme that readers use in `X-Forwarded-Proto`. One that serves the dashboard under a path and
    removes it from requests names the path in `X-Forwarded-Prefix`. Malformed values are ignored.

    Args:
        request: whose host is named; one with other signs than a host has is not.
        before: beginning of the path that is in the page's folder, such as "/download".
    """
    host = request.host if HOST.fullmatch(request.host) else "localhost"
    forwarded = request.headers.get("X-Forwarded-Proto", "").partition(",")[0].strip()
    scheme = forwarded if forwarded in ("http", "https") else request.protocol
    prefix = request.headers.get("X-Forwarded-Prefix", "").rstrip("/")
    prefix = prefix if PREFIX.fullmatch(prefix) else ""
    return f"{scheme}://{host}{prefix}{request.path.partition(before)[0]}"
