"""`add-file` and `remove OWN.…`: a user's own series is published with the others, and every refresh keeps it."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import Result

from etl.commands import own as own_command
from etl.contract import validate
from etl.errors import ListError, PublishError
from etl.indicators.configured import configured
from etl.model import pipeline as model_pipeline
from etl.model.panel import Target
from etl.model.pipeline import ModelRequest
from etl.refresh import own as own_refresh
from etl.snapshot import published as published_snapshot
from etl.sources import userfile
from tests.helpers import tiny_model
from tests.helpers.command_line import plain_text, run
from tests.helpers.tiny_tables import published_in, tables_of
from tests.helpers.tiny_world import CONFIGURED

CSV = "Country;Year;Solar power (kWh a person)\nBRA;2001;1,5\nBrazil;2001;1,5\nNamibia;2002;3\nKosovo;2003;0,25\n"
GOOD = CSV.replace("BRA;2001;1,5\n", "Atlantis;2001;1,5\n")
ABOUT = ("--source", "My survey", "--licence", "CC BY 4.0")
VALUES = {("BRA", 2001): 1.5, ("NAM", 2002): 3.0, ("XKX", 2003): 0.25}


@pytest.fixture(scope="module")
def published_once(tmp_path_factory) -> Path:
    """Return a snapshot of three economies and the World, to be copied."""
    from tests.helpers.tiny_tables import publish, valid_tables

    place = tmp_path_factory.mktemp("own") / "data"
    publish(place, valid_tables())
    return place


@pytest.fixture(autouse=True)
def few_economies_here(monkeypatch) -> None:
    monkeypatch.setattr(validate, "FEWEST_ECONOMIES", 3)


@pytest.fixture
def folder(published_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published_once, tmp_path / "own"))


@pytest.fixture
def add(folder: Path, tmp_path: Path) -> Callable[..., Result]:
    """Run add-file on a file with this content."""

    def run_here(
        content: str | bytes, *options: str, name: str = "solar.csv", about: tuple[str, ...] = ABOUT
    ) -> Result:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return run(["add-file", str(path), "--data-dir", str(folder), *about, *options])

    return run_here


def own_values(place: Path, code: str = "OWN.SOLAR.POWER") -> dict[tuple[str, int], float]:
    rows = published_in(place).values(code)
    return dict(zip(zip(rows.iso3, rows.year, strict=True), rows.value, strict=True))


def assert_sound(place: Path) -> None:
    result = run(["check", "--json", "--data-dir", str(place)])
    assert json.loads(result.stdout)["problems"] == []


def test_a_file_becomes_a_series_like_any_other_marked_as_the_users_own(add, folder):
    before = published_in(folder).catalog
    result = add(GOOD, "--date", "2026-05-01")
    assert result.exit_code == 0, result.output
    assert "1 value left out, of places in no list: “Atlantis”." in plain_text(result.stdout)
    assert "Published OWN.SOLAR.POWER “Solar power” (kWh a person) with snapshot-" in plain_text(result.stdout)
    published = published_in(folder)
    assert own_values(folder) == VALUES
    row = published.description("OWN.SOLAR.POWER")
    assert (row["title"], row["unit"], row["organisation"], row["licence"], row["last_updated"], row["topic"]) == (
        "Solar power", "kWh a person", "My survey", "CC BY 4.0", "2026-05-01", "Own figures",
    )  # fmt: skip
    assert row["source"] == "Own figures, not the World Bank’s: My survey"
    assert (row["first_year"], row["last_year"], row["countries"]) == (2001, 2003, 3)
    assert published.indicators.is_own.to_dict() == dict.fromkeys(["SP.POP.TOTL", "EG.ELC.ACCS.ZS"], False) | {
        "OWN.SOLAR.POWER": True
    }
    assert list(published.indicators.id)[-1] == "OWN.SOLAR.POWER"
    entry = published.catalog["series"]["OWN.SOLAR.POWER"]
    assert (entry["state"], entry["file"], entry["vintage"]) == ("own", "solar.csv", "2026-05-01")
    unchanged = {key: value for key, value in before.items() if key not in own_refresh.OF_THIS_SNAPSHOT}
    assert {key: published.catalog[key] for key in unchanged} == unchanged
    for name in ("countries", "temperature", "warming"):
        assert published.catalog["tables"][name]["sha256"] == before["tables"][name]["sha256"]
    assert (
        "`OWN.SOLAR.POWER` is a user's own series, not the World Bank's: Solar power"
        in (folder / "README.md").read_text()
    )
    assert_sound(folder)
    lines = json.loads(run(["status", "--json", "--data-dir", str(folder)]).stdout)
    assert {line["name"]: line["state"] for line in lines}["OWN.SOLAR.POWER"] == "own"
    stale = json.loads(run(["status", "--stale", "--json", "--data-dir", str(folder)]).stdout)
    assert "OWN.SOLAR.POWER" not in {line["name"] for line in stale}


def test_removing_it_leaves_what_was_there(add, folder):
    before = tables_of(published_in(folder))
    add(GOOD)
    result = run(["remove", "own.solar.power", "--data-dir", str(folder)])
    assert result.exit_code == 0
    assert "Removed OWN.SOLAR.POWER “Solar power” from the snapshot" in plain_text(result.stdout)
    after = tables_of(published_in(folder))
    for name, table in before.items():
        pd.testing.assert_frame_equal(after[name], table)
    assert "OWN.SOLAR.POWER" not in published_in(folder).catalog["series"]
    assert_sound(folder)
    again = run(["remove", "OWN.SOLAR.POWER", "--data-dir", str(folder)])
    assert again.exit_code == 1
    assert "OWN.SOLAR.POWER is not in the snapshot; own series there: none" in plain_text(again.stderr)


def test_a_second_file_replaces_the_first_only_when_asked_and_revisions_are_recorded(add, folder):
    add(GOOD, "--date", "2026-05-01")
    refused = add(GOOD.replace("3\n", "4\n"))
    assert refused.exit_code == 1
    assert "OWN.SOLAR.POWER is in the snapshot already: “Solar power”; use --replace" in plain_text(refused.stderr)
    assert own_values(folder) == VALUES
    result = add(GOOD.replace("Namibia;2002;3", "Namibia;2002;4"), "--replace", "--date", "2026-06-01")
    assert "Replaced OWN.SOLAR.POWER: 0 new values, 1 revised." in plain_text(result.stdout)
    assert own_values(folder) == VALUES | {("NAM", 2002): 4.0}
    (revision,) = published_in(folder).table("revisions").to_dict("records")
    assert (revision["iso3"], revision["old_value"], revision["new_value"]) == ("NAM", 3.0, 4.0)
    assert (revision["old_vintage"], revision["new_vintage"]) == ("2026-05-01", "2026-06-01")
    assert_sound(folder)


def test_later_years_are_forecasts(add, folder):
    add("iso3,year,v\nBRA,2001,1\nBRA,2095,2\n", "--title", "Later", "--unit", "m")
    rows = published_in(folder).values("OWN.LATER")
    assert dict(zip(rows.year, rows.status, strict=True)) == {2001: "", 2095: "F"}
    assert published_in(folder).description("OWN.LATER")["last_year"] == 2001


def test_every_refresh_keeps_own_series(refresh, data_dir, tmp_path, monkeypatch):
    monkeypatch.setattr(validate, "FEWEST_ECONOMIES", 6)
    refresh()
    path = tmp_path / "solar.csv"
    path.write_text(GOOD)
    assert run(["add-file", str(path), "--data-dir", str(data_dir), *ABOUT]).exit_code == 0
    for options in ({}, {"prune": True}, {"refetch": True}, {"force": True}):
        outcome = refresh(CONFIGURED[:1], configured=CONFIGURED, **options)
        assert outcome.removed == []
        assert own_values(data_dir) == VALUES
        row = published_in(data_dir).description("OWN.SOLAR.POWER")
        assert (row["is_own"], row["organisation"], row["title"]) == (True, "My survey", "Solar power")
        assert outcome.catalog["series"]["OWN.SOLAR.POWER"]["state"] == "own"
    assert outcome.catalog["tables"]["observations"]["rows"] == sum(
        len(rows) for _, rows in published_in(data_dir).all_values()
    )


def test_a_refresh_that_cannot_carry_own_series_over_refuses_to_lose_them(add, folder):
    add(GOOD)
    catalog = json.loads((folder / "catalog.json").read_text())
    own_refresh.refuse_to_lose(catalog | {"contract": 1}, force=True)
    with pytest.raises(PublishError, match=r"OWN.SOLAR.POWER cannot be carried over from a snapshot with contract"):
        own_refresh.refuse_to_lose(catalog | {"contract": 1}, force=False)


@pytest.mark.parametrize("command", [["refresh", "--indicator", "OWN.X"], ["add", "own.x"]])
def test_the_world_bank_is_not_asked_for_own_series(command, tmp_path, httpserver):
    result = run([*command, "--world-bank-url", httpserver.url_for("/v2"), "--attempts", "1"])
    assert result.exit_code == 1
    assert "is of a user's own file; the World Bank is not asked for it" in plain_text(result.stderr)
    assert httpserver.log == []


def test_own_series_are_part_of_the_model_step(tmp_path, monkeypatch):
    rows = tiny_model.panel()
    folder = tiny_model.publish(tmp_path / "model", rows)
    monkeypatch.setattr(validate, "problems", lambda tables: [])  # this snapshot has no more than the step needs
    lines = [f"{rows.codes[c]},{y},{n % 7}" for n, (c, y) in enumerate(zip(rows.country, rows.year, strict=True))]
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(["iso3,year,mine", *lines]))
    result = run(["add-file", str(path), "--data-dir", str(tmp_path / "model"), *ABOUT, "--unit", "points"])
    assert result.exit_code == 0, result.output
    published = published_snapshot.open_published(folder)
    clean = model_pipeline.clean_snapshot(published, ModelRequest(Target("anomaly", (1961, 1990)), resamples=3))
    assert "OWN.MINE" in clean.panel.features


def test_excel_and_parquet_files(add, folder, tmp_path):
    frame = pd.DataFrame({"iso3": ["BRA", "NAM"], "year": [2001, 2002], "value": [1.5, 3.0]})
    frame.to_parquet(tmp_path / "frame.parquet")
    result = add((tmp_path / "frame.parquet").read_bytes(), "--title", "P", "--unit", "m", name="p.parquet")
    assert result.exit_code == 0, result.output
    assert own_values(folder, "OWN.P") == {("BRA", 2001): 1.5, ("NAM", 2002): 3.0}
    rows = [["Country", "Year", "Value"], ["Brazil", 2001, 1.5], ["Namibia", 2002, 3]]
    result = add(excel({"Data": rows}), "--title", "E", "--unit", "m", name="e.xlsx")
    assert result.exit_code == 0, result.output
    assert own_values(folder, "OWN.E") == {("BRA", 2001): 1.5, ("NAM", 2002): 3.0}
    several = excel({"Notes": [["read me"]], "Data": rows})
    result = add(several, "--title", "S", "--unit", "m", name="s.xlsx")
    assert "s.xlsx: the file has several sheets; choose one with --sheet: Notes, Data." in plain_text(result.stderr)
    assert add(several, "--title", "S", "--unit", "m", "--sheet", "Data", name="s.xlsx").exit_code == 0
    assert own_values(folder, "OWN.S") == {("BRA", 2001): 1.5, ("NAM", 2002): 3.0}
    result = add(several, "--sheet", "Dta", name="s.xlsx")
    assert "s.xlsx: there is no sheet “Dta”; there are Notes, Data." in plain_text(result.stderr)


def excel(sheets: dict[str, list[list]]) -> bytes:
    """Return the smallest Excel file with these sheets."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    def cell(value: object) -> str:
        return (
            f"<c><v>{value}</v></c>" if not isinstance(value, str) else f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        )

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{parts}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{listed}</sheets></workbook>'
        )
        targets = "".join(
            f'<Relationship Id="r{n}" Type="{relations}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{targets}</Relationships>'
        )
        for n, rows in enumerate(sheets.values(), 1):
            body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
            )
    return out.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


