"""The rows the model is made of: a country and year each, with the indicators' values and the temperature target."""

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
"""Share of the best year's values that a year must hold to be the last one: in the newest two years most series are
still to come (shipped snapshot: 2023 holds 68 % of the best year's, 2024 28 %), and a test on gaps tests nothing."""


@dataclass(frozen=True)
class Target:
    """What is predicted, in degC.

    anomaly: departure from the country's mean of a baseline; the default, as thirty years' mean carries a fifth of the
    noise that the one year of an index puts into all of a country's rows. index: departure from one year, which is
    what the project's predecessor took.
    """

    kind: Literal["anomaly", "index"] = "anomaly"
    baseline: tuple[int, int] = DEFAULT_BASELINE
    base_year: int = FIRST_YEAR

    @property
    def words(self) -> str:
        """Such as "anomaly from 1961–1990"."""
        return (
            "index on " + str(self.base_year) if self.kind == "index" else "anomaly from {}–{}".format(*self.baseline)
        )

    def of(self, years: NDArray[Any], temperature_c: Floats) -> Floats | None:
        """The target of one country in each of its years; None where its base is not held."""
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
    """n rows, sorted by country and year, and p features."""

    codes: list[str]
    """iso3 of each country."""
    region: NDArray[np.int32]
    """The World Bank region of each of `codes`, as a number."""
    features: list[str]
    country: NDArray[np.int32]
    """Place in `codes`, n."""
    year: NDArray[np.int32]
    x: Floats
    """Values, n x p, NaN where missing."""
    y: Floats
    """The target in degC, n."""

    def of(self, rows: Rows) -> Panel:
        """Some of the rows."""
        return replace(self, country=self.country[rows], year=self.year[rows], x=self.x[rows], y=self.y[rows])

    def with_features(self, features: list[str]) -> Panel:
        """Some of the features, in the order given."""
        places = [self.features.index(feature) for feature in features]
        return replace(self, features=features, x=self.x[:, places])

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
        ModelError: there are no rows of use.
    """
    folder = open_folder(data_folder() if place is None else place)
    published = open_published(folder)
    if published is None:
        raise PublishError(f"nothing is published in {folder.place}; run: {how_to_get_figures()}")
    return of_snapshot(published, target, first_year)


def of_snapshot(published: Published, target: Target, first_year: int = FIRST_YEAR) -> Panel:
    """The rows of a snapshot: economies with a target, all series held, up to the last year that is fairly covered.

    Series are read one after the other, so that beside the rows themselves no more than one is in memory.

    Raises:
        ModelError: there are no rows of use.
    """
    countries = published.table(tables.COUNTRIES.name)
    economies = countries[countries.kind == "economy"].set_index("iso3").region_iso3.sort_index()
    targets = _targets(published.table(tables.TEMPERATURE.name), list(economies.index), target, first_year)
    if targets.empty:
        raise ModelError(f"no economy has temperatures for the {target.words} from {first_year} on; choose other years")
    index = pd.MultiIndex.from_frame(targets[["iso3", "year"]])
    x = np.full((len(index), len(published.indicators)), np.nan)
    for column, (_, rows) in enumerate(published.all_values()):
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


def last_covered_year(panel: Panel) -> int:
    """The latest year in which at least half as many values are held as in the best one.

    Raises:
        ModelError: no value is held at all.
    """
    years, which = np.unique(panel.year, return_inverse=True)
    held = np.bincount(which, weights=np.isfinite(panel.x).sum(axis=1))
    if not held.any():
        raise ModelError("no indicator has a value for an economy in the years of the target; refresh the figures")
    return int(years[held >= LEAST_COVERAGE * held.max()].max())


def _targets(temperature: pd.DataFrame, economies: list[str], target: Target, first_year: int) -> pd.DataFrame:
    """iso3, year, y of every economy that has a target, sorted."""
    found = []
    for iso3, rows in temperature[temperature.iso3.isin(economies)].sort_values(["iso3", "year"]).groupby("iso3"):
        y = target.of(rows.year.to_numpy(), rows.temperature_c.to_numpy())
        if y is not None:
            found.append(pd.DataFrame({"iso3": iso3, "year": rows.year, "y": y}))
    both = pd.concat(found, ignore_index=True) if found else pd.DataFrame({"iso3": [], "year": [], "y": []})
    return both[(both.year >= first_year) & both.y.notna()].reset_index(drop=True)
