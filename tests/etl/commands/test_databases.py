"""Databases of the World Bank besides WDI: a series is asked for where it came from, and a change is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from etl.indicators.configured import configured
from tests.helpers.command_line import INDICATOR_LIST, command_arguments, plain_text, run
from tests.helpers.tiny_tables import published_in
from tests.helpers.tiny_world import ServedSeries, values_everywhere

LAW, OLD = "SG.LAW.INDX", "EN.ATM.CO2E.PC"


@pytest.fixture
def listed(tmp_path) -> Path:
    path = tmp_path / "indicators.toml"
    path.write_text(INDICATOR_LIST, "utf-8")
    return path


@pytest.fixture
def etl(world, data_dir, listed) -> Callable[..., Result]:
    """Run a command in a world with a series of two databases, an archived one, and a code that WDI has too."""
    world.series[LAW] = ServedSeries("Women, Business and the Law (scale 1-100)", values_everywhere(lambda n, y: 60.0))
    world.databases = {
        "14": {
            LAW: ServedSeries(
                "Women, Business and the Law (scale 1-100)", values_everywhere(lambda n, y: 70.0, range(2000, 2003))
            ),
            "SP.POP.TOTL": ServedSeries("Population, total", values_everywhere(lambda n, y: 5.0)),
        },
        "57": {OLD: ServedSeries("CO2 emissions (metric tons per capita)", values_everywhere(lambda n, y: 1.5 + n))},
    }

    def run_here(name: str, *more: str) -> Result:
        if name == "add":
            address = ["--world-bank-url", world.services.world_bank, "--attempts", "1"]
            return run([name, "--list", str(listed), *address, *more])
        return run([*command_arguments(name, data_dir, listed, world.services, attempts=1), *more])

    return run_here


def databases(etl) -> dict[str, str]:
    lines = json.loads(etl("status", "--json").stdout)
    return {line["name"]: line["database"] for line in lines if "." in line["name"]}


def test_a_series_is_asked_for_in_its_database_at_each_refresh(etl, world, data_dir, httpserver):
    assert etl("refresh").exit_code == 0
    assert etl("refresh", "--source", "57").exit_code == 0
    assert databases(etl)[OLD] == "WDI Database Archives (57)"
    assert "WDI Database Archives (57)" in plain_text(etl("status").stdout)
    world.databases["57"][OLD].values[("NAM", 2003)] = 9.0
    httpserver.clear_log()
    assert etl("refresh", "--indicator", OLD).exit_code == 0
    asked = [request.args.get("source") for request, _ in httpserver.log if f"all/indicator/{OLD}" in request.path]
    assert set(asked) == {"57"}
    rows = published_in(data_dir).values(OLD)
    assert rows[(rows.iso3 == "NAM") & (rows.year == 2003)].value.item() == 9.0
    assert published_in(data_dir).indicators.source_id[OLD] == "57"


def test_an_archived_series_is_added_with_its_database_and_refreshed(etl, listed, data_dir):
    result = etl("add", OLD, "--topic", "Energy")
    assert result.exit_code == 0, result.stderr
    assert "WDI Database Archives" in plain_text(result.stdout)
    assert [entry.source_id for entry in configured(listed) if entry.code == OLD] == ["57"]
    assert etl("refresh").exit_code == 0
    assert databases(etl)[OLD] == "WDI Database Archives (57)"
    assert published_in(data_dir).indicators.title[OLD] == "CO2 emissions"
    assert etl("refresh").exit_code == 0  # looked up in its database again


def test_a_database_named_for_a_series_is_asked(etl, listed, data_dir):
    assert etl("add", LAW, "--topic", "People", "--source", "gender").exit_code == 0
    assert configured(listed)[1].source_id == "14"
    assert etl("refresh").exit_code == 0
    assert set(published_in(data_dir).values(LAW).value) == {70.0}
    assert published_in(data_dir).indicators.source[LAW] == "Gender Statistics"


def test_a_database_that_lacks_the_series_is_refused_with_those_that_have_it(etl, listed):
    before = listed.read_text("utf-8")
    result = etl("add", LAW, "--topic", "People", "--source", "57")
    assert result.exit_code == 1
    assert plain_text(result.stderr) == (
        f"WDI Database Archives (57) has no series {LAW}; "
        "it is in: 2 World Development Indicators; 14 Gender Statistics"
    )
    assert listed.read_text("utf-8") == before


def test_a_change_of_database_is_reported_and_shown_until_the_next(etl, data_dir):
    assert etl("refresh").exit_code == 0
    assert etl("refresh", "--source", "14").exit_code == 0
    assert databases(etl)[LAW] == "Gender Statistics (14)"
    assert etl("add", LAW, "--topic", "People").exit_code == 0  # of WDI, which describes it
    result = etl("refresh")
    assert result.exit_code == 0
    sentence = "from World Development Indicators (2) since "
    assert f"{LAW}: {sentence}" in plain_text(result.stderr)
    assert "before that from Gender Statistics (14)" in plain_text(result.stderr)
    assert set(published_in(data_dir).values(LAW).value) == {60.0}
    assert databases(etl)[LAW] == "World Development Indicators (2)"
    again = etl("refresh")
    assert "before that" not in again.stderr
    assert sentence in plain_text(etl("status").stdout)


def test_a_code_of_the_list_keeps_its_database_and_that_is_reported(etl, data_dir):
    assert etl("refresh").exit_code == 0
    result = etl("refresh", "--source", "14", "--json")
    assert result.exit_code == 0
    (note,) = json.loads(result.stdout)["notes"]
    assert note.startswith("Gender Statistics (14): 1 series (SP.POP.TOTL) not taken from it")
    assert published_in(data_dir).values("SP.POP.TOTL").value.max() > 1e6
    assert databases(etl)["SP.POP.TOTL"] == "World Development Indicators (2)"


def test_add_refuses_what_a_refresh_would(etl, world, listed, httpserver):
    before = listed.read_text("utf-8")
    monthly = ServedSeries("Exchange rate (per US$)", {("BRA", "2012M01"): 1.0, ("NAM", "2012M01"): None})
    regions = ServedSeries("Of regions (%)", {(f"R{n:04}", 2000): 80.0 for n in range(2170)})
    groups = ServedSeries("Of groups (%)", {("WLD", 2000): 1.0, ("HIC", 2000): 2.0})
    world.series |= {"DPANUSSPF": monthly, "SUB.NAT": regions, "AGG.ONLY": groups}
    for code, words in {
        "DPANUSSPF": "DPANUSSPF: not a yearly series; it has values for '2012M01'",
        "SUB.NAT": "SUB.NAT: values for 2170 codes in no list of countries, such as R0000, R0001, R0002",
        "AGG.ONLY": "AGG.ONLY: values for aggregates only, none for an economy",
    }.items():
        result = etl("add", code, "--topic", "Economy")
        assert (result.exit_code, plain_text(result.stderr)) == (1, words)
        assert listed.read_text("utf-8") == before
    result = etl("add", LAW, "--topic", "People", "--range", "0", "50")
    assert result.exit_code == 1
    assert "40 values outside 0.0 to 50.0, the first is 60" in result.stderr
