"""`check`, `diff` and `status`: commands that read a published snapshot and change nothing."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import typer

from etl.commands import options
from etl.commands.console import exit_for, new_table, print_json, print_out, stdout
from etl.contract import tables as tables_contract
from etl.contract import validate
from etl.errors import ContractError, EtlError, PublishError
from etl.indicators.configured import LIST, configured
from etl.snapshot import diff, readme, status
from etl.snapshot import published as published_snapshot
from etl.snapshot.published import Published
from etl.transform.published_checks import TABLES, cross_checks
from storage import FolderError, open_folder
from storage.locations import etl_command, how_to_get_figures

WDI_IN_FULL = "World Development Indicators (2)"
"""The database of nearly all series, which `status` abbreviates so that others stand out."""


def check(data_dir: options.DataDir = options.DATA_DIR, as_json: options.AsJson = False) -> None:
    """Check the published snapshot: checksums, contract, data sets against each other, and data/README.md."""
    try:
        published = _open_published(data_dir)
        problems = _problems(published)
        found = cross_checks({name: published.table(name) for name in TABLES})
    except EtlError as error:
        raise exit_for(error) from error
    name = published.catalog["snapshot"]
    rows = {table: entry["rows"] for table, entry in published.catalog["tables"].items()}
    # Only a refresh can mend a snapshot published before the cross-checks.
    warnings = [] if "cross_checks" in published.catalog else found.problems
    problems += [] if warnings else found.problems
    newer = newer_than(published.catalog)
    if as_json:
        about = {"cross_checks": found.sentences, "warnings": warnings, "newer": newer}
        print_json({"snapshot": name, "rows": rows, "problems": problems, **about})
    else:
        print_out("\n".join(found.sentences))
        if newer:
            print_out(f"Newer than this snapshot, until the next refresh: {', '.join(newer)}")
        for warning in warnings:
            print_out(f"Warning: {warning} (published before the cross-checks; run {etl_command('refresh')})")
    if not as_json and not problems:
        print_out(f"{name} is sound: {', '.join(f'{count:,} {table}' for table, count in rows.items())}")
    if problems:
        raise typer.Exit(1) if as_json else exit_for(ContractError(problems))


def compare(
    old: Annotated[str, typer.Argument(help="Data folder or URL of the first snapshot.")],
    new: Annotated[str, typer.Argument(help="Data folder or URL of the second snapshot.")] = str(options.DATA_DIR),
    most: Annotated[int, typer.Option(min=0, help="How many of the largest changes to list.")] = diff.MOST_LISTED,
    as_json: options.AsJson = False,
) -> None:
    """Compare two snapshots and list the largest changes of values. The exit code is 1 if they differ."""
    try:
        differences = diff.differences(_open_published(old), _open_published(new), most)
    except EtlError as error:
        raise exit_for(error) from error
    if as_json:
        print_json(differences.as_data())
    else:
        print_out("\n".join(differences.sentences) or "The two snapshots have the same figures.")
        _print_largest(differences.largest)
    raise typer.Exit(1 if differences.sentences else 0)


def show_status(
    data_dir: options.DataDir = options.DATA_DIR,
    indicators: options.IndicatorList = LIST,
    stale: Annotated[bool, typer.Option("--stale", help="Only what is stale, missing or not yet refreshed.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Show the age of each source and series, when it was last checked, and since when and why it is stale."""
    try:
        published = _open_published(data_dir)
        catalog, doubts = published.catalog, published.table(tables_contract.DOUBTS.name)
        lines = status.lines(catalog, configured(indicators), doubts, published.indicators)
    except EtlError as error:
        raise exit_for(error) from error
    selected = [line for line in lines if not stale or line.state not in ("fresh", "own")]
    if as_json:
        print_json([line.as_data() for line in selected])
        return
    table = new_table(
        "Sources and series", "series", "state", "vintage", "fetched", "checked", "stale since", "reason", "database"
    )
    for line in selected:
        days = (line.vintage, line.fetched_at[:10], line.checked_at[:10], line.stale_since[:10])
        table.add_row(line.name, line.state, *days, line.reason, line.database.replace(WDI_IN_FULL, "WDI"))
    stdout.print(table)
    counts = Counter(line.state for line in lines)
    for line in selected:
        for text in filter(None, (line.left_out, line.moved)):
            print_out(f"{line.name}: {text}")
    if len(doubts) and not stale:
        print_out(f"{len(doubts):,} data doubts (table doubts):")
        print_out("\n".join(status.doubt_lines(doubts)))
    print_out(", ".join(f"{count:,} {state}" for state, count in counts.items()))
    print_out(status.sentence(catalog))


def newer_than(catalog: dict[str, Any]) -> list[str]:
    """Return the tables and columns that the contract has gained since a snapshot was published."""
    published = {name: {column["name"] for column in entry["columns"]} for name, entry in catalog["tables"].items()}
    tables = [table.name for table in tables_contract.TABLES if table.is_new and table.name not in published]
    columns = [
        f"{table.name}.{column.name}"
        for table in tables_contract.TABLES
        for column in table.columns
        if column.is_new and table.name in published and column.name not in published[table.name]
    ]
    return columns + tables


def _problems(published: Published) -> list[str]:
    """Return every breach of the contract, one sentence each; reading a file compares its checksum."""
    tables = {t.name: published.table(t.name) for t in tables_contract.TABLES if t is not tables_contract.OBSERVATIONS}
    problems = validate.problems(tables) or list(validate.observation_problems(tables, published.all_values()))
    for entry in published.catalog.get("model", {}).get("files", {}).values():
        published.file(entry)
    if not problems and not readme.belongs(published.text(readme.FILE), published.catalog):
        return [f"{readme.FILE} does not belong to {published.catalog['snapshot']}; run: {etl_command('refresh')}"]
    return problems


def _open_published(place: str) -> Published:
    try:
        published = published_snapshot.open_published(open_folder(place))
    except FolderError as error:
        raise PublishError(str(error)) from error
    if published is None:
        raise ContractError([f"nothing is published in {place}; run: {how_to_get_figures()}"])
    return published


def _print_largest(largest: list[diff.Revision]) -> None:
    if not largest:
        return
    table = new_table("Largest changes", "series", "economy", "year", "old", "new", "factor")
    for r in largest:
        table.add_row(r.series, r.iso3, str(r.year), f"{r.old_value:,g}", f"{r.new_value:,g}", f"x {r.factor:.3g}")
    stdout.print(table)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command("check", epilog=f"Example: {etl_command('check --data-dir s3://bucket/figures')}")(check)
    app.command("diff", epilog=f"Example: {etl_command('diff ../before/data data')}")(compare)
    app.command("status", epilog=f"Example: {etl_command('status --stale')}")(show_status)
