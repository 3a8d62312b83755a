"""`python -m etl model`: options, progress, and words on what came of it. No figures are touched here."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from etl.commands import options
from etl.commands.console import complain, ended, say, table
from etl.contract.model import STEPS
from etl.errors import EtlError, PublishError
from etl.model import pipeline
from etl.model.cleanup import CleanUp
from etl.model.panel import FIRST_YEAR, Target
from etl.model.pipeline import Ask, Outcome
from etl.snapshot import model_words
from etl.snapshot import published as published_snapshot
from etl.workers import IN_FLIGHT, workers
from measures.anomaly import DEFAULT_BASELINE
from storage import Folder, FolderError, open_folder

MOST_TOLD = 12


def model(
    data_dir: options.DataDir = options.DATA_DIR,
    target: Annotated[
        Literal["anomaly", "index"],
        typer.Option(help="What is predicted: departure from a baseline's mean, or from one year."),
    ] = "anomaly",
    baseline: Annotated[
        tuple[int, int], typer.Option(help="First and last year of the anomaly's baseline.")
    ] = DEFAULT_BASELINE,
    base_year: Annotated[int, typer.Option(help="The index's one year.")] = FIRST_YEAR,
    first_year: Annotated[int, typer.Option(help="First year that is learnt from.")] = FIRST_YEAR,
    standardise: Annotated[
        bool, typer.Option("--standardise", help="Take each indicator as standard deviations within its country.")
    ] = False,
    clean_up_only: Annotated[
        bool, typer.Option("--clean-up-only", help="Say what the clean-up leaves; make and publish nothing.")
    ] = False,
    seed: Annotated[
        int, typer.Option(min=0, help="Of every draw: the same seed gives the same figures.")
    ] = pipeline.SEED,
    resamples: Annotated[
        int, typer.Option(min=2, help="Models of countries drawn anew, for the intervals of importances and effects.")
    ] = pipeline.RESAMPLES,
    scheduler: Annotated[
        str | None, typer.Option(envvar="DASK_SCHEDULER_ADDRESS", help="Dask scheduler whose workers fit the models.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Ask what the indicators say about warming beyond the year itself, and publish the answer with the figures.

    Trees are tried on rows held out in three ways, beside baselines that know no indicator. Where the indicators add
    nothing, that is the answer. Nothing here finds out what causes what.
    """
    ask = Ask(Target(target, baseline, base_year), first_year, standardise, seed, resamples)
    # Every fit keeps to one thread, so that it gives the same bits anywhere.
    count = IN_FLIGHT if scheduler else os.cpu_count() or 1
    try:
        folder = open_folder(data_dir)
        if clean_up_only:
            _tell_clean_up(pipeline.cleaned(_opened(folder), ask), as_json)
            return
        with workers(scheduler, count) as pool, _progress(ask.steps) as report:
            outcome = pipeline.make(ask, folder, pool=pool, count=count, report=report)
    except FolderError as error:
        raise ended(PublishError(str(error))) from error
    except EtlError as error:
        complain.print("No model was published.", style="bold red")
        raise ended(error) from error
    except KeyboardInterrupt as interrupted:
        complain.print("Interrupted; nothing was published.")
        raise typer.Exit(130) from interrupted
    if as_json:
        say.print_json(json.dumps(_as_data(outcome)))
    else:
        _tell(outcome)


def _opened(folder: Folder) -> published_snapshot.Published:
    published = published_snapshot.open_published(folder)
    if published is None:
        raise PublishError(f"nothing is published in {folder.place}; run: python -m etl refresh")
    return published


@contextmanager
def _progress(steps: int) -> Iterator[Any]:
    columns = (TextColumn("{task.description:26}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=complain) as bar:
        task = bar.add_task("starting", total=steps)
        yield lambda what: bar.update(task, advance=1, description=what)


def _tell(outcome: Outcome) -> None:
    about, tables = outcome.catalog["model"], outcome.tables
    told = table(f"Skill, {about['target']['words']}, °C", "held out", "beside", "model", "baseline", "skill, 95 %")
    for row in tables["model_skill"].to_dict("records"):
        errors = (f"{row['rmse_model']:.3f}", f"{row['rmse_baseline']:.3f}")
        beside = model_words.BASELINE_IN_WORDS[row["baseline"]]
        told.add_row(row["split"], beside, *errors, model_words.figures(row).removeprefix("skill "))
    say.print(told)
    titles = tables["model_features"].set_index("feature").title
    told = table("By how much the error rises when shuffled, countries held out", "feature", "title", "°C", "95 %")
    first = tables["model_importance"].query("split == 'countries'").head(MOST_TOLD)
    for row in first.to_dict("records"):
        interval = f"{row['low95']:.4f} to {row['high95']:.4f}"
        told.add_row(row["feature"], titles[row["feature"]], f"{row['importance']:.4f}", interval)
    say.print(told)
    _say(_clean_up_in_words(outcome.clean))
    _say(f"{about['rows']:,} rows of {about['countries']} countries, {about['years'][0]}–{about['years'][1]}.")
    for hard in model_words.hardest(tables["model_skill"].to_dict("records")):
        _say(model_words.sentence(hard))
    _say(about["sentence"])
    _say(model_words.NO_CAUSE)
    _say(f"Published {outcome.catalog['snapshot']}.")


def _tell_clean_up(clean: CleanUp, as_json: bool) -> None:
    if as_json:
        dropped = [vars(one) for one in clean.dropped]
        say.print_json(json.dumps({"steps": [vars(c) for c in clean.counts], "dropped": dropped}))
        return
    told = table("Dropped by the clean-up", "name", "step", "why")
    for one in clean.dropped:
        told.add_row(one.name, one.step, one.reason)
    say.print(told)
    _say(_clean_up_in_words(clean))


def _clean_up_in_words(clean: CleanUp) -> str:
    told = [f"{c.before - c.after:,} of {c.before:,} {c.of} dropped: {STEPS[c.step]}" for c in clean.counts]
    return "Clean-up: " + "; ".join(told) + "."


def _as_data(outcome: Outcome) -> dict[str, Any]:
    """The outcome for machines."""
    return {
        "snapshot": outcome.catalog["snapshot"],
        "model": {key: value for key, value in outcome.catalog["model"].items() if key != "year_effects_c"},
        "importance": outcome.tables["model_importance"].to_dict("records"),
        "dropped": outcome.tables["model_cleanup"].to_dict("records"),
    }


def _say(sentence: str) -> None:
    say.print(sentence, markup=False, highlight=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        "model",
        epilog="Examples: python -m etl model · python -m etl model --target index --base-year 1960 · "
        "python -m etl model --clean-up-only --json",
    )(model)
