"""`add-file`: publish a user's own indicator from a file, with the figures of the World Bank."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from etl.commands import options
from etl.commands.console import exit_for, print_error, print_json, print_out
from etl.errors import EtlError, FileError, ListError, PublishError
from etl.refresh import own as own_series
from etl.refresh.own import Outcome
from etl.refresh.own_tables import TOPIC, OwnSeries, own_code
from etl.sources import userfile
from storage import FolderError, open_folder
from storage.locations import etl_command
from tabular import OwnTable, TableError, read_cells
from tabular.numbers import Decimal
from tabular.reading import title_and_unit

MOST_CODE = 30
"""Characters of a code made from a title."""

MOST_LABEL = 200
"""Characters of a title, unit, source or licence."""


def add_file(
    file: Annotated[Path, typer.Argument(help="CSV, Excel or Parquet file with a place, a year and a value.")],
    title: Annotated[str | None, typer.Option(help="Short name without the unit.")] = None,
    unit: Annotated[str | None, typer.Option(help="Unit of the values.")] = None,
    source: Annotated[str | None, typer.Option(help="Producer of the figures.")] = None,
    licence: Annotated[str | None, typer.Option(help="Licence of the figures.")] = None,
    code: Annotated[str | None, typer.Option(help="Code, beginning OWN.", show_default="made from the title")] = None,
    topic: Annotated[str, typer.Option(help="Topic in the menu.")] = TOPIC,
    note: Annotated[str, typer.Option(help="Definition, in a sentence or two.")] = "",
    vintage: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Date of the figures.", show_default="the file's date"),
    ] = None,
    value: Annotated[str | None, typer.Option(help="Heading of the value column, if there are several.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of an Excel file, if there are several.")] = None,
    decimal: Annotated[Decimal | None, typer.Option(help="Decimal sign, if the numbers do not show it.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the own series with this code.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be read; publish nothing.")] = False,
    data_dir: options.DataDir = options.DATA_DIR,
    as_json: options.AsJson = False,
) -> None:
    """Add your own indicator from a file: it is then a series like any other, marked as your own.

    The file has a column of places (ISO codes or names), and a column of years and one of values, or a column for
    each year. Title, unit, source and licence are asked for where no option gives them. Every refresh keeps the
    series; `remove` removes it.
    """
    try:
        folder = open_folder(data_dir)
        rows = userfile.rows(file, sheet)
        table = _table(file, rows, own_series.place_names(folder), value, decimal)
        if not as_json:
            print_out("\n".join(table.sentences))
        if dry_run:
            _print_dry_run(table, as_json)
            return
        own = _described(file, table, title, unit, source, licence, code, topic, note, vintage)
        outcome = own_series.publish(own, table, folder, replace=replace)
    except FolderError as error:
        raise exit_for(PublishError(str(error))) from error
    except EtlError as error:
        raise exit_for(error) from error
    _print_outcome(outcome, table, as_json)


def _table(
    file: Path,
    rows: userfile.Rows,
    places: own_series.PlaceNames,
    value: str | None,
    decimal: Decimal | None,
) -> OwnTable:
    try:
        return read_cells(rows, places, value=value, decimal=decimal)
    except TableError as error:
        hints = {"name or leave only one": " (--value)", "thousands separators": " (or --decimal)"}
        hint = next((words for part, words in hints.items() if part in str(error)), "")
        raise FileError(file.name, str(error).removesuffix(".") + f"{hint}.") from error


def _described(
    file: Path,
    table: OwnTable,
    title: str | None,
    unit: str | None,
    source: str | None,
    licence: str | None,
    code: str | None,
    topic: str,
    note: str,
    vintage: datetime | None,
) -> OwnSeries:
    """Return the description of the series, from the options, the heading, and the user's answers."""
    heading, unit_there = title_and_unit(table.heading)
    suggested = file.stem if heading.casefold() in ("", "value", "values") else heading
    answers = {
        "title": _answer("title", title, suggested),
        "unit": _answer("unit", unit, unit_there),
        "source": _answer("source", source, ""),
        "licence": _answer("licence", licence, ""),
    }
    missing = [f"--{name}" for name, answer in answers.items() if not answer]
    if missing:
        raise ListError(f"{file.name}: {', '.join(missing)} needed; give {'it' if len(missing) == 1 else 'them'} here")
    labels = {name: _label(name, answer) for name, answer in answers.items()}
    day = vintage.date() if vintage else date.fromtimestamp(file.stat().st_mtime)
    return OwnSeries(
        own_code(code or _code_of(labels["title"])),
        **labels,
        file=file.name,
        vintage=day.isoformat(),
        note=note,
        topic=_label("topic", topic),
    )


def _answer(name: str, given: str | None, suggested: str) -> str:
    if given is not None or not is_interactive():
        return given if given is not None else suggested
    return str(typer.prompt(name.capitalize(), default=suggested or None))


def is_interactive() -> bool:
    """Return whether a person can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _label(name: str, text: str) -> str:
    """Return a label on one line.

    Raises:
        ListError: it is too long, or a spreadsheet would take it for a formula.
    """
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if len(line) > MOST_LABEL:
        raise ListError(f"the {name} has {len(line)} characters, the most is {MOST_LABEL}")
    if line.startswith(("=", "+", "@", "-")):
        raise ListError(f"the {name} {line!r} begins as a formula of a spreadsheet does; begin it with a letter")
    return line


def _code_of(title: str) -> str:
    return re.sub(r"[^A-Z0-9]+", ".", title.upper()).strip(".")[:MOST_CODE].strip(".") or "SERIES"


def _print_dry_run(table: OwnTable, as_json: bool) -> None:
    if as_json:
        print_json({"published": False, **_as_data(table)})
    else:
        print_out("Nothing was published (--dry-run).")


def _print_outcome(outcome: Outcome, table: OwnTable, as_json: bool) -> None:
    row = outcome.row
    if as_json:
        about = {name: row[name] for name in ("id", "title", "unit", "organisation", "licence", "topic")}
        print_json({"published": True, "snapshot": outcome.catalog["snapshot"], **about, **_as_data(table)})
        return
    if outcome.change is not None:
        print_out(
            f"Replaced {row['id']}: {outcome.change.added:,} new values, {len(outcome.change.revised):,} revised."
        )
    print_out(f"Published {row['id']} “{row['title']}” ({row['unit']}) with {outcome.catalog['snapshot']}.")
    print_out(f"Every refresh keeps it. Remove it: {etl_command('remove ' + row['id'])}")
    if outcome.catalog["model"]["state"] == "stale":
        print_error(f"The model was made without this series; run: {etl_command('model')}")


def _as_data(table: OwnTable) -> dict[str, object]:
    return {
        "values": len(table.value),
        "places": len(set(table.iso3)),
        "years": [min(table.year), max(table.year)],
        "unmatched": table.unmatched,
        "sentences": table.sentences,
    }


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    example = (
        "add-file solar.csv --title 'Solar power' --unit 'kWh a person' --source 'My survey' --licence 'CC BY 4.0'"
    )
    app.command("add-file", epilog=f"Example: {etl_command(example)}")(add_file)
