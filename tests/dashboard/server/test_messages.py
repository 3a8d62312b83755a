"""What a websocket may carry: the messages of a page, and no others, whatever they are."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.server.messages import refusal

HEADER = {"msgid": "1", "msgtype": "PATCH-DOC"}


def change(new: Any = "?country=KEN", **other: Any) -> dict[str, Any]:
    return {"kind": "ModelChanged", "model": {"id": "p1"}, "attr": "value", "new": new} | other


def refused(*events: Any, header: dict[str, Any] = HEADER, **body: Any) -> str:
    return refusal(json.dumps(header), "{}", json.dumps({"events": list(events)} | body))


READY = {
    "kind": "MessageSent",
    "msg_type": "bokeh_event",
    "msg_data": {
        "type": "event",
        "name": "rangesupdate",
        "values": {"type": "map", "entries": [["model", {"id": "p1"}], ["x0", 1.5]]},
    },
}


TAP = {
    "kind": "MessageSent",
    "msg_type": "bokeh_event",
    "msg_data": {
        "type": "event",
        "name": "tap",
        "values": {
            "type": "map",
            "entries": [["x", 1.5], ["modifiers", {"type": "map", "entries": [["shift", False], ["ctrl", False]]}]],
        },
    },
}


@pytest.mark.parametrize(
    "event",
    [TAP, change(), change(1.5), change(None), change([3, 4]), change({"type": "number", "value": "nan"}), READY],
)
def test_what_a_page_sends_is_taken(event):
    assert refused(event) == ""
    assert refused(event, change()) == ""


def test_the_request_for_the_document_is_taken():
    assert refusal(json.dumps({"msgid": "1", "msgtype": "PULL-DOC-REQ"}), "{}", "{}") == ""


BOMB = {"type": "bytes", "data": base64.b64encode(gzip.compress(bytes(1_000_000))).decode()}


@pytest.mark.parametrize(
    "event",
    [
        change(BOMB),
        change([[BOMB]]),
        change({"type": "map", "entries": [["tags", BOMB]]}),
        change({"type": "ndarray", "array": BOMB, "shape": [1], "dtype": "uint8", "order": "little"}),
        change({"type": "typed_array", "array": BOMB, "order": "little", "dtype": "uint8"}),
        change({"type": "object", "name": "Div", "id": "p9"}),
        change({"type": "slice", "start": 1}),
        change({"data": "no type"}),
        change([[[[[[[[[[[[[[1]]]]]]]]]]]]]]),
        change(model={"type": "object", "name": "Div", "id": "p9"}),
        change(model={"id": 7}),
        change(attr=None),
        {"kind": "RootAdded", "model": {"id": "p1"}},
        {"kind": "RootAdded", "model": {"type": "object", "name": "Div", "attributes": {"tags": [BOMB]}}},
        {"kind": "ColumnDataChanged", "model": {"id": "p1"}, "attr": "data", "data": BOMB},
        {"kind": "ColumnsStreamed", "model": {"id": "p1"}, "attr": "data", "data": {}},
        {"kind": "TitleChanged", "title": "another"},
        "an event",
        None,
    ],
)
def test_what_no_page_sends_is_refused(event):
    assert refused(event).startswith(("a change ", "a value "))
    assert refused(change(), event) != ""


@pytest.mark.parametrize("kind", ["PUSH-DOC", "SERVER-INFO-REQ", "OK", "ERROR", "PULL-DOC-REPLY", "", None, [], {}])
def test_messages_of_other_kinds_are_refused(kind):
    assert refused(change(), header={"msgid": "1", "msgtype": kind}) != ""


def test_arrays_floods_and_broken_messages_are_refused():
    assert refused(change(), header=HEADER | {"num_buffers": 1}) == "a message has arrays"
    assert refused(*[change()] * 201) == "a message is not a list of changes"
    assert refused() == "a message is not a list of changes"
    assert refused(change(), references=[BOMB]) == "a message is not a list of changes"
    assert refusal("{", "{}", "{}") == "a message is not JSON"
    assert refusal(json.dumps(HEADER), "{}", "[" * 9_000) == "a message is not JSON"
    assert refusal("[]", "{}", "{}") == "a message is not one of Bokeh's protocol"
    assert refusal("{}", "{}", "{}") == "a message is not one of Bokeh's protocol"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "id", "kind", "events", "model", "attr", "new", "entries"]), inner)
    ),
    max_leaves=12,
)


@given(header=JSON, metadata=JSON, content=JSON)
def test_any_json_is_read_without_a_fault(header, metadata, content):
    assert isinstance(refusal(*map(json.dumps, (header, metadata, content))), str)


@given(parts=st.tuples(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20)))
def test_any_text_is_read_without_a_fault(parts):
    assert isinstance(refusal(*parts), str)


def unpacked_types(value: Any) -> set[str]:
    """The types of Bokeh's that a value has anywhere."""
    if isinstance(value, list):
        return set().union(*map(unpacked_types, value))
    if isinstance(value, dict):
        return {str(value.get("type", "reference"))}.union(*map(unpacked_types, value.values()))
    return set()


@given(new=JSON)
def test_no_value_that_is_taken_has_a_type_that_bokeh_unpacks(new):
    if refused(change(new)) == "":
        assert unpacked_types(new) <= {"number", "map", "event", "reference"}