BAD_FILES = {
    "password or damage": (
        b"\xd0\xcf\x11\xe0" + bytes(600),
        "the Excel file cannot be opened: it is damaged, or has a password",
    ),
    "a cut archive": (zipped("xl/workbook.xml", b"<a/>")[:60], "the file is damaged: it begins as an Excel file"),
    "an archive of something else": (zipped("solar.csv", b"a,b"), "the file is a zip archive; unpack it"),
    "damage in a sheet": (zipped("xl/workbook.xml", b"<a/>"), "the Excel file cannot be opened"),
    "damaged Parquet": (b"PAR1" + bytes(50), "the Parquet file cannot be opened: it is damaged."),
    "only aggregates": ("iso3,year,v\nWLD,2001,1\n", "values for aggregates only, none for an economy"),
    "markup": ("<html><body>Not found</body></html>", "the file is a web page, not a table"),
    "two value columns": ("iso3,year,a,b\nBRA,2001,1,2\n", "name or leave only one (--value)."),
    "thousands or decimals": ("iso3;year;v\nBRA;2001;1,234\n", "without thousands separators (or --decimal)."),
    "repeated": (CSV, "rows 2 and 3 both have a value of"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_gets_one_sentence_and_changes_nothing(kind, add, folder):
    content, sentence = BAD_FILES[kind]
    before = (folder / "catalog.json").read_bytes()
    result = add(content, "--unit", "m")
    assert result.exit_code == 1
    assert sentence in plain_text(result.stderr)
    assert len(result.stderr.strip().splitlines()) == 1
    assert (folder / "catalog.json").read_bytes() == before
    assert published_in(folder).is_whole


def test_a_file_that_is_too_large_is_refused_before_it_is_read(add, folder, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    result = run(["add-file", str(path), "--data-dir", str(folder)])
    assert "large.csv: the file has 100.0 MB, the most is 20; keep one series." in plain_text(result.stderr)


def test_an_excel_file_that_unpacks_to_too_much_is_not_unpacked(add, monkeypatch):
    monkeypatch.setattr(userfile, "MOST_UNPACKED_BYTES", 1_000_000)
    result = add(zipped("xl/w.xml", bytes(2_000_000)), name="bomb.xlsx")
    assert "bomb.xlsx: the file unpacks to 2 MB, which no table of one series has." in plain_text(result.stderr)


def test_what_is_no_readable_file(folder, tmp_path, monkeypatch):
    def message(path: Path) -> str:
        result = run(["add-file", str(path), "--data-dir", str(folder)])
        assert result.exit_code == 1
        return plain_text(result.stderr)

    assert message(tmp_path) == f"{tmp_path.name}: this is a folder; name a file."
    assert message(tmp_path / "none.csv") == "none.csv: there is no such file."
    os.mkfifo(tmp_path / "pipe.csv")
    assert message(tmp_path / "pipe.csv") == "pipe.csv: there is no such file."

    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "secret.csv").write_text(GOOD)
    monkeypatch.setattr(userfile.Path, "read_bytes", refused)
    assert message(tmp_path / "secret.csv") == "secret.csv: the file cannot be read (Permission denied)."


def test_what_no_option_gives_is_asked_for_or_named(add, folder, monkeypatch):
    result = add("iso3,year,value\nBRA,2001,1\n", about=())
    assert result.exit_code == 1
    assert "solar.csv: --unit, --source, --licence needed; give them here" in plain_text(result.stderr)
    asked = []

    def prompt(question: str, default: str | None = None) -> str:
        asked.append((question, default))
        return default or {"Source": "My survey", "Licence": "CC0"}[question]

    monkeypatch.setattr(own_command, "is_interactive", lambda: True)
    monkeypatch.setattr(own_command.typer, "prompt", prompt)
    assert add(GOOD, about=()).exit_code == 0
    assert asked == [("Title", "Solar power"), ("Unit", "kWh a person"), ("Source", None), ("Licence", None)]
    assert published_in(folder).description("OWN.SOLAR.POWER")["licence"] == "CC0"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--title", "=cmd()"), "the title '=cmd()' begins as a formula of a spreadsheet does"),
        (("--unit", "x" * 201), "the unit has 201 characters, the most is 200"),
        (("--code", "OWN."), "'OWN.' is not a code such as OWN.SOLAR"),
        (("--code", "so lar"), "'so lar' is not a code such as OWN.SOLAR"),
        (("--sheet", "One"), "the file is not an Excel file; leave out --sheet."),
        (("--value", "None"), "no column is called “None”"),
        (("--title", "Population", "--unit", "people"), "SP.POP.TOTL has the title “Population” and the unit people"),
    ],
)
def test_bad_options_get_one_sentence(options, sentence, add, folder):
    before = (folder / "catalog.json").read_bytes()
    result = add(GOOD, *options)
    assert result.exit_code == 1
    assert sentence in plain_text(result.stderr)
    assert (folder / "catalog.json").read_bytes() == before


