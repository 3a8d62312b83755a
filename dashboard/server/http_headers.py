"""Headers of requests by RFC 9110, where Tornado reads them otherwise: Accept-Encoding and If-Range.

Tornado (6.6) takes "gzip;q=0", which refuses gzip, for consent, answers If-Range with a part of any file, and names
Accept-Encoding twice in Vary.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from tornado.httputil import HTTPHeaders
from tornado.web import GZipContentEncoding

QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


def accepts(header: str, value: str) -> bool:
    """Return whether a client that sends this Accept-Encoding takes a coding, or with this Accept a media type by name.

    The rules are RFC 9110's, 12.5.3 and 12.5.1; "*/*" names no type: a client that takes any gets plain text.

    Without the header a client takes any; it gets none. A quality that cannot be read counts as 0.
    """
    qualities: dict[str, float] = {}
    for item in header.split(","):
        name, _, weight = (part.strip().lower() for part in item.partition(";"))
        quality = QUALITY.fullmatch(weight)
        qualities.setdefault(name, (float(quality[1]) if quality else 0.0) if weight else 1.0)
    return qualities.get(value, qualities.get("*", 0.0)) > 0


def still_is(if_range: str | None, etag: str | None, last_modified: str | None) -> bool:
    """Return whether a file is the one of which If-Range wants a part (RFC 9110, 13.1.5): by a strong tag or its date.

    Where it is not, the whole file is sent: a download that is resumed would else be of two files.
    """
    if if_range is None:
        return True
    wanted = if_range.strip()
    return not wanted.startswith("W/") and bool(wanted) and wanted in (etag, last_modified)


class GzipByConsent(GZipContentEncoding):
    """Tornado's gzip of responses, for clients that accept it."""

    def __init__(self, request: Any) -> None:
        """Hide the header from Tornado where gzip is refused in it."""
        is_accepted = accepts(request.headers.get("Accept-Encoding", ""), "gzip")
        super().__init__(request if is_accepted else SimpleNamespace(headers={}))  # type: ignore[arg-type]

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Return status, headers and body as Tornado does, with each name in Vary once."""
        status_code, headers, chunk = super().transform_first_chunk(status_code, headers, chunk, finishing)
        headers["Vary"] = ", ".join(dict.fromkeys(name.strip() for name in headers["Vary"].split(",")))
        return status_code, headers, chunk
