"""Download addresses: the index, JSON, refusals, and access from other origins (CORS), which nothing else allows."""

from __future__ import annotations

import re

import pytest
import requests

from dashboard.state import url
from dashboard.tables import formats
from dashboard.tables.help import EXAMPLES
from dashboard.tables.registry import TABLES
from tests.helpers.websocket import connect, in_a_thread

pytestmark = pytest.mark.ui

OPEN = "Access-Control-Allow-Origin"
ELSEWHERE = {"Origin": "https://elsewhere.example"}


def got(address: str) -> requests.Response:
    return requests.get(address, headers=ELSEWHERE, timeout=60)


def test_the_download_index_lists_all_tables_parameters_and_formats(server: str):
    answer = got(f"{server}download/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.text
    assert all(re.search(rf"^{name} ", text, re.MULTILINE) for name in TABLES)
    followed = {url.NAMES[name][0] for twin in TABLES.values() for name in twin.follows}
    assert all(re.search(rf"^{name} ", text, re.MULTILINE) for name in followed)
    assert not re.search("^(view|theme|projection) ", text, re.MULTILINE)  # have no effect on a table
    assert all(f".{suffix}" in text for suffix in formats.MIME)
    assert "CC BY 4.0" in text
    assert max(map(len, text.splitlines())) <= 120
    assert got(f"{server}download").text == text


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_index_is_answered(server: str, example: str):
    assert f"{server}download/{example}\n" in got(f"{server}download/").text
    assert got(f"{server}download/{example}").status_code == 200


def test_a_table_as_json(server: str, shipped):
    answer = got(f"{server}download/temperature.json?country=NOR&baseline=1991-2020")
    assert answer.headers["Content-Type"] == "application/json"
    assert re.search(r'filename="temperature-nor-\d{4}-\d\d-\d\d\.json"', answer.headers["Content-Disposition"])
    table = answer.json()
    assert table["about"]["baseline"] == "1991–2020"
    assert table["columns"][:4] == [
        {"name": "iso3", "title": "iso3", "unit": None, "type": "text"},
        {"name": "name", "title": "name", "unit": None, "type": "text"},
        {"name": "year", "title": "Year", "unit": "year", "type": "integer"},
        {"name": "temperature_c", "title": "Temperature (°C)", "unit": "°C", "type": "number"},
    ]
    own = shipped.temperature[shipped.temperature.iso3 == "NOR"].sort_values("year")
    assert [row[2] for row in table["rows"]] == own.year.tolist()
    assert [row[3] for row in table["rows"]] == pytest.approx(own.temperature_c.tolist(), rel=1e-6)


def test_what_clients_of_the_world_bank_write_is_understood(server: str):
    asked = "indicator.csv?country=ke;UG&indicator=SP.POP.TOTL&date=2000:2020&mrv=2&utm_source=newsletter"
    lines = got(f"{server}download/{asked}").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:4] for line in lines] == [
        ["iso3", "name", "year", "series"],
        ["KEN", "Kenya", "2019", "SP.POP.TOTL"],
        ["KEN", "Kenya", "2020", "SP.POP.TOTL"],
        ["UGA", "Uganda", "2019", "SP.POP.TOTL"],
        ["UGA", "Uganda", "2020", "SP.POP.TOTL"],
    ]


def test_the_data_package_names_files_that_are_served(server: str):
    answer = got(f"{server}download/datapackage.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    resources = answer.json()["resources"]
    assert len(resources) > 20
    for resource in resources:
        if resource["path"] in ("temperature.csv", "everything/warming.parquet"):
            assert got(f"{server}download/{resource['path']}").status_code == 200


REFUSED = {
    "download/temperature.json?country=ATLANTIS": (400, "“ATLANTIS”"),
    "download/atlantis.json": (404, "There is no table of this name and format"),
    "download/map.xlsx": (404, "There is no table of this name and format"),
}


@pytest.mark.parametrize("address", REFUSED)
def test_a_refusal_is_a_sentence_readable_from_other_origins(server: str, address: str):
    answer = got(server + address)
    status, sentence = REFUSED[address]
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert sentence in answer.text
    assert answer.headers[OPEN] == "*"


@pytest.mark.parametrize("path", ["download/", "download/map.csv", "download/map.parquet", "download/map.json"])
def test_downloads_allow_other_origins_with_status_200_and_304(server: str, path: str):
    answer = got(server + path)
    assert answer.headers[OPEN] == "*"
    again = requests.get(server + path, headers={**ELSEWHERE, "If-None-Match": answer.headers["Etag"]}, timeout=60)
    assert (again.status_code, again.headers[OPEN]) == (304, "*")
    assert got(f"{server}download/everything/warming.parquet").headers[OPEN] == "*"


def test_downloads_accept_no_other_methods(server: str):
    asked = {**ELSEWHERE, "Access-Control-Request-Method": "PUT"}
    assert requests.options(f"{server}download/map.csv", headers=asked, timeout=60).status_code == 405
    assert requests.post(f"{server}download/map.csv", timeout=60).status_code == 405


@pytest.mark.parametrize("path", ["", "?country=NOR", "healthz", "ws", "static/js/bokeh.min.js", "nothing/here"])
def test_everything_else_allows_no_other_origins(server: str, path: str):
    assert not [name for name in got(server + path).headers if name.lower().startswith("access-control")]


def test_the_websocket_handshake_allows_no_other_origins(server: str):

    async def talk() -> dict[str, str]:
        connection = await connect(server)
        connection.close()
        return dict(connection.headers)

    headers = in_a_thread(talk)
    assert [name for name in headers if name.lower() == "upgrade"]
    assert not [name for name in headers if name.lower().startswith("access-control")]
