"""`search`, `add` and `remove` on real sockets: what they say to people and machines, exit codes, and completion."""

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

from etl.cli import MODULES
from etl.indicators.configured import configured
from tests.helpers.command_line import run, words

RECORDED = Path(__file__).parents[1] / "sources" / "recorded"
ROOT = Path(__file__).resolve().parents[3]
LISTED = """topics = ["Climate", "Energy", "People"]

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
    path.write_text(LISTED, "utf-8")
    return path


@pytest.fixture
def service(httpserver) -> None:
    """The lists as recorded; EG.ELC.ACCS.ZS has values, EG.EMPTY none, anything else is unknown."""

    def answer(path: str, name: str) -> None:
        httpserver.expect_request(path).respond_with_data((RECORDED / name).read_bytes())

    answer("/v2/indicator", "catalogue_page.json")
    answer("/v2/indicator/EG.ELC.ACCS.ZS", "description.json")
    answer("/v2/indicator/EG.EMPTY", "description.json")
    answer("/v2/country/all/indicator/EG.ELC.ACCS.ZS", "values_page_1_of_2.json")
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


def test_search_shows_code_name_and_source_and_how_to_go_on(service, etl):
    result = etl("search", "access", "electricity")
    assert result.exit_code == 0
    assert "EG.ELC.ACCS.ZS" in result.stdout
    assert "1 of 3 series have “access electricity”. To keep one fresh: add CODE" in words(result.stdout)


def test_search_for_machines_is_one_document(service, etl, listed):
    listed.write_text(LISTED.replace("SP.POP.GROW", "EN.ATM.CO2E.PC"), "utf-8")
    document = json.loads(etl("search", "co2", "--json").stdout)
    (match,) = document.pop("matches")
    assert document == {"text": "co2", "searched": 3, "total": 1, "suggestion": None}
    assert (match["id"], match["is_configured"], match["coverage"]) == ("EN.ATM.CO2E.PC", True, None)
    assert (match["source_id"], match["topics"]) == ("57", ["Environment"])


def test_search_tells_what_was_meant(service, etl):
    assert "None of 3 series has “electricty”; did you mean: electricity" in words(etl("search", "electricty").stdout)
    assert json.loads(etl("search", "electricty", "--json").stdout)["suggestion"] == "electricity"
    assert "try fewer or other words" in etl("search", "qqqqqqq").stdout


def test_search_shows_coverage_of_what_is_published(etl, refresh, request):
    refresh()  # into the folder that `etl` searches with
    request.getfixturevalue("service")
    (match,) = json.loads(etl("search", "access", "--json").stdout)["matches"]
    assert match["coverage"] == {"first_year": 2000, "last_year": 2004, "economies": 6}
    assert "2000–2004, 6 economies" in words(etl("search", "access").stdout)


def test_the_list_of_series_is_fetched_once_a_week(service, etl, httpserver):
    etl("search", "access")
    httpserver.clear_all_handlers()
    assert "EG.ELC.ACCS.ZS" in etl("search", "electricity").stdout


def test_a_damaged_snapshot_costs_search_the_coverage_only(service, etl, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalog.json").write_text("{")
    result = etl("search", "access", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["total"] == 1
    assert "Coverage is not known" in result.stderr


def test_add_says_what_the_series_is(service, etl, listed):
    result = etl("add", "EG.ELC.ACCS.ZS", "--range", "0", "100")
    assert result.exit_code == 0, result.stderr
    said = words(result.stdout)
    assert "Added EG.ELC.ACCS.ZS “Access to electricity” under Energy." in said
    assert "unit % of population source World Development Indicators vintage 2026-07-13" in said
    assert configured(listed)[-1].high == 100


def test_add_and_remove_for_machines(service, etl, listed):
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
    assert listed.read_text("utf-8") == LISTED


def test_add_refuses_a_series_without_values_unless_forced(service, etl, listed, httpserver):
    httpserver.clear_all_handlers()
    for path, name in (
        ("/v2/indicator/EG.ELC.ACCS.ZS", "description"),
        ("/v2/country/all/indicator/EG.ELC.ACCS.ZS", "no_values"),
    ):
        httpserver.expect_request(path).respond_with_data((RECORDED / f"{name}.json").read_bytes())
    refused = etl("add", "EG.ELC.ACCS.ZS", "--json")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "the service holds no values of this series; with --force it is added all the same" in refused.stderr
    assert listed.read_text("utf-8") == LISTED
    assert etl("add", "EG.ELC.ACCS.ZS", "--force").exit_code == 0


def test_add_of_an_unknown_code_suggests_and_changes_nothing(service, etl, listed):
    result = etl("add", "EG.ELC.ACS.ZS")
    assert result.exit_code == 1
    assert "lists no series EG.ELC.ACS.ZS; did you mean EG.ELC.ACCS.ZS?" in result.stderr
    assert listed.read_text("utf-8") == LISTED


@pytest.mark.parametrize("command", [("search", "co2"), ("add", "EG.ELC.ACCS.ZS")])
def test_an_outage_is_exit_code_2_with_nothing_on_stdout(etl, listed, httpserver, command):
    httpserver.expect_request(re.compile(".*")).respond_with_data("down", status=503)
    result = etl(*command, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "status 503" in result.stderr
    assert listed.read_text("utf-8") == LISTED


def test_remove_says_how_many_are_left_or_what_is_wrong(etl):
    assert "SP.POP.GROW “Population growth” is no longer kept fresh. Series left in the list: 1." in words(
        etl("remove", "SP.POP.GROW").stdout
    )
    missing = etl("remove", "SP.POP.GROW")
    assert missing.exit_code == 1
    assert "SP.POP.GROW is not in indicators.toml" in missing.stderr


@pytest.mark.parametrize("command", MODULES)
def test_help_shows_an_example(command):
    said = words(run([command, "--help"]).stdout)
    assert re.search(rf"Examples?: .*python -m etl {command} ", said)


SHELLS = {
    "bash": lambda line: {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)},
    "zsh": lambda line: {"_TYPER_COMPLETE_ARGS": line},
}


def completed(shell: str, line: str) -> str:
    """What the console script answers to a shell that asks how a line goes on."""
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
def test_the_shell_completes_codes_of_the_configured_list(shell):
    answer = completed(shell, "climate-etl remove EG.ELC.A")
    assert "EG.ELC.ACCS.ZS" in answer
    assert "EG.ELC.COAL.ZS" not in answer


def test_the_shell_completes_from_the_list_named_on_the_line(listed):
    answer = completed("bash", f"climate-etl remove --list {listed} SP")
    assert answer.split() == ["SP.POP.TOTL", "SP.POP.GROW"]
    listed.write_text("not a list", "utf-8")
    assert completed("bash", f"climate-etl remove --list {listed} SP").split() == []


def test_completing_a_code_waits_for_no_library_of_figures():
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


def test_the_shell_completes_the_indicators_of_a_refresh():
    answer = completed("bash", "climate-etl refresh --indicator EG.ELC.A")
    assert answer.split() == ["EG.ELC.ACCS.ZS"]


def test_the_shell_completes_commands():
    assert completed("bash", "climate-etl re").split() == ["refresh", "remove"]


def test_what_python_m_etl_installs_completes_the_console_script():
    # Without a shell among its parents, as under a scheduler, there is none to be found out: it is named.
    environment = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    command = [sys.executable, "-m", "etl", "--show-completion", "bash"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    assert "_CLIMATE_ETL_COMPLETE=complete_bash" in ran.stdout
    assert ran.stdout.rstrip().endswith("climate-etl")
