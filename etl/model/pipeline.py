"""The whole way of the model step on one screen: read, clean up, judge, draw anew, fit, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from etl.contract import tables as tables_contract
from etl.contract import validate
from etl.errors import ContractError, ModelError, PublishError
from etl.model import applicability, findings, panel, runs, splits, trees
from etl.model.cleanup import CleanUp, clean_up, standardised
from etl.model.panel import Panel, Target
from etl.model.runs import FittedModel, FoldPredictions, ResampledModel
from etl.snapshot import model_state, model_words, readme
from etl.snapshot import published as published_snapshot
from etl.snapshot.draft import Draft
from etl.snapshot.published import Published
from etl.workers import in_order
from measures.effects import edges_of
from storage import Folder, FolderError
from storage.locations import how_to_get_figures

SEED = 1960
RESAMPLES = 30
"""Models of countries drawn anew, for each of the two kinds that are resampled."""

EVERY = 3
"""Of the rows one in so many is moved along a feature: over 200 a bin, whose mean is then far better known than the
resamples agree on it, and a third of the time."""

RESAMPLED: tuple[splits.Kind, ...] = ("countries", "future_years")
DIGITS = 6
"""Of figures in the catalog; the tables hold all."""

Report = Callable[[str], None]


@dataclass(frozen=True)
class Ask:
    """What is asked of the model step."""

    target: Target = field(default_factory=Target)
    first_year: int = panel.FIRST_YEAR
    standardise: bool = False
    seed: int = SEED
    resamples: int = RESAMPLES

    @property
    def steps(self) -> int:
        """How many things will be reported."""
        return 3 + 1 + splits.COUNTRY_FOLDS + splits.FUTURE_YEARS + (len(RESAMPLED) + 1) * self.resamples


@dataclass(frozen=True)
class Outcome:
    """What the model step did: the new catalog, and its tables."""

    catalog: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    clean: CleanUp


def cleaned(published: Published, ask: Ask) -> CleanUp:
    """The rows of a snapshot after the clean-up.

    Raises:
        ModelError: nothing is left of them.
    """
    clean = clean_up(panel.of_snapshot(published, ask.target, ask.first_year))
    if not clean.panel.features or not clean.panel.y.size:
        raise ModelError("the clean-up leaves no indicator or no country; refresh more indicators")
    return clean


def make(ask: Ask, folder: Folder, *, pool: Executor, count: int, report: Report) -> Outcome:
    """Makes a model of the published figures and publishes it with them, in one step.

    Args:
        ask: which model.
        folder: where the snapshot is.
        pool: where models are fitted.
        count: how many at a time.
        report: told of each thing that is done.

    Raises:
        ModelError: the figures cannot carry a model.
        PublishError: nothing is published, or the new snapshot could not be written.
        ContractError: what came out breaks the contract.
        In each case the published snapshot stands untouched.
    """
    try:
        with folder.lock():
            old = published_snapshot.open_published(folder)
            if old is None:
                raise PublishError(f"nothing is published in {folder.place}; run: {how_to_get_figures()}")
            report("reading the figures")
            clean = cleaned(old, ask)
            report("clean-up")
            judged = list(_judged(clean.scope, ask, pool, count, report))
            rows = standardised(clean.panel) if ask.standardise else clean.panel
            tables, rounds = _tables(clean, rows, judged, old, ask, pool, count, report)
            final = runs.fit(rows, "countries", ask.seed, rounds)
            report("final model")
            about = _about(ask, clean, judged, tables, final, old)
            return Outcome(_published(folder, old, about, tables, final), tables, clean)
    except FolderError as error:
        raise PublishError(str(error)) from error


def _judged(scope: Panel, ask: Ask, pool: Executor, count: int, report: Report) -> Iterator[FoldPredictions]:
    do = partial(runs.predict_fold, panel=scope, seed=ask.seed, standardise=ask.standardise)
    for one in in_order(pool, do, splits.folds(scope, ask.seed), in_flight=count):
        report(model_words.SPLIT_IN_WORDS[one.kind])
        yield one


def _tables(
    clean: CleanUp,
    rows: Panel,
    judged: list[FoldPredictions],
    old: Published,
    ask: Ask,
    pool: Executor,
    count: int,
    report: Report,
) -> tuple[dict[str, pd.DataFrame], int]:
    """The model's tables by name, and the number of trees that served countries held out."""
    drawn: list[ResampledModel] = []
    for kind in RESAMPLED:
        turns = splits.resamples(rows, kind, ask.resamples, ask.seed)
        for one in in_order(pool, partial(runs.resample, panel=rows, seed=ask.seed), turns, in_flight=count):
            drawn.append(one)
            report("countries drawn anew")
    importance = findings.importances(drawn, rows)
    columns = dict(zip(runs.names(rows), runs.columns(rows).T, strict=True))
    edges = {name: at for name in findings.top(importance) if len(at := edges_of(columns[name])) > 1}
    texts = (one.text for one in drawn if one.kind == "countries")
    effects = []
    do = partial(runs.effects_of, panel=rows.of(np.arange(0, rows.y.size, EVERY)), edges=edges)
    for effect in in_order(pool, do, texts, in_flight=count):
        effects.append(effect)
        report("effects")
    found = {
        "model_skill": findings.skills(judged, clean.scope, ask.target.words, ask.seed),
        "model_importance": importance,
        "model_effects": findings.effects(effects, edges),
        "model_cleanup": findings.dropped(clean),
        "model_features": findings.features(clean, old.indicators),
    }
    return found, int(median(one.rounds for one in judged if one.kind == "countries"))


