"""`python -m etl model`: options, progress and report. The model itself is `etl.model.pipeline`'s business."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

import pandas as pd
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl.commands import options
from etl.commands.console import exit_for, new_table, print_error, print_json, print_out, stderr, stdout
from etl.contract.model import STEPS
from etl.errors import EtlError, PublishError
from etl.model import pipeline
from etl.model.cleanup import CleanUp
from etl.model.entry import RESAMPLES, SEED
from etl.model.panel import FIRST_YEAR, Target
from etl.model.pipeline import ModelRequest, Outcome
from etl.snapshot import model_words
from etl.snapshot import published as published_snapshot
from etl.workers import IN_FLIGHT, workers
from measures.anomaly import DEFAULT_BASELINE
from storage import Folder, FolderError, open_folder
from storage.locations import etl_command, how_to_get_figures

MOST_FEATURES_SHOWN = 12


def model(
    data_dir: options.DataDir = options.DATA_DIR,
    target: Annotated[
        Literal["anomaly", "index"],
        typer.Option(help="What to predict: the difference from a baseline period's mean, or from one year."),
    ] = "anomaly",
    baseline: Annotated[
        tuple[int, int], typer.Option(help="First and last year of the baseline period of the anomaly.")
    ] = DEFAULT_BASELINE,
    base_year: Annotated[int, typer.Option(help="Base year of the index.")] = FIRST_YEAR,
    first_year: Annotated[int, typer.Option(help="First year of the training data.")] = FIRST_YEAR,
    standardise: Annotated[
        bool, typer.Option("--standardise", help="Standardise each indicator within its country.")
    ] = False,
    clean_up_only: Annotated[
        bool, typer.Option("--clean-up-only", help="Show what the clean-up leaves; fit and publish nothing.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Random seed; the same seed gives the same figures.")] = SEED,
    resamples: Annotated[
        int, typer.Option(min=2, help="Bootstrap resamples of countries, for the intervals of importances and effects.")
    ] = RESAMPLES,
    scheduler: Annotated[
        str | None, typer.Option(envvar="DASK_SCHEDULER_ADDRESS", help="Dask scheduler whose workers fit the models.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Fit a model of warming on the indicators, compare it with baselines, and publish the result with the figures.

    Gradient-boosted trees are validated on three kinds of held-out rows, next to baselines without any indicator. If
    the indicators add nothing, that is the result. The model shows associations, not causes.
    """
    request = ModelRequest(Target(target, baseline, base_year), first_year, standardise, seed, resamples)
    # Every fit uses one thread, so that it gives the same bits anywhere.
    count = IN_FLIGHT if scheduler else os.cpu_count() or 1
    try:
        folder = open_folder(data_dir)
        if clean_up_only:
            _print_clean_up(pipeline.clean_snapshot(_open_published(folder), request), as_json)
            return
        with workers(scheduler, count) as pool, _progress(request.steps) as report:
            outcome = pipeline.build(request, folder, pool=pool, count=count, report=report)
    except FolderError as error:
        raise exit_for(PublishError(str(error))) from error
    except EtlError as error:
        stderr.print("No model was published.", style="bold red")
        raise exit_for(error) from error
    except KeyboardInterrupt as interrupted:
        print_error("Interrupted; nothing was published.")
        raise typer.Exit(130) from interrupted
    if as_json:
        print_json(_as_data(outcome))
    else:
        _print_outcome(outcome)


def _open_published(folder: Folder) -> published_snapshot.Published:
    published = published_snapshot.open_published(folder)
    if published is None:
        raise PublishError(f"nothing is published in {folder.place}; run: {how_to_get_figures()}")
    return published


@contextmanager
def _progress(steps: int) -> Iterator[Any]:
    columns = (
        TextColumn("{task.description:26}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=stderr) as bar:
        task = bar.add_task("starting", total=steps)
        yield lambda what: bar.update(task, advance=1, description=what)


def _print_outcome(outcome: Outcome) -> None:
    about, tables = outcome.catalog["model"], outcome.tables
    skills = tables["model_skill"].to_dict("records")
    stdout.print(_skill_table(skills, about["target"]["words"]))
    stdout.print(_importance_table(tables["model_importance"], tables["model_features"]))
    print_out(_clean_up_sentence(outcome.clean))
    print_out(f"{about['rows']:,} rows of {about['countries']} countries, {about['years'][0]}–{about['years'][1]}.")
    for row in model_words.hardest(skills):
        print_out(model_words.sentence(row))
    print_out(about["sentence"])
    print_out(model_words.coverage(about["coverage"]))
    print_out(model_words.NO_CAUSE)
    print_out(f"Published {outcome.catalog['snapshot']}.")


def _skill_table(skills: list[dict[Any, Any]], target: str) -> Table:
    columns = ("held out", "baseline", "RMSE of the model", "RMSE of the baseline", "skill, 95 % CI")
    table = new_table(f"Skill, {target}, °C", *columns)
    for row in skills:
        errors = (f"{row['rmse_model']:.3f}", f"{row['rmse_baseline']:.3f}")
        baseline = model_words.BASELINE_IN_WORDS[row["baseline"]]
        table.add_row(row["split"], baseline, *errors, model_words.figures(row).removeprefix("skill "))
    return table


def _importance_table(importance: pd.DataFrame, features: pd.DataFrame) -> Table:
    titles = features.set_index("feature").title
    table = new_table("Permutation importance, countries held out", "feature", "title", "°C", "95 % CI")
    first = importance.query("split == 'countries'").head(MOST_FEATURES_SHOWN)
    for row in first.to_dict("records"):
        interval = f"{row['low95']:.4f} to {row['high95']:.4f}"
        table.add_row(row["feature"], titles[row["feature"]], f"{row['importance']:.4f}", interval)
    return table


def _print_clean_up(clean: CleanUp, as_json: bool) -> None:
    if as_json:
        dropped = [vars(one) for one in clean.dropped]
        print_json({"steps": [vars(c) for c in clean.counts], "dropped": dropped})
        return
    table = new_table("Dropped by the clean-up", "name", "step", "reason")
    for one in clean.dropped:
        table.add_row(one.name, one.step, one.reason)
    stdout.print(table)
    print_out(_clean_up_sentence(clean))


def _clean_up_sentence(clean: CleanUp) -> str:
    steps = [f"{c.before - c.after:,} of {c.before:,} {c.of} dropped: {STEPS[c.step]}" for c in clean.counts]
    return "Clean-up: " + "; ".join(steps) + "."


def _as_data(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as the JSON document of --json."""
    return {
        "snapshot": outcome.catalog["snapshot"],
        "model": {key: value for key, value in outcome.catalog["model"].items() if key != "year_effects_c"},
        "importance": outcome.tables["model_importance"].to_dict("records"),
        "dropped": outcome.tables["model_cleanup"].to_dict("records"),
    }


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(
        "model",
        epilog=f"Examples: {etl_command('model')} · {etl_command('model --target index --base-year 1960')} · "
        f"{etl_command('model --clean-up-only --json')}",
    )(model)
