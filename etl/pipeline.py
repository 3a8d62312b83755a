"""The whole way of a refresh on one screen: fetch, clean, derive, check, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from etl import clean, contract, derive, readme, snapshot, validate
from etl.errors import ContractError, PublishError, SourceError
from etl.indicators import Configured
from etl.services import Services
from etl.sources import cckp, naturalearth, worldbank
from etl.sources.http import Fetcher

REQUESTS_IN_FLIGHT = 6
"""The World Bank's service fails with 502 at about 20 at once; six were safe (seen by public clients)."""

LICENCES = {
    "world_bank": "CC BY 4.0",
    "cckp": "CC BY 4.0; CRU TS is under the Open Government Licence v3.0",
    "natural_earth": "public domain",
}

Report = Callable[[str, str], None]
"""Called with a step's name and how it ended, for each thing fetched."""


@dataclass
class Series:
    """One series on its way: fresh values, last good values kept, or none."""

    entry: Configured
    state: str
    reason: str = ""
    description: dict[str, Any] | None = None
    rows: pd.DataFrame | None = None

    def as_data(self) -> dict[str, str]:
        """The series as it stands in catalog.json."""
        return {"state": self.state, "title": self.entry.title} | ({"reason": self.reason} if self.reason else {})


@dataclass
class Outcome:
    """What a refresh did."""

    catalog: dict[str, Any]
    series: list[Series]


