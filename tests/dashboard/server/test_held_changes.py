"""A change that arrives while the document is on hold reaches the page's callbacks, and not its own browser again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from bokeh.server.server import Server
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
