"""Links in published figures: to the web only."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit


def web_link(link: Any) -> str:
    """Return a link of http or https, and "" for any other, which a browser may run as a script ("javascript:")."""
    text = str(link or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""
