"""The command line: `python -m etl refresh`, `check`, `diff`. Options, progress, words and exit codes; no figures.

Exit codes: 0 done, 1 the figures were refused or cannot be written, 2 a service could not be reached.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl import diff as differ
from etl import pipeline, readme, snapshot, validate
from etl.errors import ContractError, EtlError, PublishError, SourceError
from etl.indicators import LIST, configured
from etl.services import CCKP_URL, NATURAL_EARTH_URL, WORLD_BANK_URL, Services
from etl.sources.http import Fetcher

DATA_DIR = Path(__file__).resolve().parent.parent / "data"

app = typer.Typer(
    help="Pulls World Bank indicators and temperatures, checks them, and publishes them for the dashboard.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
)
say = Console()
complain = Console(stderr=True)

DataDir = Annotated[
    Path, typer.Option("--data-dir", envvar="DASHBOARD_DATA_DIR", help="Folder of the published snapshot.")
]


@app.callback()
def _commands() -> None:
    """Keeps `refresh` a command of its own, however few there are."""


@app.command(epilog="Example: python -m etl refresh --world-bank-url https://mirror.example/v2 --note 'from a mirror'")
def refresh(
    data_dir: DataDir = DATA_DIR,
    world_bank_url: Annotated[
        str, typer.Option(envvar="WORLD_BANK_URL", help="Base address of the Indicators API.")
    ] = WORLD_BANK_URL,
    cckp_url: Annotated[
        str, typer.Option(envvar="CCKP_URL", help="Base address of the climate portal's API.")
    ] = CCKP_URL,
    natural_earth_url: Annotated[
        str, typer.Option(envvar="NATURAL_EARTH_URL", help="Folder that holds the archive of boundaries.")
    ] = NATURAL_EARTH_URL,
    indicators: Annotated[
        Path, typer.Option(help="List of the indicators to keep fresh.", exists=True, dir_okay=False)
    ] = LIST,
    note: Annotated[
        str | None,
        typer.Option(envvar="ORIGIN_NOTE", help="A sentence on the origin of the figures, for data/README.md."),
    ] = None,
    attempts: Annotated[int, typer.Option(min=1, help="Tries for each request.")] = 5,
    force: Annotated[bool, typer.Option("--force", help="Publish even if figures would be lost.")] = False,
) -> None:
    """Pull every configured indicator, the temperatures and the boundaries, and publish a new snapshot."""
    services = Services(world_bank_url, cckp_url, natural_earth_url)
    try:
        entries = configured(indicators)
        outcome = _with_progress(entries, data_dir, services, Fetcher(attempts=attempts), note, force)
    except EtlError as error:
        raise _not_published(error, data_dir) from error
    except KeyboardInterrupt as interrupted:
        complain.print("Interrupted; nothing was published.")
        raise typer.Exit(130) from interrupted
    _tell(outcome, data_dir)


@app.command()
def check(data_dir: DataDir = DATA_DIR) -> None:
    """Check the published snapshot: checksums, contract, and that data/README.md belongs to it."""
    try:
        catalog = snapshot.read_catalog(data_dir)
        if catalog is None:
            raise ContractError([f"nothing is published in {data_dir}; run: python -m etl refresh"])
        tables = snapshot.read_tables(data_dir, catalog)
        problems = validate.problems(tables)
        if not problems and not readme.belongs(data_dir, catalog, tables["indicators"]):
            problems = [f"{data_dir / readme.FILE} does not belong to {catalog['snapshot']}; refresh writes it anew"]
        if problems:
            raise ContractError(problems)
    except EtlError as error:
        raise _ended(error) from error
    say.print(f"{catalog['snapshot']} is sound: {', '.join(f'{len(t):,} {n}' for n, t in tables.items())}")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="Data folder of the first snapshot.")],
    new: Annotated[Path, typer.Argument(help="Data folder of the second snapshot.")] = DATA_DIR,
) -> None:
    """Say what differs between two snapshots; exit code 1 if anything does."""
    try:
        both = []
        for folder in (old, new):
            catalog = snapshot.read_catalog(folder)
            if catalog is None:
                raise ContractError([f"nothing is published in {folder}"])
            both.append(snapshot.read_tables(folder, catalog))
    except EtlError as error:
        raise _ended(error) from error
    lines = differ.differences(*both)
    say.print("\n".join(lines) or "the two snapshots hold the same figures", markup=False, highlight=False)
    raise typer.Exit(1 if lines else 0)


def _with_progress(
    entries: list, data_dir: Path, services: Services, fetcher: Fetcher, note: str | None, force: bool
) -> pipeline.Outcome:
    bar = Progress(
        TextColumn("{task.description:28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=complain,
    )
    with bar:
        task = bar.add_task("countries", total=len(entries) + 3)

        def report(name: str, state: str) -> None:
            bar.update(task, advance=1, description=f"{name} {state}"[:28])

        return pipeline.refresh(
            entries, data_dir, services=services, fetcher=fetcher, report=report, note=note, force=force
        )


def _tell(outcome: pipeline.Outcome, data_dir: Path) -> None:
    failed = [s for s in outcome.series if s.state != "fresh"]
    if failed:
        table = Table("series", "title", "what happened", "why", title="Not refreshed", title_justify="left")
        for s in failed:
            state = "last good values kept" if s.state == "kept" else "not in the snapshot"
            table.add_row(s.entry.code, s.entry.title, state, s.reason)
        say.print(table)
    tables = outcome.catalog["tables"]
    size = sum(entry["bytes"] for entry in tables.values()) / 1e6
    say.print(
        f"Published {outcome.catalog['snapshot']} in {data_dir}: {tables['indicators']['rows']} indicators, "
        f"{tables['observations']['rows']:,} values, {tables['temperature']['rows']:,} temperatures, {size:.1f} MB.",
        soft_wrap=True,
    )


def _ended(error: EtlError) -> typer.Exit:
    """Says what went wrong, and gives the exit code."""
    complain.print(str(error), markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(error.exit_code)


def _not_published(error: EtlError, data_dir: Path) -> typer.Exit:
    """Says why a refresh published nothing, and since when the figures stand."""
    if isinstance(error, SourceError):
        headline = "A service could not be reached or understood; nothing was published."
    elif isinstance(error, ContractError):
        headline = "The figures were refused; nothing was published."
    else:
        headline = "Nothing was published."
    complain.print(headline, style="bold red", soft_wrap=True)
    ended = _ended(error)
    if isinstance(error, PublishError):  # says itself what stands
        return ended
    try:
        catalog = snapshot.read_catalog(data_dir)
    except EtlError:  # then it is the very error told above
        return ended
    if catalog:
        since = f"{catalog['published_at'][:10]} {catalog['published_at'][11:16]} UTC"
        complain.print(f"The snapshot published on {since} stands untouched.", markup=False, soft_wrap=True)
    return ended
