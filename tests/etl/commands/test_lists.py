"""`search`, `add` and `remove` on real sockets: their output, JSON, exit codes, and shell completion."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result
from werkzeug import Request, Response

from etl.cli import MODULES
from etl.indicators.configured import configured
from tests.helpers.command_line import plain_text, run

RECORDED = Path(__file__).parents[1] / "sources" / "recorded"
ROOT = Path(__file__).resolve().parents[3]
INDICATOR_LIST = """topics = ["Climate", "Energy & Mining", "People"]

[[indicator]]
code = "SP.POP.TOTL"
topic = "People"
title = "Population"
unit = "people"

[[indicator]]
code = "SP.POP.GROW"
topic = "People"
title = "Population growth"
"""


@pytest.fixture
def listed(tmp_path) -> Path:
    path = tmp_path / "indicators.toml"
    path.write_text(INDICATOR_LIST, "utf-8")
    return path


@pytest.fixture
def service(httpserver) -> None:
    """Serve the recorded lists: EG.ELC.ACCS.ZS has values, EG.EMPTY has none, other codes are unknown."""

    def answer(path: str, name: str) -> None:
        httpserver.expect_request(path).respond_with_data((RECORDED / name).read_bytes())

    answer("/v2/indicator", "catalogue_page.json")
    answer("/v2/indicator/EG.ELC.ACCS.ZS", "description.json")
    answer("/v2/indicator/EG.EMPTY", "description.json")
    answer("/v2/country", "countries.json")

    def values(request: Request) -> Response:
        return Response((RECORDED / f"values_page_{request.args['page']}_of_2.json").read_bytes())

    httpserver.expect_request("/v2/country/all/indicator/EG.ELC.ACCS.ZS").respond_with_handler(values)
    httpserver.expect_request(re.compile("^/v2/indicator/.*")).respond_with_data(
        (RECORDED / "message_120.json").read_bytes()
    )


@pytest.fixture
def etl(httpserver, listed, tmp_path) -> Callable[..., Result]:
    def run_here(command: str, *arguments: str) -> Result:
        options = ["--list", str(listed)]
        if command != "remove":
            options += ["--world-bank-url", httpserver.url_for("/v2/"), "--attempts", "1"]
            options += ["--cache-dir", str(tmp_path / "cache")]
        if command == "search":
            options += ["--data-dir", str(tmp_path / "data")]
        return run([command, *options, *arguments])

    return run_here


def test_search_shows_matches_and_how_to_add_one(service, etl):
    result = etl("search", "access", "electricity")
    assert result.exit_code == 0
    assert "EG.ELC.ACCS.ZS" in result.stdout
    assert "Matches for “access electricity”: 1 of 3 series. Add one: python -m etl add CODE" in plain_text(
        result.stdout
    )


def test_search_with_json_prints_one_document(service, etl, listed):
    listed.write_text(INDICATOR_LIST.replace("SP.POP.GROW", "EN.ATM.CO2E.PC"), "utf-8")
    document = json.loads(etl("search", "co2", "--json").stdout)
    (match,) = document.pop("matches")
    assert document == {"text": "co2", "searched": 3, "total": 1, "suggestion": None, "nearest": []}
    assert (match["id"], match["is_configured"], match["coverage"]) == ("EN.ATM.CO2E.PC", True, None)
    assert (match["source_id"], match["topics"]) == ("57", ["Environment"])


def test_search_without_a_match_suggests_other_words(service, etl):
    assert "No match for “electricty” in 3 series; did you mean “electricity”?" in plain_text(
        etl("search", "electricty").stdout
    )
    assert json.loads(etl("search", "electricty", "--json").stdout)["suggestion"] == "electricity"
    assert "try fewer or other words" in etl("search", "qqqqqqq").stdout


def test_search_shows_the_coverage_of_published_series(etl, refresh, request):
    refresh()  # into the folder that `etl` searches with
    request.getfixturevalue("service")
    (match,) = json.loads(etl("search", "access", "--json").stdout)["matches"]
    assert match["coverage"] == {"first_year": 2000, "last_year": 2004, "economies": 6}
    assert "2000–2004, 6 economies" in plain_text(etl("search", "access").stdout)


def test_search_offers_series_with_some_of_the_words(service, etl):
    result = etl("search", "electricity access prices")
    assert result.exit_code == 0
    assert "No match for “electricity access prices” in 3 series" in plain_text(result.stdout)
    assert "EG.ELC.ACCS.ZS" in result.stdout.partition("Series with some of the words:")[2]


def test_search_uses_the_published_list_if_the_service_is_down(etl, world, refresh):
    refresh()
    world.down.add("worldbank")
    result = etl("search", "capita", "--json")
    assert result.exit_code == 0
    assert "Searched in the list of the published snapshot" in result.stderr
    assert [match["id"] for match in json.loads(result.stdout)["matches"]] == ["NY.GDP.PCAP.KD"]


def test_search_finds_published_series_that_the_service_no_longer_lists(etl, world, refresh):
    refresh()
    world.series = {"SP.POP.TOTL": world.series["SP.POP.TOTL"]}
    (match,) = json.loads(etl("search", "GDP, per 'person'", "--json").stdout)["matches"]  # the title here
    assert match["id"] == "NY.GDP.PCAP.KD"


def test_search_caches_the_list_of_series(service, etl, httpserver):
    etl("search", "access")
    httpserver.clear_all_handlers()
    assert "EG.ELC.ACCS.ZS" in etl("search", "electricity").stdout


def test_search_works_without_coverage_on_a_damaged_snapshot(service, etl, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalog.json").write_text("{")
    result = etl("search", "access", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["total"] == 1
    assert "Coverage is unknown" in result.stderr


def test_add_describes_the_series(service, etl, listed):
    result = etl("add", "EG.ELC.ACCS.ZS", "--range", "0", "100")
    assert result.exit_code == 0, result.stderr
    output = plain_text(result.stdout)
    assert "Added EG.ELC.ACCS.ZS “Access to electricity” under Energy & Mining." in output
    assert "unit % of population source World Development Indicators vintage 2026-07-13" in output
    assert configured(listed)[-1].high == 100


def test_add_and_remove_with_json_print_the_entry(service, etl, listed):
    added = json.loads(etl("add", "EG.ELC.ACCS.ZS", "--topic", "climate", "--json").stdout)
    entry = {
        "code": "EG.ELC.ACCS.ZS",
        "topic": "Climate",
        "title": "Access to electricity",
        "unit": None,
        "range": None,
    }
    assert added["added"] == entry
    assert (added["unit"], added["vintage"], added["rows"]) == ("% of population", "2026-07-13", 5)
    removed = json.loads(etl("remove", "eg.elc.accs.zs", "--json").stdout)
    assert removed == {"removed": entry, "configured": 2, "list": str(listed)}
    assert listed.read_text("utf-8") == INDICATOR_LIST


def test_add_refuses_a_series_without_values_unless_forced(service, etl, listed, httpserver):
    httpserver.clear_all_handlers()
    for path, name in (
        ("/v2/indicator/EG.ELC.ACCS.ZS", "description"),
        ("/v2/country/all/indicator/EG.ELC.ACCS.ZS", "no_values"),
    ):
        httpserver.expect_request(path).respond_with_data((RECORDED / f"{name}.json").read_bytes())
    refused = etl("add", "EG.ELC.ACCS.ZS", "--json")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "the service holds no values of this series; add it anyway with --force" in refused.stderr
    assert listed.read_text("utf-8") == INDICATOR_LIST
    assert etl("add", "EG.ELC.ACCS.ZS", "--force").exit_code == 0


def test_add_of_an_unknown_code_suggests_one_and_changes_nothing(service, etl, listed):
    result = etl("add", "EG.ELC.ACS.ZS")
    assert result.exit_code == 1
    assert "lists no series EG.ELC.ACS.ZS; did you mean EG.ELC.ACCS.ZS?" in result.stderr
    assert listed.read_text("utf-8") == INDICATOR_LIST


@pytest.mark.parametrize("command", [("search", "co2"), ("add", "EG.ELC.ACCS.ZS")])
def test_outage_gives_exit_code_2_and_no_output(etl, listed, httpserver, command):
    httpserver.expect_request(re.compile(".*")).respond_with_data("down", status=503)
    result = etl(*command, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "status 503" in result.stderr
    assert listed.read_text("utf-8") == INDICATOR_LIST


def test_remove_prints_the_remaining_number_or_the_error(etl):
    assert "Removed SP.POP.GROW “Population growth”. Series in the list: 1." in plain_text(
        etl("remove", "SP.POP.GROW").stdout
    )
    missing = etl("remove", "SP.POP.GROW")
    assert missing.exit_code == 1
    assert "SP.POP.GROW is not in indicators.toml" in missing.stderr


@pytest.mark.parametrize("command", MODULES)
def test_help_shows_an_example(command):
    text = plain_text(run([command, "--help"]).stdout)
    assert re.search(rf"Examples?: .*python -m etl {command} ", text)


SHELLS = {
    "bash": lambda line: {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)},
    "zsh": lambda line: {"_TYPER_COMPLETE_ARGS": line},
}


def completed(shell: str, line: str) -> str:
    """Return what the console script prints when a shell asks it to complete a line."""
    asked = {"_CLIMATE_ETL_COMPLETE": f"complete_{shell}", **SHELLS[shell](line)}
    ran = subprocess.run(
        [sys.executable, "-c", "from etl.cli import app; app(prog_name='climate-etl')"],
        env=os.environ | asked,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert ran.stderr == ""
    return ran.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_shell_completes_configured_codes(shell):
    answer = completed(shell, "climate-etl remove EG.ELC.A")
    assert "EG.ELC.ACCS.ZS" in answer
    assert "EG.ELC.COAL.ZS" not in answer


def test_shell_completes_codes_from_the_list_option(listed):
    answer = completed("bash", f"climate-etl remove --list {listed} SP")
    assert answer.split() == ["SP.POP.TOTL", "SP.POP.GROW"]
    listed.write_text("not a list", "utf-8")
    assert completed("bash", f"climate-etl remove --list {listed} SP").split() == []


def test_completion_of_a_code_imports_no_heavy_library():
    asked = {"_CLIMATE_ETL_COMPLETE": "complete_bash", **SHELLS["bash"]("climate-etl remove SP.POP.T")}
    heavy = "{'pandas', 'geopandas', 'pyarrow', 'scipy'}"
    code = f"""
import sys
from etl.cli import app
try:
    app(prog_name='climate-etl')
finally:
    print(sorted({heavy} & set(sys.modules)))
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | asked, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert ran.stdout.split("\n")[:2] == ["SP.POP.TOTL", "[]"], ran.stderr


def test_shell_completes_the_indicators_of_a_refresh():
    answer = completed("bash", "climate-etl refresh --indicator EG.ELC.A")
    assert answer.split() == ["EG.ELC.ACCS.ZS"]


def test_shell_completes_commands():
    assert completed("bash", "climate-etl re").split() == ["refresh", "remove"]


def test_completion_installed_by_python_m_etl_is_for_the_console_script():
    # Under a scheduler no parent process is a shell that could be detected, so the test names one.
    environment = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    command = [sys.executable, "-m", "etl", "--show-completion", "bash"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    assert "_CLIMATE_ETL_COMPLETE=complete_bash" in ran.stdout
    assert ran.stdout.rstrip().endswith("climate-etl")
