"""Sentences about values of an address that do not exist."""

from __future__ import annotations

from urllib.parse import quote

LONGEST = 40
"""Characters after which a value is cut in a message."""
NOUNS = {"baseline", "indicator", "measure", "projection", "region", "scenario", "table", "theme", "vintage", "view"}
"""Names of an address that name what their values are, as others, such as “own”, do not."""
IGNORED = "; it was ignored"
"""End of a sentence about a part of a link; a download is refused instead."""


def unknown(name: str, text: str) -> str:
    """Return the sentence on a value of an address that does not exist; `name` is that of its setting there."""
    kind = f"known {name}" if name in NOUNS else f"value of “{name}”"
    if name == "country":
        kind = "country or region in this dataset"
    shown = f"“{shortened(text)}”" if text.strip() else "An empty value"
    return f"{shown} in this link is not a {kind}{IGNORED}."


def shortened(text: str) -> str:
    """Return a text of an address for a sentence: not too long, and signs without a shape as in an address: %00."""
    shown = "".join(char if char.isprintable() else quote(char, errors="surrogatepass") for char in text)
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"
