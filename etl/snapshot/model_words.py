"""Sentences about the model's skill: does it beat the baselines, by how much, under which split. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[Any, Any]
"""A row of `model_skill`, by the names of its columns."""

SPLIT_IN_WORDS = {
    "last_year": "the last year held out",
    "countries": "countries held out",
    "future_years": "future years held out",
}
BASELINE_IN_WORDS = {
    "zero": "no change",
    "year": "the mean of the year",
    "region_year": "the mean of the year in the region",
    "country_year": "year and country effects",
    "country_region_year": "effects of year in the region and of country",
}
NO_CAUSE = "These are associations in what was observed; nothing here says what causes what."


def headline(skills: Iterable[Row]) -> str:
    """Return one sentence: whether and by how much the model beats the best baseline under each split.

    Args:
        skills: rows of `model_skill`.
    """
    return f"Beside the best baseline without any indicator: {'; '.join(_verdict(row) for row in hardest(skills))}."


def sentence(row: Row) -> str:
    """Return the comparison with one baseline in a sentence."""
    return (
        f"With {SPLIT_IN_WORDS[row['split']]}, the model is off by {row['rmse_model']:.3f} °C and "
        f"{BASELINE_IN_WORDS[row['baseline']]} by {row['rmse_baseline']:.3f} °C: {figures(row)}."
    )


def hardest(skills: Iterable[Row]) -> list[Row]:
    """Return the row of the best baseline for each split; of equal baselines the simplest."""
    found: dict[str, Row] = {}
    for row in skills:
        best = found.get(row["split"])
        if best is None or row["rmse_baseline"] < best["rmse_baseline"]:
            found[row["split"]] = row
    return list(found.values())


def figures(row: Row) -> str:
    """Return skill and interval in per cent."""
    return f"skill {_percent(row['skill'])} % (95 % interval {_percent(row['low95'])} to {_percent(row['high95'])} %)"


def _verdict(row: Row) -> str:
    if row["low95"] > 0:
        verdict = "the model does better than"
    elif row["high95"] < 0:
        verdict = "the model does worse than"
    else:
        verdict = "the model adds nothing that could be told from chance to"
    return f"with {SPLIT_IN_WORDS[row['split']]} {verdict} {BASELINE_IN_WORDS[row['baseline']]}, {figures(row)}"


def _percent(share: float) -> str:
    """Return a share in per cent, with a true minus and without a negative zero."""
    text = f"{100 * share:.1f}"
    return "0.0" if text == "-0.0" else text.replace("-", "−")
