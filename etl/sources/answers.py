"""Responses of the World Bank's Indicators API: a header and rows, an error message, or an outage in disguise.

Separate from worldbank.py so that commands that read lists need not wait for pandas.
"""

from __future__ import annotations

from typing import Any

from etl.errors import Refused, Unreachable
from etl.sources.http import strict_json

WDI = "2"
"""Number of the World Development Indicators among the service's databases."""


def parse_page(body: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the header, with its counts as numbers, and the rows of one response; no rows for a null.

    Raises:
        Unreachable: the body is not a response of this API.
        Refused: it is a message, such as "The provided parameter value is not valid".
    """
    if body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml") and b":message" in body:
        raise Refused(f"the service says: {body.decode('utf-8', 'replace')[:400]}")
    answer: Any = strict_json(body)
    match answer:
        case [{"message": [{"value": str(text), **rest}, *_]}, *_]:
            raise Refused(f"the service says: {text} (message {rest.get('id', 'without number')})")
        case [{"page": _, "pages": _, "total": _} as header, None]:
            return counted(header), []
        case [{"page": _, "pages": _, "total": _} as header, [*rows]]:
            return counted(header), rows
        case other:
            raise Unreachable(f"an answer of another shape: {str(other)[:80]}")


def counted(header: dict[str, Any]) -> dict[str, Any]:
    """Return the header with its counts as numbers: some endpoints give them as strings.

    Raises:
        Unreachable: they are not numbers.
    """
    try:
        return header | {name: int(header[name]) for name in ("pages", "total")}
    except (TypeError, ValueError) as error:
        raise Unreachable(f"a header of another shape: {str(header)[:80]}") from error


def text_at(row: Any, path: str) -> str:
    """Return a text of a row without surrounding blanks, "" where the service leaves it out or has a null.

    >>> text_at({"source": {"id": "2", "value": "World Development Indicators "}}, "source.value")
    'World Development Indicators'

    Raises:
        Unreachable: there is something else in its place.
    """
    found = row
    for name in path.split("."):
        if found is None:
            return ""
        if not isinstance(found, dict):
            raise Unreachable(f"a row of another shape: {str(row)[:80]}")
        found = found.get(name)
    if found is not None and not isinstance(found, str):
        raise Unreachable(f"{path} is no text in a row: {str(row)[:80]}")
    return (found or "").strip()
