"""The World Bank's Climate Change Knowledge Portal: climate of every country by CRU TS and ERA5, projections by CMIP6.

The form of its addresses was derived from public code and from responses, not from a specification, so it is in one
place: `Portal` and `Release.address`. The portal answers a wrong token or an unknown period with success and no data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from etl.contract.projections import BASE_YEARS, LAST_YEAR, PERCENTILES, SCENARIOS
from etl.errors import NotServed, Refused, SourceError, Unreachable
from etl.sources.cckp_answers import parse
from etl.sources.http import Fetcher

FORMS = {"api/v1": "global_countries", "cckp/v1": "all_countries"}
"""End of the base address and name of all countries, newest form first: answers of 2025-12 have the first, older public
code has the second."""
OLDEST_LAST_YEAR = 2022
NEWEST_KNOWN_LAST_YEAR = 2024
"""On the portal on 2026-11-21; probing starts at least here, whatever the clock shows."""
FRESH_S = 30 * 24 * 3600.0
"""A product is fetched again after a month: ERA5 corrects its latest months without a new name."""


@dataclass(frozen=True)
class Dataset:
    """A data set of the portal. Its last year advances each spring, unless `last_year` fixes it."""

    name: str
    collection: str
    first_year: int
    last_year: int | None = None


CRU = Dataset("CRU TS", "cru-x0.5", 1901)
ERA5 = Dataset("ERA5", "era5-x0.25", 1950)
CMIP6 = Dataset("CMIP6", "cmip6-x0.25", BASE_YEARS[0], LAST_YEAR)


@dataclass(frozen=True)
class Product:
    """One variable of one data set, annual or monthly: the content of one response of the portal.

    `scenario` and `percentile` are of projections, which an ensemble of models has made.
    """

    id: str
    title: str
    dataset: Dataset
    variable: str
    is_monthly: bool
    scenario: str = "historical"
    percentile: str = "mean"

    @property
    def keys(self) -> list[str]:
        """Key columns of the product's table."""
        return ["code", "year", "month"] if self.is_monthly else ["code", "year"]


CRU_TAS_ANNUAL = Product("cru_tas_annual", "Annual mean temperature, CRU TS", CRU, "tas", False)
CRU_TAS_MONTHLY = Product("cru_tas_monthly", "Monthly mean temperature, CRU TS", CRU, "tas", True)
CRU_PR_MONTHLY = Product("cru_pr_monthly", "Monthly precipitation, CRU TS", CRU, "pr", True)
ERA5_TAS_MONTHLY = Product("era5_tas_monthly", "Monthly mean temperature, ERA5", ERA5, "tas", True)
ERA5_TAS_ANNUAL = Product("era5_tas_annual", "Annual mean temperature, ERA5", ERA5, "tas", False)

PRODUCTS = (CRU_TAS_ANNUAL, CRU_TAS_MONTHLY, CRU_PR_MONTHLY, ERA5_TAS_MONTHLY, ERA5_TAS_ANNUAL)
"""In the order of the requests. The dashboard requires only the first."""

PROJECTIONS = tuple(
    Product(
        f"cmip6_tas_{scenario}_{percentile}",
        f"Projected annual mean temperature, {name}, {percentile}, CMIP6",
        CMIP6,
        "tas",
        False,
        scenario,
        percentile,
    )
    for scenario, name in SCENARIOS.items()
    for percentile in sorted(PERCENTILES, key=lambda percentile: percentile != "median")
)
"""Projections to 2100: each scenario's median, then its 10th and 90th percentile over the models."""


class Portal:
    """Base address of the portal; `form` is the form of address that has answered with figures, "" before the first.

    A base address that ends with neither form is used as it is.
    """

    def __init__(self, base: str, form: str = ""):
        """Try `form` first, if it is one: the one that answered an earlier refresh."""
        self._base = base.rstrip("/")
        self._first = form
        self.form = ""

    def forms(self) -> list[str]:
        """Return the forms to try, in order: the one that has answered, else the known one, then newest first."""
        return [self.form] if self.form else sorted(FORMS, key=lambda form: form != self._first)

    def url(self, form: str, address: str) -> str:
        """Return the URL of all countries of one product and release."""
        ending = next((known for known in FORMS if self._base.endswith(f"/{known}")), "")
        base = f"{self._base.removesuffix(ending)}{form}" if ending else self._base
        return f"{base}/{address}/{FORMS[form]}?_format=json"


