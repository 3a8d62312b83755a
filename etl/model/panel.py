"""The model's rows: one for each country and year, with the indicators' values and the temperature target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.contract import tables
from etl.errors import ModelError, PublishError
from etl.snapshot.published import Published, open_published
from measures.anomaly import DEFAULT_BASELINE, anomaly
from measures.arrays import Floats
from measures.trend import TooFewYearsError
from storage import open_folder
from storage.locations import data_folder, how_to_get_figures

Rows = NDArray[np.intp]

FIRST_YEAR = 1960
"""First year of nearly all of the World Bank's series."""

LEAST_COVERAGE = 0.5
"""Least share of the best year's values for the last year: in the newest two years most series have no values yet (in
the shipped snapshot 2023 has 68 % of the best year's values, 2024 28 %), and a test on gaps tests nothing."""


@dataclass(frozen=True)
class Target:
    """Target of the prediction, in degC.

    anomaly: difference from the country's mean over a baseline period. This is the default: the mean of thirty years
    has a fifth of the noise that the single year of an index adds to all rows of a country. index: difference from one
    year, as in the project's predecessor.
    """

    kind: Literal["anomaly", "index"] = "anomaly"
    baseline: tuple[int, int] = DEFAULT_BASELINE
    base_year: int = FIRST_YEAR

    @property
    def words(self) -> str:
        """Description such as "anomaly from 1961–1990"."""
        return (
            "index on " + str(self.base_year) if self.kind == "index" else "anomaly from {}–{}".format(*self.baseline)
        )

    def of(self, years: NDArray[Any], temperature_c: Floats) -> Floats | None:
        """Return the target of one country in each of its years; None without values in the base period."""
        try:
            if self.kind == "anomaly":
                return anomaly(years, temperature_c, self.baseline)
        except TooFewYearsError:
            return None
        base = temperature_c[years == self.base_year]
        return temperature_c - base[0] if base.size and np.isfinite(base[0]) else None


DEFAULT_TARGET = Target()


@dataclass(frozen=True)
class Panel:
    """Rows of the model: n rows, sorted by country and year, and p features."""

    codes: list[str]
    """iso3 of each country."""
    region: NDArray[np.int32]
    """The World Bank region of each of `codes`, as a number."""
    features: list[str]
    country: NDArray[np.int32]
    """Index into `codes`, n."""
    year: NDArray[np.int32]
    x: Floats
    """Values, n x p, NaN where missing."""
    y: Floats
    """The target in degC, n."""

    def of(self, rows: Rows) -> Panel:
        """Return some of the rows."""
        return replace(self, country=self.country[rows], year=self.year[rows], x=self.x[rows], y=self.y[rows])

    def with_features(self, features: list[str]) -> Panel:
        """Return some of the features, in this order."""
        columns = [self.features.index(feature) for feature in features]
        return replace(self, features=features, x=self.x[:, columns])

    def with_tables(self, added: Mapping[str, pd.DataFrame]) -> Panel:
        """Return the panel with one more feature for each table of iso3, year and value, named by its key.

        Values join by iso3 and year; a row without a value stays, as missing.

        Raises:
            ModelError: a table has two values for one iso3 and year.
        """
        rows = pd.MultiIndex.from_arrays([np.array(self.codes)[self.country], self.year])
        columns = []
        for name, table in added.items():
            values = table.set_index(["iso3", "year"]).value
            if not values.index.is_unique:
                iso3, year = values.index[values.index.duplicated()][0]
                raise ModelError(f"{name} has more than one value for {iso3} in {year}")
            columns.append(values.reindex(rows).to_numpy(float))
        return replace(self, features=[*self.features, *added], x=np.column_stack([self.x, *columns]))

    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame: iso3, year, the target `y` in degC, and a column a feature."""
        frame = pd.DataFrame(self.x, columns=self.features)
        frame.insert(0, "iso3", np.array(self.codes)[self.country])
        frame.insert(1, "year", self.year)
        frame.insert(2, "y", self.y)
        return frame


def read_panel(place: str | Path | None = None, target: Target = DEFAULT_TARGET, first_year: int = FIRST_YEAR) -> Panel:
    """Return the rows of the figures published in a data folder: `of_snapshot` for notebooks and scripts.

        read_panel().frame()

    Args:
        place: path of the data folder, or its address in an object store; without it, the default data folder.
        target: what is predicted.
        first_year: of the rows.

    Raises:
        PublishError: nothing is published there, or it is damaged.
        ModelError: there are no usable rows.
    """
    folder = open_folder(data_folder() if place is None else place)
    published = open_published(folder)
    if published is None:
        raise PublishError(f"nothing is published in {folder.place}; run: {how_to_get_figures()}")
    return of_snapshot(published, target, first_year)


def of_snapshot(published: Published, target: Target, first_year: int = FIRST_YEAR) -> Panel:
    """Return the rows of a snapshot: economies with a target, all series, up to the last well-covered year.

    Only one series at a time is in memory, besides the rows themselves.

    Raises:
        ModelError: there are no usable rows.
    """
    countries = published.table(tables.COUNTRIES.name)
    economies = countries[countries.kind == "economy"].set_index("iso3").region_iso3.sort_index()
    targets = _targets(published.table(tables.TEMPERATURE.name), list(economies.index), target, first_year)
    if targets.empty:
        raise ModelError(f"no economy has temperatures for the {target.words} from {first_year} on; choose other years")
    index = pd.MultiIndex.from_frame(targets[["iso3", "year"]])
    x = np.full((len(index), len(published.indicators)), np.nan)
    for column, (_, all_rows) in enumerate(published.all_values()):
        rows = observed(all_rows)
        at = index.get_indexer(pd.MultiIndex.from_frame(rows[["iso3", "year"]]))
        x[at[at >= 0], column] = rows.value.to_numpy()[at >= 0]
    codes = sorted(set(targets.iso3))
    panel = Panel(
        codes,
        pd.factorize(economies[codes])[0].astype(np.int32),
        list(published.indicators.id),
        np.searchsorted(codes, targets.iso3.to_list()).astype(np.int32),
        targets.year.to_numpy(np.int32),
        x,
        targets.y.to_numpy(),
    )
    return panel.of(np.flatnonzero(panel.year <= last_covered_year(panel)))


def observed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a series that are no forecasts: a model learns from what was observed."""
    return rows[rows.status != tables.FORECAST]


def last_covered_year(panel: Panel) -> int:
    """Return the latest year with at least half as many values as the best year.

    Raises:
        ModelError: there is no value at all.
    """
    years, which = np.unique(panel.year, return_inverse=True)
    values = np.bincount(which, weights=np.isfinite(panel.x).sum(axis=1))
    if not values.any():
        raise ModelError("no indicator has a value for an economy in the years of the target; refresh the figures")
    return int(years[values >= LEAST_COVERAGE * values.max()].max())


def _targets(temperature: pd.DataFrame, economies: list[str], target: Target, first_year: int) -> pd.DataFrame:
    """Return iso3, year, y of every economy with a target, sorted."""
    frames = []
    for iso3, rows in temperature[temperature.iso3.isin(economies)].sort_values(["iso3", "year"]).groupby("iso3"):
        y = target.of(rows.year.to_numpy(), rows.temperature_c.to_numpy())
        if y is not None:
            frames.append(pd.DataFrame({"iso3": iso3, "year": rows.year, "y": y}))
    rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"iso3": [], "year": [], "y": []})
    return rows[(rows.year >= first_year) & rows.y.notna()].reset_index(drop=True)
