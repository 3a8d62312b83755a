"""Sentences about the model's skill against the baselines, for each split. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import Any

from etl.contract.model import PREDECESSOR

Row = Mapping[Any, Any]
"""A row of `model_skill`, by column name."""

SPLIT_IN_WORDS = {
    "last_year": "the last year held out",
    "countries": "countries held out",
    "future_years": "future years held out",
    "predecessor": "2012 held out, index on 1960",
}
BASELINE_IN_WORDS = {
    "zero": "no change",
    "year": "the mean of the year",
    "region_year": "the mean of the year in the region",
    "country_year": "year and country effects",
    "country_region_year": "effects of year in the region and of country",
    "country_decade": "the country's mean of the previous ten years",
}
LITTLE_PERCENT = 2
"""Per cent of skill up to which the conclusion is that indicators add little."""

NO_CAUSE = "These are statistical associations; they do not show what causes what."


def headline(skills: Iterable[Row]) -> str:
    """Return the sentences on whether and by how much the model beats the best baseline under each split.

    Args:
        skills: rows of `model_skill`.
    """
    rows = hardest(skills)
    return " ".join([conclusion(rows), *(_verdict(row) for row in rows)])


def conclusion(rows: Sequence[Row]) -> str:
    """Return the sentence on what the indicators add to year and place, from the rows of `hardest`."""
    percent = round(100 * max((row["skill"] for row in rows), default=0))
    if not all("start" in row for row in rows) or percent > LITTLE_PERCENT:
        return "The comparison is with the best baseline without any indicator."
    amount = f"about {percent} % or nothing" if percent > 0 else "nothing"
    return f"Given year and place, indicators add {amount}."


def sentence(row: Row) -> str:
    """Return the comparison with one baseline in a sentence."""
    return (
        f"With {SPLIT_IN_WORDS[row['split']]}, the error (RMSE) of the model is {row['rmse_model']:.3f} °C, that of "
        f"{BASELINE_IN_WORDS[row['baseline']]} {row['rmse_baseline']:.3f} °C: {figures(row)}."
    )


def hardest(skills: Iterable[Row]) -> list[Row]:
    """Return the row of the best baseline for each split; of equal baselines the simplest.

    The predecessor's test is no validation of the model: another target, and a single year.
    """
    found: dict[str, Row] = {}
    for row in skills:
        if row["split"] == PREDECESSOR:
            continue
        best = found.get(row["split"])
        if best is None or row["rmse_baseline"] < best["rmse_baseline"]:
            found[row["split"]] = row
    return list(found.values())


def figures(row: Row) -> str:
    """Return skill and interval in per cent; with intervals over countries and over years, both."""
    over_countries = f"{_percent(row['low95'])} to {_percent(row['high95'])} %"
    if not _has_years(row):
        return f"skill {_percent(row['skill'])} % (95 % interval {over_countries})"
    over_years = f"{_percent(row['years_low95'])} to {_percent(row['years_high95'])} %"
    return f"skill {_percent(row['skill'])} % (95 % interval over countries {over_countries}, over years {over_years})"


def coverage(summary: Mapping[str, Any]) -> str:
    """Return the coverage of the 95 % intervals in held-out countries, with each country below 85 % and its rows.

    Args:
        summary: the catalog's entry on coverage.
    """
    groups = "; ".join(f"{one['name']} {_percent(one['coverage'])} % ({one['countries']})" for one in summary["groups"])
    below = summary["countries_below"]
    named = ", ".join(f"{one['iso3']} {_percent(one['coverage'])} % of {one['n_rows']} rows" for one in below)
    return (
        f"95 % intervals cover {_percent(summary['pooled'])} % of the rows of held-out countries; by climate group: "
        f"{groups or 'none known'}. Below {100 * summary['below']:.0f} %: {len(below)} countries, where chance gives "
        f"{summary['expected_below']:.1f} if rows were independent{f': {named}' if named else ''}."
    )


def ends(row: Row) -> tuple[float, float]:
    """Return the outer ends of both intervals: a skill is significant if neither interval includes zero."""
    if not _has_years(row):
        return row["low95"], row["high95"]
    return min(row["low95"], row["years_low95"]), max(row["high95"], row["years_high95"])


def _has_years(row: Row) -> bool:
    low = row.get("years_low95")
    return low is not None and not isnan(low)


def _verdict(row: Row) -> str:
    if ends(row)[0] > 0:
        verdict = "the model does better than"
    elif ends(row)[1] < 0:
        verdict = "the model does worse than"
    else:
        verdict = "the model shows no significant gain over"
    skill = figures(row).removeprefix("skill ")
    return f"With {SPLIT_IN_WORDS[row['split']]}, {verdict} {BASELINE_IN_WORDS[row['baseline']]}. Its skill is {skill}."


def _percent(share: float) -> str:
    """Return a share in per cent, with a true minus and without a negative zero."""
    text = f"{100 * share:.1f}"
    return "0.0" if text == "-0.0" else text.replace("-", "−")
