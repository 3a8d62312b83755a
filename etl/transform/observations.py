"""Observations of one series: codes and marks of the contract, and values left out by rule, each named."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from etl.contract.tables import FORECAST
from etl.errors import ContractError
from etl.sources.worldbank import SeriesAnswer

MOST_UNKNOWN = 0.5
"""Largest share of values of unknown places: a series of the archive has some 2 % (former states), one of regions of
countries has all."""

MOST_NEGATIVE = 0.005
"""Largest share of negative values left out of a share. Fossil fuels in energy consumption has 6 of 9,000 (2026), all
of 2015, from -1.2 to -61 %: their number, not their size, distinguishes a slip from another quantity."""

MOST_NAMED, NAMED_AS_EXAMPLES = 20, 3
"""Left-out places and values named in a sentence, and unknown codes in a refusal."""


def of_answer(answer: SeriesAnswer, code_of: Mapping[str, str], this_year: int) -> tuple[pd.DataFrame, list[str]]:
    """Return the values of one series, and a sentence on places that are in no list of countries, if there are any.

    An unknown place costs its own values only: the service's archive has states that no longer exist.

    Args:
        answer: the service's response.
        code_of: iso3 by any code that the service uses in `country_id` (iso2, iso3, its own).
        this_year: any later year is a forecast, marked by the service or not.

    Returns:
        series, iso3, year, value, status; without nulls, sorted.

    Raises:
        ContractError: most values are of unknown places; the message has their number and three of them.
    """
    rows, known = answer.rows, set(code_of.values())
    # The service leaves the iso3 code of income groups empty, has iso3 instead of iso2 in some series, and old codes
    # (ROM, ZAR) in its archive.
    is_known = rows.iso3.isin(known)
    iso3 = rows.iso3.where(is_known, rows.country_id.map(code_of))
    is_left_out = iso3.isna()
    left_out = []
    if is_left_out.any():
        codes = sorted(set(rows.iso3.where(rows.iso3 != "", rows.country_id)[is_left_out].replace("", "no code")))
        if is_left_out.mean() > MOST_UNKNOWN:
            some = ", ".join(codes[:NAMED_AS_EXAMPLES])
            raise ContractError(
                [f"{answer.code}: values for {len(codes)} codes in no list of countries, such as {some}"]
            )
        left_out = [f"{_values(is_left_out.sum())} left out, of places in no list of countries: {_some(codes)}"]
    table = pd.DataFrame(
        {
            "series": answer.code,
            "iso3": iso3,
            "year": rows.year.astype("int16"),
            "value": rows.value,
            "status": rows.status.mask(rows.year > this_year, FORECAST),
        }
    )
    return table[~is_left_out].astype({"iso3": "str"}).sort_values(["iso3", "year"], ignore_index=True), left_out


def without_negative_shares(rows: pd.DataFrame, low: float | None, unit: str) -> tuple[pd.DataFrame, list[str]]:
    """Return observations without the negative values of a share, and a sentence on them, if there are any.

    A share of what was produced, used or spent is never negative; statistical differences make a few so. More than a
    few show that the series is no share, or broken: they stay, and the configured range refuses the series.

    Args:
        rows: observations of one series.
        low: lower end of the configured range; 0 says that the series has no negative values.
        unit: of the values.
    """
    is_negative = rows.value < 0
    if low != 0 or not unit.startswith("%") or not is_negative.any() or is_negative.mean() > MOST_NEGATIVE:
        return rows, []
    named = [f"{row.iso3} {row.year} ({row.value:.3g})" for row in rows[is_negative].itertuples()]
    sentence = f"{_values(is_negative.sum())} below zero left out, as a share is not negative: {_some(named)}"
    return rows[~is_negative].reset_index(drop=True), [sentence]


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count:,} values"


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
