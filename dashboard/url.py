"""The selection as the query of an address, and back. Pure; anything unknown is ignored, and named.

Only what differs from the default is written, so that a plain link stays plain and "the default" stays the default.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from dashboard.state import Selection

LONGEST = 40
"""Longer values are cut in what is said of them; no code is as long."""


def encode(selection: Selection) -> str:
    """The query, with its question mark, or "" when everything is at its default."""
    chosen = {name: value for name, value in selection.choices().items() if value != selection.defaults[name]}
    return f"?{urlencode(chosen)}" if chosen else ""


def decode(query: str, selection: Selection) -> tuple[dict[str, str], list[str]]:
    """What a query asks for, and a sentence for each part of it that cannot be followed.

    Names that a link says nothing about are at their default. Codes are read in either case.
    """
    chosen, ignored = dict(selection.defaults), []
    for name, value in parse_qsl(query.removeprefix("?"), keep_blank_values=True):
        short = value if len(value) <= LONGEST else value[:LONGEST] + "…"
        if name not in selection.defaults:
            continue  # tracking parameters and the like are nobody's mistake
        if selection.offers(name, value.strip().upper()):
            chosen[name] = value.strip().upper()
        else:
            ignored.append(f"This link asks for the {name} “{short}”, which is not among the figures here.")
    return chosen, ignored