def refresh(
    entries: list[Configured],
    data_dir: Path,
    *,
    services: Services,
    fetcher: Fetcher,
    report: Report,
    note: str | None = None,
    force: bool = False,
) -> Outcome:
    """Pulls everything, and publishes it as a new snapshot if it is sound.

    Args:
        entries: the configured indicators.
        data_dir: folder of the snapshot.
        services: where to pull from.
        fetcher: how to pull.
        report: told of each thing that arrived or failed.
        note: what the catalog shall say about the origin of the figures.
        force: publish even if the published snapshot would lose figures.

    Raises:
        SourceError: countries, temperature, boundaries, or every single series could not be had.
        ContractError: the figures break the contract or would lose published ones; nothing was published.
        PublishError: the snapshot could not be written; nothing was published.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    published = snapshot.read_catalog(data_dir)
    old = snapshot.read_tables(data_dir, published) if published else None

    # ---- fetch
    listed = _reported(report, "countries", lambda: worldbank.fetch_countries(fetcher, services.world_bank))
    version, shapes = _reported(
        report, "boundaries", lambda: naturalearth.fetch_boundaries(fetcher, services.natural_earth)
    )
    release, climate = _reported(
        report, "temperature", lambda: cckp.fetch_temperature(fetcher, services.cckp, now.year)
    )

    # ---- clean
    temperature = clean.temperature(climate, clean.areas_by_provider_code(shapes))
    countries = clean.countries(listed, shapes, set(temperature.iso3))
    economies = set(countries.query("kind == 'economy'").iso3)
    lettered = countries[countries.iso2 != ""]
    code_of = dict(zip(lettered.iso2, lettered.iso3, strict=True)) | {code: code for code in countries.iso3}

    def fetch(entry: Configured) -> Series:
        return _fetch_one(entry, fetcher, services.world_bank, code_of, economies, now.isoformat())

    series = list(_all_series(entries, fetch, old, report))
    held = [s for s in series if s.rows is not None]
    if not any(s.state == "fresh" for s in series):
        raise SourceError(f"no series could be had from {services.world_bank}: {series[0].reason}")

    # ---- derive
    temperature = pd.concat([temperature, derive.regional_temperature(temperature, countries)], ignore_index=True)
    tables = {
        "countries": countries,
        "indicators": _indicators(held, economies),
        "observations": pd.concat([s.rows for s in held], ignore_index=True),
        "temperature": temperature,
        "warming": derive.warming(temperature, economies),
    }

    # ---- check
    problems = validate.problems(tables)
    if old is not None and not force:
        problems += validate.losses(tables, old)
    if problems:
        raise ContractError(problems)

    # ---- publish
    about = {
        "published_at": now.isoformat(),
        "origin": services.origin(note),
        "sources": _sources(release, version, tables["indicators"]),
        "series": {s.entry.code: s.as_data() for s in series},
    }
    catalog = snapshot.publish(data_dir, tables, about)
    _describe(data_dir, readme.text(catalog, tables["indicators"]))
    return Outcome(catalog, series)


def _describe(data_dir: Path, text: str) -> None:
    try:
        snapshot.replace_text(data_dir / readme.FILE, text)
    except OSError as error:
        raise PublishError(
            f"the new snapshot is published, but {data_dir / readme.FILE} cannot be written ({error.strerror or error})"
        ) from error


def _reported(report: Report, name: str, fetch: Callable[[], Any]) -> Any:
    answer = fetch()
    report(name, "fetched")
    return answer


def _all_series(
    entries: list[Configured],
    fetch: Callable[[Configured], Series],
    old: dict[str, pd.DataFrame] | None,
    report: Report,
) -> Iterator[Series]:
    """Each series in the order of the list; one that fails never costs the others."""

    def one(entry: Configured) -> Series:
        try:
            series = fetch(entry)
        except (SourceError, ContractError) as error:
            series = _last_good(entry, str(error), old)
        report(entry.code, series.state)
        return series

    with ThreadPoolExecutor(REQUESTS_IN_FLIGHT) as pool:
        yield from pool.map(one, entries)


def _fetch_one(
    entry: Configured,
    fetcher: Fetcher,
    base: str,
    code_of: dict[str, str],
    economies: set[str],
    fetched_at: str,
) -> Series:
    answer = worldbank.fetch_series(fetcher, base, entry.code)
    if answer.rows.empty:
        raise SourceError("the service holds no values of this series")
    rows = clean.observations(answer, code_of)
    problems = [
        *validate.table_problems(contract.OBSERVATIONS, rows),
        *validate.range_problems(entry.code, rows.value, entry.low, entry.high),
    ]
    if not economies.intersection(rows.iso3):
        problems.append(f"{entry.code}: values for aggregates only, none for an economy")
    if problems:
        raise ContractError(problems)
    described = worldbank.fetch_description(fetcher, base, entry.code)
    return Series(entry, "fresh", description=clean.indicator(entry, described, answer, fetched_at), rows=rows)


def _last_good(entry: Configured, reason: str, old: dict[str, pd.DataFrame] | None) -> Series:
    """The published values of a series that could not be fetched, or none if it was never published."""
    if old is None or entry.code not in set(old["indicators"].id):
        return Series(entry, "absent", reason)
    described = {str(k): v for k, v in old["indicators"].set_index("id", drop=False).loc[entry.code].items()}
    rows = old["observations"].query("series == @entry.code")
    return Series(entry, "kept", reason, described, rows.reset_index(drop=True))


def _indicators(held: list[Series], economies: set[str]) -> pd.DataFrame:
    rows = [{**(s.description or {}), **derive.coverage(s.rows, economies)} for s in held if s.rows is not None]
    frame = pd.DataFrame(rows)[contract.INDICATORS.names]
    return frame.astype({name: "int16" for name in ("first_year", "last_year", "default_year", "countries")})


def _sources(release: cckp.Release, boundaries: str, indicators: pd.DataFrame) -> list[dict[str, str]]:
    """Who is to be named, with licence and vintage."""
    vintages = sorted(indicators.last_updated)
    return [
        {
            "id": "world_bank",
            "title": "World Bank, World Development Indicators",
            "link": "https://data.worldbank.org",
            "licence": LICENCES["world_bank"],
            "vintage": f"per indicator, {vintages[0]} to {vintages[-1]}",
        },
        {
            "id": "cckp",
            "title": "World Bank, Climate Change Knowledge Portal; CRU TS, University of East Anglia",
            "link": "https://climateknowledgeportal.worldbank.org",
            "licence": LICENCES["cckp"],
            "vintage": f"CRU {release.version.upper()}, {cckp.FIRST_YEAR}–{release.last_year}",
        },
        {
            "id": "natural_earth",
            "title": "Natural Earth, Admin 0 – Countries, 1:50m",
            "link": "https://www.naturalearthdata.com",
            "licence": LICENCES["natural_earth"],
            "vintage": boundaries,
        },
    ]