def test_markup_in_a_title_is_shown_as_it_is(add):
    assert "“[red]Solar[/] [bold”" in plain_text(add(GOOD, "--title", "[red]Solar[/] [bold").stdout)


def test_json_and_dry_run(add, folder):
    before = (folder / "catalog.json").read_bytes()
    answer = json.loads(add(GOOD, "--dry-run", "--json", about=()).stdout)
    assert (answer["published"], answer["values"], answer["unmatched"]) == (False, 3, {"Atlantis": 1})
    assert "Nothing was published (--dry-run)." in add(GOOD, "--dry-run").stdout
    assert (folder / "catalog.json").read_bytes() == before
    answer = json.loads(add(GOOD, "--json").stdout)
    assert (answer["id"], answer["values"], answer["years"]) == ("OWN.SOLAR.POWER", 3, [2001, 2003])
    answer = json.loads(run(["remove", "OWN.SOLAR.POWER", "--json", "--data-dir", str(folder)]).stdout)
    assert answer["removed"] == {"code": "OWN.SOLAR.POWER", "title": "Solar power"}


def test_nothing_is_published_where_the_disk_fails(add, folder, monkeypatch):
    before = (folder / "catalog.json").read_bytes()

    def full(*arguments: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(own_refresh.Draft, "add_table", full)
    result = add(GOOD)
    assert result.exit_code == 1
    assert "no space left on device; free some space there and try again" in plain_text(result.stderr)
    assert (folder / "catalog.json").read_bytes() == before
    assert published_in(folder).is_whole


def test_without_a_snapshot_the_sentence_names_the_command_to_run(add, tmp_path):
    result = add(GOOD, "--data-dir", str(tmp_path / "nowhere"))
    assert result.exit_code == 1
    assert "nothing is published in" in plain_text(result.stderr)


def test_an_own_code_in_the_list_is_refused(tmp_path):
    listed = tmp_path / "list.toml"
    listed.write_text('topics = ["A"]\n[[indicator]]\ncode = "OWN.X"\ntopic = "A"\ntitle = "X"\nunit = "m"\n')
    with pytest.raises(ListError, match=r"OWN\.X: codes that begin with OWN\. are of users' own files"):
        configured(listed)
