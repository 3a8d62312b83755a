"""Base tables of a refresh: countries, shapes and climate, that is, all but the series.

Each source is on its own: if one fails, its published tables are carried over, and the catalog records since when and
why. Without a published snapshot the refresh fails.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import pandas as pd

from etl.errors import EtlError, PublishError, SourceError, Unreachable
from etl.refresh import climate_products, groupings, projections
from etl.refresh.groupings import Groupings
from etl.refresh.projections import Projected
from etl.refresh.source_states import Report, Sources
from etl.snapshot.published import Published
from etl.snapshot.revisions import Revised
from etl.sources import cckp, naturalearth, worldbank
from etl.sources.http import Fetcher
from etl.sources.services import Services
from etl.transform import clean, formula_version
from etl.transform import climate as climate_transform
from etl.transform.climate_product import ClimateProduct
from etl.transform.published_checks import cross_checks
from etl.transform.warming import warming

CLIMATE_TABLES = ("temperature", "precipitation", "climate_monthly", "climate_normals", "warming")


@dataclass
class BaseTables:
    """Tables by name, and the catalog's entries of their sources."""

    tables: dict[str, pd.DataFrame]
    sources: Sources
    climate: dict[str, dict[str, str]] = field(default_factory=dict)
    """Catalog entry of each of the climate portal's products."""
    products: list[ClimateProduct] = field(default_factory=list)
    projected: Projected | None = None
    formulas: str = ""
    """Version of the formulas of the warming measures (`formula_version.version`), for the catalog."""
    cross_checks: dict[str, list[str]] | None = None
    """Result of the comparison of CRU TS and ERA5, for the catalog; None where no refresh has compared them yet."""
    revisions: list[Revised] = field(default_factory=list)
    groupings: Groupings | None = None
    """Members of the World Bank's groupings; their table is in `tables`."""

    @property
    def failures(self) -> dict[str, EtlError]:
        """Failures by source or climate product."""
        products = [*self.products, *(self.projected.products.values() if self.projected else [])]
        failed = {p.product.id: p.failure for p in products if p.failure and not p.is_answered}
        own = self.groupings.failure if self.groupings else None
        return self.sources.failures | failed | ({"groupings": own} if own else {})

    @property
    def notes(self) -> list[str]:
        """Sentences for the user about products and groupings that are not fresh."""
        own = self.groupings.notes if self.groupings else []
        projected = self.projected.notes if self.projected else []
        return [*(product.note for product in self.products if product.note), *projected, *own]

    @property
    def is_without_world_bank(self) -> bool:
        """Whether the World Bank's own service failed, so that asking it for series would be useless."""
        return isinstance(self.failures.get("world_bank"), Unreachable)

    @property
    def is_all_kept(self) -> bool:
        """Whether no source of figures answered; the shapes may come from the raw cache."""
        return self.failures.keys() >= {"world_bank", "cckp"}

    @property
    def economies(self) -> frozenset[str]:
        """The iso3 codes of the economies."""
        countries = self.tables["countries"]
        return frozenset(countries.iso3[countries.kind == "economy"])

    @property
    def code_of(self) -> dict[str, str]:
        """The iso3 code by any code that the World Bank uses for an economy or aggregate."""
        countries = self.tables["countries"]
        lettered = countries[countries.iso2 != ""]
        return dict(zip(lettered.iso2, lettered.iso3, strict=True)) | {code: code for code in countries.iso3}


