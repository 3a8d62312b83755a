"""Tools for language models: asked by the SDK's own client, in memory and as a process."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dashboard.server import mcp as tools
from dashboard.snapshot import store


def client() -> Any:
    """Return the SDK's client; its import takes a fifth of the time of collecting all tests, so it comes late."""
    from mcp import Client

    return Client(tools.server())


@pytest.fixture
def ask(shipped, monkeypatch):
    """Return a function that calls a tool, and gives its answer or, of a refusal, the sentence."""
    monkeypatch.setattr(store, "current", lambda: shipped)

    def call(name: str, **arguments: Any) -> Any:
        async def called() -> Any:
            async with client() as asked:
                answer = await asked.call_tool(name, arguments)
            return answer.content[0].text if answer.is_error else answer.structured_content

        return asyncio.run(called())

    return call


def test_the_client_lists_the_five_tools_with_their_parameters():
    async def listed() -> dict[str, Any]:
        async with client() as asked:
            return {tool.name: tool for tool in (await asked.list_tools()).tools}

    found = asyncio.run(listed())
    assert list(found) == ["search_series", "get_values", "compare", "rank", "warming"]
    assert all(tool.description for tool in found.values())
    assert set(found["get_values"].input_schema["required"]) == {"series", "countries"}


def test_series_are_found_by_words_the_featured_first(ask):
    found = ask("search_series", words="life expectancy")["result"]
    assert found[0] == {
        "code": "SP.DYN.LE00.IN",
        "title": "Life expectancy at birth",
        "unit": "years",
        "last_year": found[0]["last_year"],
    }
    assert ask("search_series", words="no such series at all")["result"] == []


def test_values_are_those_of_the_table(ask, shipped):
    answer = ask("get_values", series="SP.POP.TOTL", countries=["ken", "UG"], first_year=2000, last_year=2001)
    names = [column["name"] for column in answer["columns"]]
    rows = [dict(zip(names, row, strict=True)) for row in answer["rows"]]
    own = shipped.values("SP.POP.TOTL").set_index(["iso3", "year"]).value
    assert {(row["iso3"], row["year"]): row["value"] for row in rows} == {
        (iso3, year): own[iso3, year] for iso3 in ("KEN", "UGA") for year in (2000, 2001)
    }
    assert answer["about"]["sources"]


def test_places_are_compared_and_countries_ranked(ask):
    compared = ask("compare", countries=["KEN", "WLD"])
    assert {row[0] for row in compared["rows"]} == {"KEN", "WLD"}
    ranked = ask("rank", quantity="SP.DYN.LE00.IN", region="SSF")
    assert "rank" in [column["name"] for column in ranked["columns"]]
    assert len(ranked["rows"]) > 40


def test_warming_has_interval_and_doubt(ask):
    answer = ask("warming", country="tuv")
    assert "95 % CI" in answer["finding"]
    assert "hardly vary" in answer["low_confidence"]
    assert answer["sources"]


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("warming", {"country": "XYZ"}, "is not a country or region"),
        ("get_values", {"series": "NO.SUCH", "countries": ["KEN"]}, "NO.SUCH"),
        ("rank", {"quantity": "nothing"}, "nothing"),
    ],
)
def test_what_is_not_on_offer_is_refused_in_words(ask, name: str, arguments: dict[str, Any], sentence: str):
    assert sentence in ask(name, **arguments)


def test_the_command_speaks_the_protocol(root: Path):
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}},
    }
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "mcp"],
        input=json.dumps(hello) + "\n",
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert json.loads(done.stdout.splitlines()[0])["result"]["serverInfo"]["name"] == "World climate and development"


def test_without_the_extra_the_command_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(SystemExit, match="needs an extra: pip install"):
        tools.server()
