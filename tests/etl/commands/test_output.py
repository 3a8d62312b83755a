"""Output of every command: foreign text as it is, and readable in encodings that lack some of its characters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from etl.cli import MODULES, app
from etl.commands.encoding import in_ascii
from tests.helpers.command_line import INDICATOR_LIST, command_arguments, plain_text, run
from tests.helpers.tiny_tables import ABOUT, publish, valid_tables

ROOT = Path(__file__).resolve().parents[3]
TITLE = "CO₂ “per head” – [ts] [/old] :cat: Côte d’Ivoire ✓"


@pytest.fixture
def odd_list(tmp_path) -> Path:
    path = tmp_path / "indicators.toml"
    path.write_text(INDICATOR_LIST.replace('"Access to electricity"', f"'{TITLE}'"), "utf-8")
    return path


@pytest.mark.parametrize("folder", ["br [old] x", "br [/old] x", "[bold] :cat:"])
def test_titles_and_folders_that_look_like_markup_are_printed_as_they_are(world, odd_list, tmp_path, folder):
    place = tmp_path / folder / "data"
    world.series["EG.ELC.ACCS.ZS"].name = "Access [red] (% of [/red] people)"
    arguments = command_arguments("refresh", place, odd_list, world.services, attempts=1)
    result = run(arguments)
    assert result.exit_code == 0, result.stderr
    output = plain_text(result.stdout)
    assert f"in {place}: 3 indicators" in output
    assert TITLE in output
    world.down.add("EG.ELC.ACCS.ZS")
    world.release("EG.ELC.ACCS.ZS")
    assert TITLE in plain_text(run(arguments).stderr)
    assert run(["check", "--data-dir", str(place)]).exit_code == 0
    missing = run(["status", "--data-dir", f"{place} [/red]", "--list", str(odd_list)])
    assert f"nothing is published in {place} [/red]" in missing.stderr
    help_text = CliRunner(env={"COLUMNS": "300"}).invoke(app, ["status", "--help"])
    assert help_text.exit_code == 0


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("figures") / "data"
    folder.mkdir()
    absent = {"state": "absent", "title": "CO₂ emissions", "reason": TITLE}
    publish(folder, valid_tables(), ABOUT | {"series": ABOUT["series"] | {"EN.GHG.CO2.MT": absent}})
    return folder


def run_in(encoding: str, arguments: list[str]) -> Result:
    result = CliRunner(charset=encoding).invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.mark.parametrize("encoding", ["iso-8859-1", "ascii", "cp850", "utf-8"])
@pytest.mark.parametrize("command", [*MODULES, ""])
def test_help_is_readable_in_any_encoding(encoding, command):
    result = run_in(encoding, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert "Usage: " in result.stdout
    assert "?" not in result.stdout


IN_ENCODING = {
    "utf-8": TITLE,
    "iso-8859-1": 'CO2 "per head" - [ts] [/old] :cat: Côte d\'Ivoire *',
    "cp850": 'CO2 "per head" - [ts] [/old] :cat: Côte d\'Ivoire *',
    "ascii": 'CO2 "per head" - [ts] [/old] :cat: Cote d\'Ivoire *',
}


@pytest.mark.parametrize(("encoding", "title"), IN_ENCODING.items(), ids=IN_ENCODING)
def test_a_result_is_readable_and_has_the_exit_code_of_its_command(encoding, title, published, odd_list):
    arguments = ["status", "--data-dir", str(published), "--list", str(odd_list)]
    status = run_in(encoding, arguments)
    assert status.exit_code == 0
    assert title in plain_text(status.stdout.replace("|", " "))
    reasons = {line["reason"] for line in json.loads(run_in(encoding, [*arguments, "--json"]).stdout)}
    assert TITLE in reasons  # JSON loses nothing
    missing = run_in(encoding, ["status", "--data-dir", f"{published}/{TITLE}", "--list", str(odd_list)])
    assert missing.exit_code == 1
    assert f"nothing is published in {published}/{title}; run:" in missing.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp850"])
def test_a_process_with_another_encoding_ends_as_it_would(encoding, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "etl", "status", "--data-dir", str(tmp_path / "CO₂ – κ")],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert ran.returncode == 1
    assert "CO2 - ?; run:" in ran.stderr.decode(encoding)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain", "plain"),
        ("1901–2024", "1901-2024"),
        ("Côte d’Ivoire, Åland, Łódź, Curaçao", "Cote d'Ivoire, Aland, Lodz, Curacao"),
        ("m² CO₂ … ½", "m2 CO2 ... 1/2"),
        ("25 °C", "25 deg C"),
        ("中文", "??"),
        ("e\u0301", "e"),
    ],
)
def test_ascii_form(text, plain):
    assert in_ascii(text) == plain