def _about(
    ask: Ask,
    clean: CleanUp,
    judged: list[FoldPredictions],
    tables: dict[str, pd.DataFrame],
    final: FittedModel,
    old: Published,
) -> dict[str, Any]:
    """What the catalog says of the model; its files come on top."""
    skills = tables["model_skill"].round(DIGITS).to_dict("records")
    rows, vintages = clean.panel, old.indicators.last_updated
    effects = zip(final.effects.years, final.effects.means, strict=True)
    return {
        "state": "fresh",
        "built_at": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "built_from": model_state.built_from(old.catalog["tables"]),
        "vintages": hashlib.sha256("".join(f"{code} {day}\n" for code, day in vintages.items()).encode()).hexdigest(),
        "target": _target(ask.target),
        "years": [int(rows.year.min()), int(rows.year.max())],
        "rows": len(rows.y),
        "countries": len(set(rows.country.tolist())),
        "features": final.trees.features,
        "is_standardised": ask.standardise,
        "trees": final.trees.rounds,
        "seed": ask.seed,
        "resamples": ask.resamples,
        "lightgbm": trees.version(),
        "clean_up": [asdict(step) for step in clean.counts],
        "sentence": model_words.headline(skills),
        "skill": [{k: v for k, v in row.items() if k not in ("target", "knows")} for row in skills],
        "intervals": findings.half_widths(judged, clean.scope),
        "seen": applicability.area_of_applicability(rows, tables["model_importance"]),
        "year_effects_c": {str(int(year)): round(float(mean), DIGITS) for year, mean in effects},
    }


def _target(target: Target) -> dict[str, Any]:
    base = {"baseline": list(target.baseline)} if target.kind == "anomaly" else {"base_year": target.base_year}
    return {"kind": target.kind, **base, "words": target.words, "unit": "°C"}


def _published(
    folder: Folder, old: Published, about: dict[str, Any], tables: dict[str, pd.DataFrame], final: FittedModel
) -> dict[str, Any]:
    """The snapshot with the model's tables in the place of the old ones and all others as they are."""
    with folder.staging() as staging:
        draft, all_tables = Draft(staging, old), dict(tables)
        for code in old.indicators.id:
            draft.add_series(code, None)
        draft.finish_series()
        for table in tables_contract.TABLES:
            if table.name in tables:
                draft.add_table(table, tables[table.name])
            elif table is not tables_contract.OBSERVATIONS:
                all_tables[table.name] = draft.carry_table(table)
        problems = validate.problems(all_tables)
        if problems:
            raise ContractError(problems)
        about["files"] = {model_state.FILE: draft.add_file(model_state.FILE, final.trees.text.encode())}
        said = {key: old.catalog[key] for key in ("checked_at", "origin", "sources", "climate", "series")}
        catalog = published_snapshot.publish(
            folder, staging, draft.entries, said | {"model": about}, old, at=about["built_at"]
        )
    folder.replace(readme.FILE, readme.text(catalog, old.indicators).encode())
    return catalog
