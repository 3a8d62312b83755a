"""Messages that a page may send through its websocket; all others of Bokeh's protocol are refused unread.

Bokeh's own server would take a new document, new models, and bytes as base64 of gzip, which it unpacks: 60 kB become
44 MB. A page only asks for its document, changes single properties, and reports events.
"""

from __future__ import annotations

import json
from typing import Any

PARTS = 3
"""Of a message: header, metadata and content. Others are of arrays, which no page sends."""

MOST_CHANGES = 200
"""Changes in one message."""

DEEPEST = 12
"""Lists and mappings within each other, in a value: a tap has eight, with its modifier keys."""

KINDS = ("ModelChanged", "MessageSent")
TYPES = ("number", "map", "event")
"""Of values beside plain JSON: a number that is not finite, a mapping, and an event of the browser."""


def refusal(header: str, metadata: str, content: str) -> str:
    """Return why a message is refused, in words for the log; empty if it is one that a page sends."""
    try:
        head, _, body = (json.loads(part) for part in (header, metadata, content))
    except (ValueError, RecursionError):
        return "a message is not JSON"
    if not (isinstance(head, dict) and isinstance(head.get("msgid"), str) and isinstance(body, dict)):
        return "a message is not one of Bokeh's protocol"
    if head.get("num_buffers"):
        return "a message has arrays"
    if head.get("msgtype") == "PULL-DOC-REQ":
        return ""
    if head.get("msgtype") != "PATCH-DOC":
        return "a message is of a kind that no page sends"
    events = body.get("events")
    if not isinstance(events, list) or not 0 < len(events) <= MOST_CHANGES or set(body) - {"events"}:
        return "a message is not a list of changes"
    return next((reason for reason in map(_of_event, events) if reason), "")


def _of_event(event: Any) -> str:
    if not isinstance(event, dict) or event.get("kind") not in KINDS:
        return "a change is of a kind that no page sends"
    names_property = _is_reference(event.get("model")) and isinstance(event.get("attr"), str)
    if event["kind"] == "ModelChanged" and not names_property:
        return "a change names no property"
    return "" if all(_is_plain(value) for value in event.values()) else "a value is of a type that no page sends"


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"id"} and isinstance(value["id"], str)


def _is_plain(value: Any, depth: int = 0) -> bool:
    """Return whether a value is JSON without a type of Bokeh's that makes more of it than it is."""
    if depth > DEEPEST:
        return False
    if isinstance(value, list):
        return all(_is_plain(one, depth + 1) for one in value)
    if not isinstance(value, dict):
        return True
    is_known = _is_reference(value) or value.get("type") in TYPES
    return is_known and all(_is_plain(one, depth + 1) for one in value.values())
