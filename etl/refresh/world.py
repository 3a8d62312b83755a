"""Countries, shapes and climate: what every refresh brings besides the series.

Each source by itself: where one cannot be had, its published tables are carried over, and the catalog says since when
they stand and why. Without a published snapshot a failure is the refresh's failure.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd

from etl.errors import ContractError, EtlError, PublishError, SourceError, Unreachable
from etl.refresh import climate_products
from etl.snapshot.published import Published
from etl.sources import naturalearth, worldbank
from etl.sources.http import Fetcher
from etl.sources.services import Services
from etl.transform import clean, formula_version
from etl.transform import climate as climate_transform
from etl.transform.climate_product import ClimateProduct
from etl.transform.warming import warming

T = TypeVar("T")

CLIMATE_TABLES = ("temperature", "precipitation", "climate_monthly", "climate_normals", "warming")

Report = Callable[[str, str], None]
"""Called with a step's name and how it ended, for each thing fetched."""


@dataclass
class World:
    """Tables by name, the standing of each source for the catalog, and what failed."""

    tables: dict[str, pd.DataFrame]
    sources: Sources
    climate: dict[str, dict[str, str]] = field(default_factory=dict)
    """The standing of each of the climate portal's products, for the catalog."""
    products: list[ClimateProduct] = field(default_factory=list)
    formulas: str = ""
    """What the measures of warming were made by (`formulas.version`), for the catalog."""
    revisions: list[pd.DataFrame] = field(default_factory=list)

    @property
    def failures(self) -> dict[str, EtlError]:
        """What failed, by source or by climate product."""
        lacking = {p.product.id: p.failure for p in self.products if p.failure and not p.is_answered}
        return self.sources.failures | lacking

    @property
    def notes(self) -> list[str]:
        """What is to be said of products that are not fresh."""
        return [product.note for product in self.products if product.note]

    @property
    def is_without_world_bank(self) -> bool:
        """Whether the World Bank's own service failed, so that asking it for series would be in vain."""
        return isinstance(self.failures.get("world_bank"), Unreachable)

    @property
    def is_all_kept(self) -> bool:
        """Whether not one source of figures answered; shapes may have come from the raw cache."""
        return self.failures.keys() >= {"world_bank", "cckp"}

    @property
    def economies(self) -> frozenset[str]:
        """Codes of the economies."""
        countries = self.tables["countries"]
        return frozenset(countries.iso3[countries.kind == "economy"])

    @property
    def code_of(self) -> dict[str, str]:
        """iso3 by any code that the World Bank uses for an economy or aggregate."""
        countries = self.tables["countries"]
        lettered = countries[countries.iso2 != ""]
        return dict(zip(lettered.iso2, lettered.iso3, strict=True)) | {code: code for code in countries.iso3}


SOURCES: dict[str, dict[str, str]] = {
    "world_bank": {
        "title": "World Bank, World Development Indicators",
        "link": "https://data.worldbank.org",
        "licence": "CC BY 4.0",
    },
    "cckp": {
        "title": "World Bank, Climate Change Knowledge Portal; CRU TS, University of East Anglia; ERA5, Copernicus",
        "link": "https://climateknowledgeportal.worldbank.org",
        "licence": "CC BY 4.0; CRU TS is under the Open Government Licence v3.0, ERA5 under the Copernicus licence",
    },
    "natural_earth": {
        "title": "Natural Earth, Admin 0 – Countries, 1:50m",
        "link": "https://www.naturalearthdata.com",
        "licence": "public domain",
    },
}


class Sources:
    """The standing of each source: asked now and answered, or failed and since when its published figures stand."""

    def __init__(self, old: Published | None, now: str, report: Report, fetcher: Fetcher):
        """Nothing asked yet; `old` is what is published."""
        self._before = {entry["id"]: entry for entry in old.catalog["sources"]} if old else {}
        self._now, self._report, self._fetcher = now, report, fetcher
        self._vintages: dict[str, str] = {}
        self._read_at: dict[str, str] = {}
        self.failures: dict[str, EtlError] = {}

    def attempt(self, source: str, fetch: Callable[[], T]) -> T | None:
        """What `fetch` gives, or None where it fails and published figures can stand in for it.

        Raises:
            SourceError, ContractError: it fails, and nothing is published.
        """
        try:
            answer = fetch()
        except (SourceError, ContractError) as failure:
            if not self._before:
                raise
            self.failures[source] = failure
            self._report(source, "kept")
            return None
        self._read_at[source] = self._fetcher.read_at
        self._report(source, "fetched")
        return answer

    def set_vintage(self, source: str, vintage: str) -> None:
        """Notes the vintage of what a source gave."""
        self._vintages[source] = vintage

    def as_data(self) -> list[dict[str, Any]]:
        """The sources as they stand in catalog.json."""
        return [self._standing(source) for source in SOURCES]

    def _standing(self, source: str) -> dict[str, Any]:
        before, about = self._before.get(source, {}), {"id": source, **SOURCES[source]}
        if source not in self.failures:
            about |= {"vintage": self._vintages[source]}
            if not self._fetcher.offline:
                return about | {"state": "fresh", "checked_at": self._now}
            return {"state": "fresh", "checked_at": self._read_at[source]} | before | about  # nobody was asked
        return before | about | self.news(source)

    def news(self, source: str) -> dict[str, str]:
        """What is to be said of a source that failed: since when its figures stand, and why. Offline, nothing new."""
        if self._fetcher.offline:
            return {}
        before = self._before.get(source, {})
        since = before.get("stale_since") or before.get("checked_at") or self._now
        return {"state": "kept", "stale_since": since, "reason": str(self.failures[source])}