def fetch_base_tables(
    fetcher: Fetcher, services: Services, now: str, old: Published | None, report: Report, *, force: bool
) -> BaseTables:
    """Fetch, clean and derive all tables but those of the series.

    Raises:
        SourceError: a source cannot be reached, and nothing is published that could replace it.
        ContractError: a source breaks the contract, and nothing is published that could replace it.
    """
    sources = Sources(old, now, report, fetcher)
    listed = sources.attempt("world_bank", lambda: worldbank.fetch_countries(fetcher, services.world_bank))
    boundaries = sources.attempt(
        "natural_earth", lambda: naturalearth.fetch_boundaries(fetcher, services.natural_earth)
    )
    version, shapes = boundaries or ("", None)
    sources.set_vintage("natural_earth", version)

    def fetch_climate() -> tuple[dict[str, ClimateProduct], Projected]:
        if shapes is None:
            raise SourceError("not asked for, as the shapes that parts of an economy are weighted with are missing")
        published = old.catalog["climate"] if old else {}
        uncached = [key for key, entry in published.items() if entry["state"] == "kept"]
        portal = cckp.Portal(services.cckp, sources.before("cckp").get("address_form", ""))
        responses = climate_products.fetch(fetcher, portal, int(now[:4]), report, uncached)
        sources.note("cckp", address_form=portal.form)
        before = {name: old.table(name) for name in ("countries", "temperature", "climate_monthly")} if old else None
        area_km2 = clean.areas_by_provider_code(shapes)
        products = climate_products.reconcile(
            responses, area_km2, before, old.catalog if old else None, latitude_deg=clean.latitudes(shapes), force=force
        )
        answers = projections.fetch(fetcher, portal, int(now[:4]), report, uncached)
        observed = products["cru_tas_annual"].values
        return products, projections.reconcile(answers, area_km2, observed, old, force=force)

    climate = sources.attempt("cckp", fetch_climate)
    codes = set(_published(old, "temperature").iso3) if climate is None else _codes(*climate)
    if listed is None or shapes is None:
        countries, grouped = _published(old, "countries"), groupings.kept(old)
    else:
        countries = clean.countries(listed, shapes, codes)
        read_at = sources.read_at("world_bank")
        grouped = groupings.fetch(fetcher, services.world_bank, listed, countries, read_at, old)
    base = BaseTables({"countries": countries, groupings.TABLE: grouped.members}, sources, groupings=grouped)
    return _with_published_climate(base, old) if climate is None else _with_climate(base, *climate, old, now)


def _codes(products: dict[str, ClimateProduct], projected: Projected) -> set[str]:
    """Return the places of the climate products, each of which gets a row in `countries`."""
    projections_of = (product.values.iso3 for product in projected.products.values())
    return set(products["cru_tas_annual"].values.iso3).union(*projections_of)


def _with_climate(
    base: BaseTables, products: dict[str, ClimateProduct], projected: Projected, old: Published | None, now: str
) -> BaseTables:
    """Add the climate tables, and the revisions of published annual figures."""
    every = products | projected.by_id
    base.sources.set_vintage("cckp", climate_products.vintage(products))
    if released := climate_products.vintage(projected.by_id):
        base.sources.set_vintage("cmip6", released)
    base.products, base.projected = list(products.values()), projected
    base.climate = {key: product.as_data() for key, product in every.items()}
    base.tables |= climate_transform.tables(products, base.tables["countries"])
    base.tables |= projected.tables(climate_transform.land(base.tables["countries"], products["cru_tas_annual"].values))
    base.tables["warming"], base.formulas = _warming(base, old), formula_version.version()
    base.cross_checks = cross_checks(base.tables).as_data()
    if old:
        published = old.catalog["climate"]
        releases = {key: (published[key].get("release", ""), product.release) for key, product in products.items()}
        before = {name: old.table(name) for name in ("temperature", "precipitation")}
        base.revisions += climate_transform.revisions(before, base.tables, releases)
    return base


def _warming(base: BaseTables, old: Published | None) -> pd.DataFrame:
    """Return the measures of warming; the published ones if neither figures nor formulas have changed."""
    temperature, placed = base.tables["temperature"], _positions(base.tables["countries"])
    if (
        old
        and old.catalog.get("formulas") == formula_version.version()
        and temperature.equals(old.table("temperature"))
        and placed.equals(_positions(old.table("countries")))
    ):
        with suppress(PublishError):  # the published table is damaged: compute it again
            return old.table("warming")
    return warming(temperature, set(base.economies), placed)


def _positions(countries: pd.DataFrame) -> pd.DataFrame:
    """Return latitude_deg and longitude_deg of the economies by iso3: of which others they are neighbours."""
    economies = countries[countries.kind == "economy"].set_index("iso3").sort_index()
    return pd.DataFrame(economies[["latitude_deg", "longitude_deg"]])


def _with_published_climate(base: BaseTables, old: Published | None) -> BaseTables:
    """Add the climate tables as they are published."""
    base.tables |= {name: _published(old, name) for name in CLIMATE_TABLES} | projections.kept(old)
    base.tables["countries"] = climate_transform.with_zones(base.tables["countries"], base.tables["climate_normals"])
    if old:
        base.formulas = old.catalog.get("formulas", "")
        base.cross_checks = old.catalog.get("cross_checks")
        stale = base.sources.staleness("cckp")
        before = old.catalog["climate"]
        base.climate = {key: entry if entry["state"] == "absent" else entry | stale for key, entry in before.items()}
    return base


def _published(old: Published | None, name: str) -> pd.DataFrame:
    """Return the published table that replaces one of a failed source."""
    if old is None:  # without a published snapshot `Sources.attempt` has raised
        raise AssertionError(f"no published {name} to fall back on")
    return old.table(name)
