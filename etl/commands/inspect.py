"""`check`, `diff` and `status`: commands that look at a published snapshot and change nothing."""

from __future__ import annotations

import json
from collections import Counter
from typing import Annotated

import typer

from etl.commands import options
from etl.commands.console import ended, say, table
from etl.contract import tables as tables_contract
from etl.contract import validate
from etl.errors import ContractError, EtlError, PublishError
from etl.indicators.configured import LIST, configured
from etl.snapshot import diff, readme, status
from etl.snapshot import published as published_snapshot
from etl.snapshot.published import Published
from storage import FolderError, open_folder


def check(data_dir: options.DataDir = options.DATA_DIR, as_json: options.AsJson = False) -> None:
    """Check the published snapshot: checksums, contract, and that data/README.md belongs to it."""
    try:
        published = _published(data_dir)
        tables = {
            t.name: published.table(t.name) for t in tables_contract.TABLES if t is not tables_contract.OBSERVATIONS
        }
        problems = validate.problems(tables) or list(validate.observation_problems(tables, published.all_values()))
        for entry in published.catalog.get("model", {}).get("files", {}).values():
            published.file(entry)  # compares the checksum
        if not problems and not published.has_text(readme.FILE, readme.text(published.catalog, tables["indicators"])):
            problems = [f"{readme.FILE} does not belong to {published.catalog['snapshot']}; refresh writes it anew"]
    except EtlError as error:
        raise ended(error) from error
    rows = {name: entry["rows"] for name, entry in published.catalog["tables"].items()}
    if as_json:
        say.print_json(json.dumps({"snapshot": published.catalog["snapshot"], "rows": rows, "problems": problems}))
    elif not problems:
        say.print(f"{published.catalog['snapshot']} is sound: {', '.join(f'{n:,} {name}' for name, n in rows.items())}")
    if problems:
        raise typer.Exit(1) if as_json else ended(ContractError(problems))


def compare(
    old: Annotated[str, typer.Argument(help="Data folder or URL of the first snapshot.")],
    new: Annotated[str, typer.Argument(help="Data folder or URL of the second snapshot.")] = str(options.DATA_DIR),
    most: Annotated[int, typer.Option(min=0, help="How many of the largest changes to list.")] = diff.MOST_LISTED,
    as_json: options.AsJson = False,
) -> None:
    """Say what differs between two snapshots, the largest changes of values above all; exit code 1 if anything does."""
    try:
        found = diff.differences(_published(old), _published(new), most)
    except EtlError as error:
        raise ended(error) from error
    if as_json:
        say.print_json(json.dumps(found.as_data()))
    else:
        said = "\n".join(found.sentences) or "the two snapshots hold the same figures"
        say.print(said, markup=False, highlight=False, soft_wrap=True)
        _tell_largest(found.largest)
    raise typer.Exit(1 if found.sentences else 0)


def show_status(
    data_dir: options.DataDir = options.DATA_DIR,
    indicators: options.IndicatorList = LIST,
    stale: Annotated[bool, typer.Option("--stale", help="Only what is stale, missing or waiting.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Say of each series and source how old it is, when it was last looked up, and since when and why it is stale."""
    try:
        catalog = _published(data_dir).catalog
        lines = status.lines(catalog, configured(indicators))
    except EtlError as error:
        raise ended(error) from error
    shown = [line for line in lines if not stale or line.state != "fresh"]
    if as_json:
        say.print_json(json.dumps([line.as_data() for line in shown]))
        return
    told = table("What is held", "series", "state", "vintage", "fetched", "checked", "stale since", "why")
    for line in shown:
        days = (line.vintage, line.fetched_at[:10], line.checked_at[:10], line.stale_since[:10])
        told.add_row(line.name, line.state, *days, line.reason)
    say.print(told)
    counts = Counter(line.state for line in lines)
    say.print(", ".join(f"{count:,} {state}" for state, count in counts.items()))
    say.print(status.sentence(catalog), highlight=False, soft_wrap=True)


def _published(place: str) -> Published:
    try:
        published = published_snapshot.open_published(open_folder(place))
    except FolderError as error:
        raise PublishError(str(error)) from error
    if published is None:
        raise ContractError([f"nothing is published in {place}; run: python -m etl refresh"])
    return published


def _tell_largest(largest: list[diff.Revision]) -> None:
    if not largest:
        return
    told = table("Largest changes", "series", "economy", "year", "was", "is", "by")
    for r in largest:
        told.add_row(r.series, r.iso3, str(r.year), f"{r.old_value:,g}", f"{r.new_value:,g}", f"x {r.factor:.3g}")
    say.print(told)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("check", epilog="Example: python -m etl check --data-dir s3://bucket/figures")(check)
    app.command("diff", epilog="Example: python -m etl diff ../before/data data")(compare)
    app.command("status", epilog="Example: python -m etl status --stale")(show_status)