def fetch_base_tables(
    fetcher: Fetcher, services: Services, now: str, old: Published | None, report: Report, *, force: bool
) -> World:
    """Fetches, cleans and derives everything but the series.

    Raises:
        SourceError: a source is out of reach, and nothing is published that could stand in for it.
        ContractError: what came breaks the contract, and nothing is published that could stand in for it.
    """
    sources = Sources(old, now, report, fetcher)
    listed = sources.attempt("world_bank", lambda: worldbank.fetch_countries(fetcher, services.world_bank))
    boundaries = sources.attempt(
        "natural_earth", lambda: naturalearth.fetch_boundaries(fetcher, services.natural_earth)
    )
    version, shapes = boundaries or ("", None)
    sources.set_vintage("natural_earth", version)

    def fetch_climate() -> dict[str, ClimateProduct]:
        if shapes is None:
            raise SourceError("not asked for, as the shapes that parts of an economy are weighted with are missing")
        published = old.catalog["climate"] if old else {}
        anew = [key for key, entry in published.items() if entry["state"] == "kept"]
        answers = climate_products.fetch(fetcher, services.cckp, int(now[:4]), report, anew)
        before = {name: old.table(name) for name in ("countries", "temperature", "climate_monthly")} if old else None
        area_km2 = clean.areas_by_provider_code(shapes)
        return climate_products.reconcile(answers, area_km2, before, old.catalog if old else None, force=force)

    products = sources.attempt("cckp", fetch_climate)
    codes = _published(old, "temperature") if products is None else products["cru_tas_annual"].values
    if listed is None or shapes is None:
        countries = _published(old, "countries")
    else:
        countries = clean.countries(listed, shapes, set(codes.iso3))
    if products is None:
        return _with_published_climate(World({"countries": countries}, sources), old)
    return _with_climate(World({"countries": countries}, sources), products, old, now)


def _with_climate(world: World, products: dict[str, ClimateProduct], old: Published | None, now: str) -> World:
    """The world with the climate's tables made anew, and with what that changed in published annual figures."""
    world.sources.set_vintage("cckp", climate_products.vintage(products))
    world.products = list(products.values())
    world.climate = {key: product.as_data() for key, product in products.items()}
    world.tables |= climate_transform.tables(products, world.tables["countries"])
    world.tables["warming"], world.formulas = _warming(world, old), formula_version.version()
    if old:
        said = old.catalog["climate"]
        releases = {key: (said[key].get("release", ""), product.release) for key, product in products.items()}
        before = {name: old.table(name) for name in ("temperature", "precipitation")}
        world.revisions += climate_transform.revisions(before, world.tables, releases, now)
    return world


def _warming(world: World, old: Published | None) -> pd.DataFrame:
    """The measures of warming: those published where they would come out the same."""
    temperature, economies = world.tables["temperature"], set(world.economies)
    if (
        old
        and old.catalog.get("formulas") == formula_version.version()
        and temperature.equals(old.table("temperature"))
    ):
        before = old.table("countries")
        if economies == set(before.iso3[before.kind == "economy"]):
            with suppress(PublishError):  # damaged since: made anew, as long as what it is made of is whole
                return old.table("warming")
    return warming(temperature, economies)


def _with_published_climate(world: World, old: Published | None) -> World:
    """The world with the climate's tables as they are published."""
    world.tables |= {name: _published(old, name) for name in CLIMATE_TABLES}
    world.tables["countries"] = climate_transform.with_zones(world.tables["countries"], world.tables["climate_normals"])
    if old:
        world.formulas = old.catalog.get("formulas", "")
        kept = world.sources.news("cckp")
        before = old.catalog["climate"]
        world.climate = {key: entry if entry["state"] == "absent" else entry | kept for key, entry in before.items()}
    return world


def _published(old: Published | None, name: str) -> pd.DataFrame:
    """A published table that stands in for one that could not be made anew."""
    if old is None:  # a source that fails without anything published has ended the refresh before
        raise AssertionError(f"no published {name} to stand in")
    return old.table(name)
