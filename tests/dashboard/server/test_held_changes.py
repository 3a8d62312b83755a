"""No change is lost or sent back while Panel holds the document, or writes an earlier change."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from bokeh.document import Document
from bokeh.document.events import ModelChangedEvent
from bokeh.server.server import Server
from panel.io import document as panel_document
from tornado.websocket import WebSocketClientConnection

from tests.dashboard.server.test_faults import opened, patch
from tests.dashboard.server.test_messages import change
from tests.helpers.own_server import own_server, within


@pytest.fixture
def server() -> Iterator[Server]:
    with own_server() as server:
        yield server


async def until_pong(connection: WebSocketClientConnection, query_id: str) -> list[dict[str, Any]]:
    """Send a ping, and return the changes of the query's model that come before its answer."""
    for part in patch(change("?1", model={"id": query_id}, attr="placeholder")):
        await connection.write_message(part)
    changes = list[dict[str, Any]]()
    while not (changes and changes[-1]["attr"] == "placeholder"):
        part = await connection.read_message()
        assert part is not None, "the connection has ended"
        message = json.loads(part) if isinstance(part, str) else {}
        events = message.get("events", []) if isinstance(message, dict) else []
        changes += [one for one in events if one["kind"] == "ModelChanged" and one["model"]["id"] == query_id]
    return changes


def test_a_change_that_arrives_on_hold_is_followed_and_not_sent_back(server: Server):
    async def talk() -> tuple[list[dict[str, Any]], str]:
        async with opened(server) as connection:
            (session,) = [one for one in server.get_sessions("/") if one.connection_count]
            document = session.document
            query = document.get_model_by_name("query")
            await session.with_document_locked(document.hold)
            for part in patch(change("?country=NOR", model={"id": query.id})):
                await connection.write_message(part)
            for _ in range(3):
                assert await connection.read_message()  # the change is there
            await session.with_document_locked(document.unhold)
            return await until_pong(connection, query.id), query.value

    changes, value = within(server, talk)
    assert [(one["attr"], one["new"]) for one in changes] == [("placeholder", "!1")]
    assert value == "?country=NOR"


def test_a_change_made_as_panel_ends_writing_another_is_written_too(server: Server, monkeypatch):
    """On a busy server; such a change came with the next one, or never (decision 0014)."""

    async def talk() -> list[tuple[str, str]]:
        is_written, may_end = asyncio.Event(), asyncio.Event()
        run_write_futures = panel_document._run_write_futures

        async def write(document: Document) -> None:
            await run_write_futures(document)
            is_written.set()
            await may_end.wait()

        async with opened(server) as connection:
            (session,) = [one for one in server.get_sessions("/") if one.connection_count]
            (writer,) = session._subscribed_connections
            query = session.document.get_model_by_name("query")

            def change_title(title: str) -> None:
                change = ModelChangedEvent(session.document, query, "title", title)
                panel_document.schedule_write_events(session.document, [writer], [change])

            with monkeypatch.context() as order:
                order.setattr(panel_document, "_run_write_futures", write)
                change_title("first")
                await is_written.wait()
                may_end.set()
                change_title("second")
            return [(one["attr"], one["new"]) for one in await until_pong(connection, query.id)]

    assert within(server, talk) == [("title", "first"), ("title", "second"), ("placeholder", "!1")]
