"""The OpenAPI description of `download/`: valid, complete, and followed by the server."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from openapi_spec_validator import validate

from dashboard.server import downloads
from dashboard.state import url
from dashboard.state.options import new_selection
from dashboard.tables import openapi
from dashboard.tables.registry import TABLES
from tests.helpers.answers import answers_of


@pytest.fixture(scope="module")
def description(shipped) -> dict:
    return openapi.description(shipped, "https://climate.example")


def test_it_is_valid_openapi_3_1(description):
    validate(description)
    assert description["openapi"].startswith("3.1")


def test_it_has_every_table_in_every_format_with_the_parameters_it_follows(description):
    assert len(description["paths"]) == 3 * len(TABLES)
    for name, spec in TABLES.items():
        given = description["paths"][f"/download/{name}.json"]["get"]["parameters"]
        assert {one["name"] for one in given} == {url.NAMES[choice][0] for choice in spec.follows} | {"date", "mrv"}


def test_tables_are_answered_as_described(shipped, monkeypatch, description):
    asked = answers_of(downloads.routes("/"), shipped, monkeypatch)
    chosen = new_selection(shipped)
    chosen.country = "KEN"
    held = [name for name, spec in TABLES.items() if spec.view in ("explore", "rank") or name in ("compare", "relate")]
    for name in [name for name in held if TABLES[name].make(shipped, chosen).columns]:
        operation = description["paths"][f"/download/{name}.json"]["get"]
        listed = {one["name"]: one["schema"] for one in operation["parameters"]}
        query = {short: schema["default"] for short, schema in listed.items() if "default" in schema}
        if "country" in query:
            query["country"] = "KEN"
        answer = asked(f"/download/{name}.json?{urlencode(query)}")
        assert (answer.code, name) == (200, name)
        table = json.loads(answer.body)
        assert set(openapi.TABLE_SCHEMA["required"]) <= set(table)
        assert all(len(row) == len(table["columns"]) for row in table["rows"])


def test_the_server_sends_it_with_its_own_address(shipped, monkeypatch):
    answer = answers_of(downloads.routes("/"), shipped, monkeypatch)(
        "/download/openapi.json", headers={"Host": "climate.example", "X-Forwarded-Proto": "https"}
    )
    assert json.loads(answer.body)["servers"] == [{"url": "https://climate.example"}]
