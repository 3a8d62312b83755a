"""The model step from start to end: read, clean up, validate, resample, fit, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from statistics import median, mode
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from etl.contract import tables as tables_contract
from etl.contract import validate
from etl.errors import ContractError, ModelError, PublishError
from etl.model import findings, intervals, panel, predecessor, runs, splits
from etl.model.cleanup import CleanUp, clean_up, standardised
from etl.model.entry import RESAMPLED, ModelRequest, catalog_entry
from etl.model.growth import growth_tables
from etl.model.panel import Panel
from etl.model.runs import FittedModel, FoldPredictions, ResampledModel
from etl.snapshot import model_state, model_words, readme
from etl.snapshot import published as published_snapshot
from etl.snapshot.draft import Draft
from etl.snapshot.published import Published
from etl.workers import in_order
from measures.effects import edges_of
from storage import Folder, FolderError
from storage.locations import how_to_get_figures

EFFECT_ROW_STEP = 3
"""Effects are computed on every third row, in a third of the time: a bin still has over 200 rows, and its mean is far
more precise than the agreement of the resamples."""

REPLACED = ("contract", "snapshot", "published_at", "tables", "model")
"""Entries of the catalog that every publication writes; the model step leaves all others as the refresh wrote them."""

Report = Callable[[str], None]
"""Progress callback: the name of a finished step."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Outcome:
    """Result of the model step: the new catalog, the model's tables, and the clean-up."""

    catalog: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    clean: CleanUp


@dataclass(frozen=True)
class _Workers:
    """The pool where models are fitted, how many at a time, and the progress callback."""

    pool: Executor
    count: int
    report: Report

    def run(
        self, do: Callable[[Item], Result], items: Iterable[Item], step: Callable[[Result], str]
    ) -> Iterator[Result]:
        """Yield `do(item)` for each item in order, and report the step of each result."""
        for result in in_order(self.pool, do, items, in_flight=self.count):
            self.report(step(result))
            yield result


def clean_snapshot(published: Published, request: ModelRequest) -> CleanUp:
    """Return the rows of a snapshot after the clean-up.

    Raises:
        ModelError: no rows are left.
    """
    clean = clean_up(panel.of_snapshot(published, request.target, request.first_year))
    if not clean.panel.features or not clean.panel.y.size:
        raise ModelError("the clean-up leaves no indicator or no country; refresh more indicators")
    return clean


def build(request: ModelRequest, folder: Folder, *, pool: Executor, count: int, report: Report) -> Outcome:
    """Fit a model to the published figures and publish it with them, in one step.

    Args:
        request: which model.
        folder: the data folder.
        pool: where models are fitted.
        count: how many at a time.
        report: called with the name of each finished step.

    Raises:
        ModelError: the figures are not enough for a model.
        PublishError: nothing is published, or the new snapshot cannot be written.
        ContractError: the model's tables break the contract.
        In each case the published snapshot is unchanged.
    """
    workers = _Workers(pool, count, report)
    try:
        with folder.lock():
            old = published_snapshot.open_published(folder)
            if old is None:
                raise PublishError(f"nothing is published in {folder.place}; run: {how_to_get_figures()}")
            report("reading the figures")
            clean = clean_snapshot(old, request)
            report("clean-up")
            folds = _validate(clean.scope, request, workers)
            rows = standardised(clean.panel) if request.standardise else clean.panel
            importance, effects = _explain(rows, request, workers)
            tables = {
                "model_skill": _skills(folds, clean.scope, request),
                "model_importance": importance,
                "model_effects": effects,
                "model_cleanup": findings.dropped(clean),
                "model_features": findings.features(clean, old.indicators),
                "model_coverage": intervals.coverage(folds, clean.scope, _climate_groups(old)),
            }
            held_out = [fold for fold in folds if fold.kind == "countries"]
            rounds, start = int(median(fold.rounds for fold in held_out)), mode(fold.start for fold in held_out)
            final = runs.fit(rows, "countries", request.seed, rounds, start)
            report("final model")
            entry = catalog_entry(request, clean, folds, tables, final, old)
            tables |= growth_tables(old)
            report("temperature and growth")
            return Outcome(_publish(folder, old, entry, tables, final), tables, clean)
    except FolderError as error:
        raise PublishError(str(error)) from error


def _validate(scope: Panel, request: ModelRequest, workers: _Workers) -> list[FoldPredictions]:
    """Return the predictions of every fold."""
    do = partial(runs.predict_fold, panel=scope, seed=request.seed, standardise=request.standardise)
    folds = splits.folds(scope, request.seed)
    return list(workers.run(do, folds, lambda fold: model_words.SPLIT_IN_WORDS[fold.kind]))


def _skills(folds: list[FoldPredictions], scope: Panel, request: ModelRequest) -> pd.DataFrame:
    """Return the table of skill, the predecessor's test last."""
    indexed, test = predecessor.predictions(scope, request.seed)
    tables = [findings.skills(folds, scope, request.target.words, request.seed)]
    if test:
        tables.append(findings.skills(test, indexed, predecessor.TARGET.words, request.seed))
    return pd.concat(tables, ignore_index=True)


def _climate_groups(old: Published) -> dict[str, str]:
    """Return the main climate group of each country's land, or of its mean climate where that is not known."""
    countries = old.table(tables_contract.COUNTRIES.name)
    groups = countries.climate_group.where(countries.climate_group != "", countries.climate_zone.str[:1])
    return dict(zip(countries.iso3, groups, strict=True))


def _explain(rows: Panel, request: ModelRequest, workers: _Workers) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables of importances and of effects, both over bootstrap resamples of countries."""
    resampled: list[ResampledModel] = []
    for kind in RESAMPLED:
        do = partial(runs.resample, panel=rows, seed=request.seed)
        folds = splits.resamples(rows, kind, request.resamples, request.seed)
        resampled += workers.run(do, folds, lambda model: "resamples of countries")
    importance = findings.importances(resampled, rows)
    columns = dict(zip(runs.names(rows), runs.columns(rows).T, strict=True))
    edges = {name: at for name in findings.top(importance) if len(at := edges_of(columns[name])) > 1}
    some_rows = rows.of(np.arange(0, rows.y.size, EFFECT_ROW_STEP))
    texts = (model.text for model in resampled if model.kind == "countries")
    effects = workers.run(partial(runs.effects_of, panel=some_rows, edges=edges), texts, lambda effect: "effects")
    return importance, findings.effects(list(effects), edges)


def _publish(
    folder: Folder, old: Published, entry: dict[str, Any], tables: dict[str, pd.DataFrame], final: FittedModel
) -> dict[str, Any]:
    """Publish the snapshot with the model's tables replaced and all others unchanged; return the catalog."""
    with folder.staging() as staging:
        draft = Draft(staging, old)
        for code in old.indicators.id:
            draft.add_series(code, None)
        draft.finish_series()
        problems = validate.problems(draft.add_or_carry_tables(tables))
        if problems:
            raise ContractError(problems)
        entry["files"] = {model_state.FILE: draft.add_file(model_state.FILE, final.trees.text.encode())}
        unchanged = {key: value for key, value in old.catalog.items() if key not in REPLACED}
        catalog = published_snapshot.publish(
            folder, staging, draft.entries, unchanged | {"model": entry}, old, at=entry["built_at"]
        )
    folder.replace(readme.FILE, readme.text(catalog, old.indicators).encode())
    return catalog
