"""The address of this server as a visitor sees it, for links that leave the page: files, previews, search engines."""

from __future__ import annotations

import re

from tornado.httputil import HTTPServerRequest

HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")


def base_url(request: HTTPServerRequest, before: str) -> str:
    """Return the URL of the dashboard, without a slash at its end; a router in front says whether it is https.

    Args:
        request: whose host is named; one with other signs than a host has is not.
        before: beginning of the path that is in the page's folder, such as "/download".
    """
    host = request.host if HOST.fullmatch(request.host) else "localhost"
    forwarded = request.headers.get("X-Forwarded-Proto", "").partition(",")[0].strip()
    scheme = forwarded if forwarded in ("http", "https") else request.protocol
    return f"{scheme}://{host}{request.path.partition(before)[0]}"
