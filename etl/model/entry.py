"""Request for a model, and the entry of the finished model in the catalog."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from etl.contract import tables as tables_contract
from etl.model import applicability, intervals, panel, splits, trees
from etl.model.cleanup import CleanUp
from etl.model.panel import Panel, Target
from etl.model.runs import FittedModel, FoldPredictions
from etl.snapshot import model_state, model_words
from etl.snapshot.published import Published

SEED = 1960
RESAMPLES = 30
"""Number of bootstrap resamples of countries, for each of the two resampled splits."""

RESAMPLED: tuple[splits.Kind, ...] = ("countries", "future_years")
DIGITS = 6
"""Decimals of figures in the catalog; the tables have all."""


@dataclass(frozen=True)
class ModelRequest:
    """Request for a model: the target, the rows, and the seed and number of resamples."""

    target: Target = field(default_factory=Target)
    first_year: int = panel.FIRST_YEAR
    standardise: bool = False
    seed: int = SEED
    resamples: int = RESAMPLES

    @property
    def steps(self) -> int:
        """Number of steps that will be reported."""
        return 4 + 1 + splits.COUNTRY_FOLDS + splits.FUTURE_YEARS + (len(RESAMPLED) + 1) * self.resamples


def catalog_entry(
    request: ModelRequest,
    clean: CleanUp,
    folds: list[FoldPredictions],
    tables: dict[str, pd.DataFrame],
    final: FittedModel,
    old: Published,
) -> dict[str, Any]:
    """Return the model's entry in the catalog, without its files."""
    skills = _without_nan(tables["model_skill"].round(DIGITS).to_dict("records"))
    rows, vintages = clean.panel, old.indicators.last_updated
    everywhere = final.baselines.everywhere
    effects = zip(everywhere.years, everywhere.means, strict=True)
    return {
        "state": "fresh",
        "built_at": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "built_from": model_state.built_from(old.catalog["tables"]),
        "vintages": hashlib.sha256("".join(f"{code} {day}\n" for code, day in vintages.items()).encode()).hexdigest(),
        "target": _target(request.target),
        "years": [int(rows.year.min()), int(rows.year.max())],
        "rows": len(rows.y),
        "countries": len(set(rows.country.tolist())),
        "features": final.trees.features,
        "is_standardised": request.standardise,
        "trees": final.trees.rounds,
        "seed": request.seed,
        "resamples": request.resamples,
        "lightgbm": trees.version(),
        "clean_up": [asdict(step) for step in clean.counts],
        "sentence": model_words.headline(skills),
        "skill": [{k: v for k, v in row.items() if k not in ("target", "knows")} for row in skills],
        "intervals": intervals.half_widths(folds, clean.scope),
        "coverage": intervals.coverage_summary(tables["model_coverage"]),
        "start": _start(final, rows, old),
        "seen": applicability.area_of_applicability(rows, tables["model_importance"]),
        "year_effects_c": {str(int(year)): round(float(mean), DIGITS) for year, mean in effects},
    }


def _start(final: FittedModel, rows: Panel, old: Published) -> dict[str, Any]:
    """Return the score that the final model starts from, in degC by region and year."""
    countries = old.table(tables_contract.COUNTRIES.name)
    region_iso3 = dict(zip(countries.iso3, countries.region_iso3, strict=True))
    years = np.unique(rows.year)
    by_region = {}
    for number, iso3 in {int(rows.region[c]): region_iso3[rows.codes[c]] for c in np.unique(rows.country)}.items():
        start_c = final.baselines.of_region(final.start, number, years)
        by_region[iso3] = {str(year): round(float(value), DIGITS) for year, value in zip(years, start_c, strict=True)}
    return {"baseline": final.start, "by_region_c": by_region}


def _without_nan(rows: list[dict[Any, Any]]) -> list[dict[Any, Any]]:
    """Return the rows with None for NaN, which JSON does not know."""
    return [{key: None if pd.isna(value) else value for key, value in row.items()} for row in rows]


def _target(target: Target) -> dict[str, Any]:
    base = {"baseline": list(target.baseline)} if target.kind == "anomaly" else {"base_year": target.base_year}
    return {"kind": target.kind, **base, "words": target.words, "unit": "°C"}
