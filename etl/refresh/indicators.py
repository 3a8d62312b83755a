"""Rows of the table `indicators`: what the values of a series say about it, and titles that differ."""

from __future__ import annotations

from typing import Any

import pandas as pd

from etl.contract import tables
from etl.contract.indicators import OWN
from etl.indicators import titles
from etl.indicators.configured import Configured
from etl.indicators.naming import title_in
from etl.indicators.quantity import NO_BOUNDS, within_bounds
from etl.refresh.series import Series
from etl.snapshot.published import Published
from etl.transform import coverage


def describe(series: Series, old: Published | None, economies: frozenset[str]) -> None:
    """Add to the description of a reconciled series what follows from its values; they are read again only if needed.

    Args:
        series: fetched, or as published.
        old: the published snapshot.
        economies: iso3 codes of economies.
    """
    code, found, rows = series.entry.code, series.description, series.rows
    if rows is None and old and found and not found["economies"]:
        rows = old.values(code)  # published before these columns were added
    if rows is not None:
        found |= coverage.coverage(rows, economies)
        found |= within_bounds(found, float(rows.value.min()), float(rows.value.max()))
    elif old and found and old.description(code)["quantity_kind"] == "percent" and found["quantity_kind"] == "share":
        found |= NO_BOUNDS  # its values were found outside


def table(series: list[Series]) -> pd.DataFrame:
    """Return the table of indicators, with titles that distinguish any two series; descriptions get them."""
    present = [s for s in series if s.state != "absent"]
    found = titles.distinct([_titled(s.entry, s.description) for s in present])
    for s in present:
        s.description["title"] = found[s.entry.code]
    frame = pd.DataFrame([s.description for s in present])[tables.INDICATORS.names]
    return frame.astype({column.name: column.dtype for column in tables.INDICATORS.columns})


def _titled(entry: Configured, about: dict[str, Any]) -> titles.Titled:
    """Return a series with its title: of the list or its user, or from the World Bank's name, which may change."""
    is_fixed = entry.is_configured or entry.code.startswith(OWN)
    return titles.Titled(about["id"], entry.title if is_fixed else title_in(about["name"]), about["unit"], is_fixed)