@dataclass(frozen=True)
class Release:
    """One release of a data set on the portal, identified by its last year."""

    dataset: Dataset
    last_year: int

    @property
    def name(self) -> str:
        """Name of the release: "CRU TS 4.09", "ERA5"."""
        return f"{self.dataset.name} {self._cru_version}" if self.dataset is CRU else self.dataset.name

    @property
    def period(self) -> str:
        """First and last year: "1901–2024"."""
        return f"{self.dataset.first_year}–{self.last_year}"

    @property
    def _cru_version(self) -> str:
        """Version number: 1901-2022 is 4.07, 1901-2023 is 4.08, and so on."""
        return f"4.{self.last_year - 2015:02d}"

    def address(self, product: Product) -> str:
        """Return the portal's path for a product over the whole period of this release."""
        models = {CRU.name: f"cru_ts{self._cru_version}", ERA5.name: "era5_x0.25", CMIP6.name: "ensemble_all"}
        step = "monthly" if product.is_monthly else "annual"
        return (
            f"{self.dataset.collection}_timeseries_{product.variable}_timeseries_{step}"
            f"_{self.dataset.first_year}-{self.last_year}_{product.percentile}_{product.scenario}"
            f"_{models[self.dataset.name]}_mean"
        )


def releases(dataset: Dataset, this_year: int, newest: int | None = None) -> Iterator[Release]:
    """Yield the releases that may exist, newest first, none that ends after `newest`."""
    if dataset.last_year is not None:
        return iter([Release(dataset, dataset.last_year)])
    last = max(this_year - 1, NEWEST_KNOWN_LAST_YEAR)
    last = last if newest is None else min(last, newest)
    return (Release(dataset, year) for year in range(last, OLDEST_LAST_YEAR - 1, -1))


def fetch_product(
    fetcher: Fetcher,
    portal: Portal,
    product: Product,
    this_year: int,
    newest: int | None = None,
    trusted: Callable[[pd.DataFrame], bool] = lambda table: True,
) -> tuple[Release, pd.DataFrame]:
    """Return the newest release on the portal and its table (`parse`), by the first form of address that has one.

    Args:
        fetcher: the HTTP client.
        portal: address of the portal; remembers the form that answered.
        product: the product to fetch.
        this_year: the newest release requested ends the year before.
        newest: last year of the newest release requested, so that products of one data set are of one release.
        trusted: whether a table in the raw cache may be used instead of a request.

    Raises:
        Unreachable: no usable response to one form, and no release by the other; offline: none is in the raw cache.
        NotServed: no form of address is served.
        Refused: the portal answers, but has none of the releases.
    """
    failures: list[SourceError] = []
    for form in portal.forms():
        try:
            found = _newest_release(
                fetcher, portal, form, product, list(releases(product.dataset, this_year, newest)), trusted
            )
        except (Unreachable, NotServed, Refused) as failure:
            failures.append(failure)
            continue
        portal.form = form
        return found
    # That the portal has no release is known only if no form failed for another reason.
    raise min(failures, key=lambda failure: (Unreachable, Refused, NotServed).index(type(failure)))


def _newest_release(
    fetcher: Fetcher,
    portal: Portal,
    form: str,
    product: Product,
    wanted: list[Release],
    trusted: Callable[[pd.DataFrame], bool],
) -> tuple[Release, pd.DataFrame]:
    """Return the first release that one form of address has, and its table."""
    not_cached: Unreachable | None = None
    for release in wanted:
        try:
            table = fetcher.get(
                portal.url(form, release.address(product)),
                lambda body: parse(body, product.is_monthly),
                fresh_for_s=FRESH_S,
                is_valid=lambda cached: not cached.empty and trusted(cached),  # an empty one may exist by now
            )
        except Unreachable as error:
            if not fetcher.offline:
                raise
            not_cached = error  # a release of the new year, which no refresh has requested yet
            continue
        if not table.empty:
            return release, table
    if not_cached is not None:
        raise not_cached
    first, last = wanted[-1].last_year, wanted[0].last_year
    years = f"in {last}" if first == last else f"between {first} and {last}"
    raise Refused(
        f"the climate portal answers, but holds no release that ends {years} of: {product.title}; its addresses may "
        "have changed, see etl/sources/cckp.py"
    )
