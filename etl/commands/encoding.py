"""Readable output in any encoding: characters that it lacks are written in ASCII.

Windows consoles and pipes are often cp850, cp1252 or ASCII. Python then raises UnicodeEncodeError in the middle of a
table, after the work is done, and the exit code of the command is lost.
"""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata

PLAIN = dict(zip("‐‑‒–—−‘’‚′“”„″⁄∕✓×·•øØđłŁı", "------''''\"\"\"\"//*x|*oOdlLi", strict=True)) | {
    "→": "->",
    "≥": ">=",
    "≤": "<=",
    "°": "deg ",
    "€": "EUR",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
}
"""ASCII by character, where Unicode's compatibility form has none."""

HANDLER = "etl-readable"


def in_ascii(text: str) -> str:
    """Return the text in ASCII: letters without accents, plain quotes and dashes, "?" for the rest.

    >>> in_ascii("CO₂, 1901–2024: Côte d’Ivoire …")
    "CO2, 1901-2024: Cote d'Ivoire ..."
    """
    return "".join(_letter_in_ascii(letter) for letter in text)


def make_readable() -> None:
    """Let stdout and stderr write what their encoding lacks in ASCII."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)


def _letter_in_ascii(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", PLAIN.get(letter, letter))
    plain = "".join(PLAIN.get(part, part) for part in parts).encode("ascii", "ignore").decode("ascii")
    return plain or ("" if unicodedata.combining(letter) else "?")


def _handle(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return in_ascii(error.object[error.start : error.end]), error.end


codecs.register_error(HANDLER, _handle)
