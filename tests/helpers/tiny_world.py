"""Three small services on a real socket, with a few economies that have most quirks of the real ones.

Namibia's two-letter code is NA; Kosovo is KSV in the climate portal and has no ISO code on the map; the Channel Islands
are two shapes and two temperature series; Gibraltar has neither shape nor coordinates; France is -99 in ISO_A3.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
from pytest_httpserver import HTTPServer
from shapely.geometry import box
from werkzeug import Request, Response

from etl.indicators.configured import Configured
from etl.sources.services import Services

ARCHIVE = "ne_50m_admin_0_countries"

CONFIGURED = [
    Configured("SP.POP.TOTL", "People", "Population", unit="people", low=0, high=1e10),
    Configured("EG.ELC.ACCS.ZS", "Energy", "Access to electricity", low=0, high=100),
    Configured("NY.GDP.PCAP.KD", "Economy", "GDP per person", low=0),
]
CLIMATE_PRODUCT = "cru-x0.5_timeseries_tas_timeseries_annual_1901-2024_mean_historical_cru_ts4.09_mean"
RAIN_PRODUCT = "cru-x0.5_timeseries_pr_timeseries_monthly_1901-2024_mean_historical_cru_ts4.09_mean"
ERA5_PRODUCT = "era5-x0.25_timeseries_tas_timeseries_monthly_1950-2024_mean_historical_era5_x0.25_mean"

PROJECTED = {
    # Scenario, percentile: degrees a year over the mean of 2015-2024.
    ("ssp126", "median"): 0.02,
    ("ssp245", "p10"): 0.015,
    ("ssp245", "median"): 0.03,
    ("ssp245", "p90"): 0.06,
    ("ssp585", "median"): 0.05,
}
"""Scenarios and percentiles that the portal holds."""

UNKNOWN = [{"message": [{"id": "120", "key": "Invalid value", "value": "The provided parameter value is not valid"}]}]
WITHDRAWN = [{"message": [{"id": "175", "key": "Invalid format", "value": "The indicator was not found."}]}]
DATABASES = {"2": "World Development Indicators", "14": "Gender Statistics", "57": "WDI Database Archives"}

REGIONS = {"ECS": "Europe & Central Asia", "SSF": "Sub-Saharan Africa ", "LCN": "Latin America & Caribbean "}
ECONOMIES = {
    # iso3: iso2, name, region, longitude, latitude
    "BRA": ("BR", "Brazil", "LCN", "-47.9292", "-15.7801"),
    "CHI": ("JG", "Channel Islands", "ECS", "", ""),
    "FRA": ("FR", "France", "ECS", "2.35097", "48.8566"),
    "GIB": ("GI", "Gibraltar", "ECS", "", ""),
    "NAM": ("NA", "Namibia", "SSF", "17.0931", "-22.5648"),
    "XKX": ("XK", "Kosovo", "ECS", "20.926", "42.565"),
}
AGGREGATES = {"WLD": ("1W", "World"), "HIC": ("XD", "High income")} | {
    code: (code[:2].lower(), name) for code, name in REGIONS.items()
}
GROUPINGS = {"EUU": ("EU", "European Union", {"FRA", "GIB"}), "ARB": ("1A", "Arab World", set())}
"""Groupings that are not in the columns of the list of countries, with their members; the service lists none of ARB."""
SHAPES = [
    # ADMIN, ADM0_A3, ISO_A3, ISO_A3_EH, ISO_A2_EH, shape
    ("Brazil", "BRA", "BRA", "BRA", "BR", box(-60, -20, -45, -5)),
    ("France", "FRA", "-99", "FRA", "FR", box(0, 44, 6, 50)),
    ("Kosovo", "KOS", "-99", "-99", "-99", box(20, 42, 21, 43)),
    ("Guernsey", "GGY", "GGY", "GGY", "GG", box(-3, 49, -2.5, 49.5)),
    ("Jersey", "JEY", "JEY", "JEY", "JE", box(-2.2, 49, -2, 49.2)),
    ("Namibia", "NAM", "NAM", "NAM", "NA", box(12, -28, 20, -18)),
    ("Antarctica", "ATA", "ATA", "ATA", "AQ", box(-60, -80, -40, -70)),
]
CLIMATE = {"BRA": 25.0, "FRA": 11.0, "GGY": 10.0, "JEY": 12.0, "GIB": 18.0, "KSV": 9.0, "NAM": 20.0, "GUF": 26.0}
"""Mean of 1901 by the portal's codes; GUF (French Guiana) has a temperature but neither shape nor indicators."""
RAIN = {"BRA": 50.0, "FRA": 50.0, "NAM": 10.0}
"""Millimetres a month, of the countries in the monthly products."""


def temperature(mean: float, year: int) -> float:
    """Return the mean of 1901 plus 0.01 degrees a year plus noise within half a degree, different every year."""
    return mean + 0.01 * (year - 1901) + ((year * 7919) % 101) / 101 - 0.5


def projection_product(scenario: str, percentile: str) -> str:
    """Return the portal's name of a projection."""
    return f"cmip6-x0.25_timeseries_tas_timeseries_annual_2015-2100_{percentile}_{scenario}_ensemble_all_mean"


def projected(mean: float, rate: float, percentile: str) -> dict[str, float]:
    """Return 2015 to 2100 by the portal's stamps: a line through the level of 2015-2024, another by percentile."""
    level = mean + 1.2 + {"p10": -0.5, "median": 0.0, "p90": 0.5}[percentile]
    return {f"{year}-07": level + rate * (year - 2019.5) for year in range(2015, 2101)}


def monthly(value: Callable[[int, int], float], first_year: int) -> dict[str, float]:
    """Return a value for each month up to 2024 by the portal's stamps; `value` takes year and month."""
    return {f"{y}-{m:02}": value(y, m) for y in range(first_year, 2025) for m in range(1, 13)}


def boundaries_archive(version: str = "5.1.1") -> bytes:
    columns = ("ADMIN", "ADM0_A3", "ISO_A3", "ISO_A3_EH", "ISO_A2_EH")
    frame = gpd.GeoDataFrame(
        [dict(zip(columns, row, strict=False)) | {"NAME_LONG": row[0]} for row in SHAPES],
        geometry=[row[-1] for row in SHAPES],
        crs="EPSG:4326",
    )
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        frame.to_file(Path(folder) / f"{ARCHIVE}.shp")
        for path in sorted(Path(folder).iterdir()):
            archive.write(path, path.name)
        archive.writestr(f"{ARCHIVE}.VERSION.txt", f"{version}\n")
    return out.getvalue()


@dataclass
class ServedSeries:
    """One series of the Indicators API; values by the service's country code and year."""

    name: str
    values: dict[tuple[str, int], float | None] = field(default_factory=dict)
    rows_a_page: int = 32_500
    releases: int = 1
    status: dict[int, str] = field(default_factory=dict)
    """The service's mark of the values of a year."""
    changes_under_one_date: bool = False
    """Whether values change without a new date, as they do for weeks after a release."""
    _last_served: int | None = None

    @property
    def last_updated(self) -> str:
        """The service's date of the values: a day later if they changed since the last request."""
        served = hash(frozenset(self.values.items()))
        if self._last_served not in (None, served) and not self.changes_under_one_date:
            self.releases += 1
        self._last_served = served
        return str(date(2026, 7, 12) + timedelta(days=self.releases))


def values_everywhere(value: Callable[[int, int], float], years: range = range(2000, 2005)) -> dict:
    """Return values for every economy and the World; `value` takes the economy's number and the year."""
    return {
        (code, year): value(number, year) for number, code in enumerate([*ECONOMIES, "WLD", "HIC"]) for year in years
    }


class World:
    """The three services. Tests change their data, take them down (`down`), or corrupt answers (`corrupt`)."""

    def __init__(self, server: HTTPServer, boundaries: bytes):
        self.boundaries = boundaries
        self.economies = dict(ECONOMIES)
        self.groupings = {code: (*names, set(members)) for code, (*names, members) in GROUPINGS.items()}
        self.lending: dict[str, str] = {}
        self.climate = {code: {y: temperature(mean, y) for y in range(1901, 2025)} for code, mean in CLIMATE.items()}
        self.monthly = {
            # 600 mm a year in Brazil and France, 120 in Namibia; ERA5 is 0.5 degrees warmer all year, July in the
            # north and January in the south by another 6. The smaller countries are in neither.
            RAIN_PRODUCT: {c: monthly(lambda y, m, mm=mm: mm, 1901) for c, mm in RAIN.items()},
            ERA5_PRODUCT: {
                c: monthly(
                    lambda y, m, c=c: temperature(CLIMATE[c], y) + 0.5 + 6 * ((m == 7) if c == "FRA" else (m == 1)),
                    1950,
                )
                for c in RAIN
            },
        }
        self.projections = {
            key: {code: projected(mean, rate, key[1]) for code, mean in CLIMATE.items()}
            for key, rate in PROJECTED.items()
        }
        self.series = {
            "SP.POP.TOTL": ServedSeries("Population, total", values_everywhere(lambda n, y: 1e6 * (n + 1) + y)),
            "EG.ELC.ACCS.ZS": ServedSeries(
                "Access to electricity (% of population)", values_everywhere(lambda n, y: 50.0 + n)
            ),
            "NY.GDP.PCAP.KD": ServedSeries(
                "GDP per capita (constant 2015 US$)",
                values_everywhere(lambda n, y: 900.0 + n + (y - 2000)),
                rows_a_page=9,
            ),
        }
        self.databases: dict[str, dict[str, ServedSeries]] = {}
        self.cckp_form = "cckp"
        self.down: set[str] = set()
        self.listed: Callable[[list[dict]], list[dict]] = list
        self.corrupt: dict[tuple[str, int], Callable[[list], None]] = {}
        self.services = Services(server.url_for("/v2"), server.url_for("/cckp/v1"), server.url_for("/naturalearth"))
        for pattern, handler in (
            (r"^/v2/country$", self._country),
            (r"^/v2/region$", self._regions),
            (r"^/v2/country/WLD/indicator/[^/]+$", self._latest),
            (r"^/v2/country/all/indicator/[^/]+$", self._values),
            (r"^/v2/indicator/[^/]+$", self._description),
            (r"^/v2/(topic/[0-9]+/)?indicator$", self._catalogue),
            (r"^/v2/(topic|source)$", self._groups),
            (r"^/cckp/v1/[^/]+/all_countries$", self._climate),
            (r"^/api/v1/[^/]+/global_countries$", self._climate),
            (rf"^/naturalearth/{ARCHIVE}\.zip$", self._boundaries),
        ):
            server.expect_request(re.compile(pattern)).respond_with_handler(handler)

    def release(self, code: str) -> None:
        """Release the present values of a series under a new date."""
        self.series[code].releases += 1

    def _country(self, request: Request) -> Response:
        def row(code: str, iso2: str, name: str, region: tuple[str, str], lon: str = "", lat: str = "") -> dict:
            group = {"id": region[0], "iso2code": "", "value": region[1]}
            income = group if region[0] == "NA" else {"id": "HIC", "iso2code": "XD", "value": "High income"}
            place = {"capitalCity": "", "longitude": lon, "latitude": lat}
            lending = {"id": self.lending.get(code, ""), "iso2code": "", "value": ""}
            groups = {"region": group, "incomeLevel": income, "lendingType": lending}
            return {"id": code, "iso2Code": iso2, "name": name} | groups | place

        rows = [
            row(code, iso2, name, (region, REGIONS[region]), lon, lat)
            for code, (iso2, name, region, lon, lat) in self.economies.items()
        ]
        if grouping := request.args.get("region"):
            members = self.groupings[grouping][-1] if grouping in self.groupings else set()
            answer = _listed([row for row in rows if row["id"] in members]) if members else UNKNOWN
            return self._answer("worldbank", answer, grouping)
        aggregates = AGGREGATES | {code: names for code, (*names, _) in self.groupings.items()}
        rows += [row(code, iso2, name, ("NA", "Aggregates")) for code, (iso2, name) in aggregates.items()]
        header = {"page": 1, "pages": 1, "per_page": request.args["per_page"], "total": len(rows)}
        return self._answer("worldbank", [header, rows])

    def _regions(self, request: Request) -> Response:
        names = {code: name for code, (_, name) in AGGREGATES.items() if code != "HIC"}
        names |= {code: name for code, (_, name, _) in self.groupings.items()}
        return self._answer(
            "worldbank", _listed([{"id": "", "code": c, "name": n} for c, n in names.items()]), "region"
        )

    def _values(self, request: Request) -> Response:
        code, page = request.path.split("/")[-1], int(request.args.get("page", 1))
        source = request.args.get("source", "2")
        series = self._of_database(source).get(code)
        if series is None:
            known = {code for database in self.databases.values() for code in database}
            return self._answer("worldbank", WITHDRAWN if code in known else UNKNOWN, code)
        if not series.values:
            header = {"page": 0, "pages": 0, "per_page": 0, "total": 0, "sourceid": None, "lastupdated": None}
            return self._answer("worldbank", [header, None])
        size = min(int(request.args["per_page"]), series.rows_a_page)
        part = list(series.values.items())[(page - 1) * size : page * size]
        header = {
            "page": page,
            "pages": -(-len(series.values) // size),
            "per_page": size,
            "total": len(series.values),
            "sourceid": source,
            "sourcename": DATABASES[source],
            "lastupdated": series.last_updated,
        }
        if request.args["per_page"] == "1":  # a look-up of one series
            return self._answer("worldbank", [header, []], code)
        answer = [header, [_row(code, series, where, year, value) for (where, year), value in part]]
        self.corrupt.get((code, page), lambda answer: None)(answer)
        return self._answer("worldbank", answer, code)

    def _latest(self, request: Request) -> Response:
        """Answer a look-up of several series with the latest of their dates; fail if one series is unknown."""
        codes = request.path.split("/")[-1].split(";")
        if set(codes) - set(self.series) or set(codes) & self.down:
            return self._answer("worldbank", UNKNOWN)
        dates = [self.series[code].last_updated for code in codes if self.series[code].values]
        header = {"page": 1, "pages": 1, "per_page": 1, "total": 5 * len(dates), "sourceid": None}
        return self._answer("worldbank", [header | {"lastupdated": max(dates, default=None)}, []])

    def _description(self, request: Request) -> Response:
        code = request.path.split("/")[-1]
        for source in DATABASES:
            if code in self._of_database(source):
                return self._answer("worldbank", _listed([self._described(code, source)]), code)
        return self._answer("worldbank", UNKNOWN, code)

    def _of_database(self, source: str) -> dict[str, ServedSeries]:
        return self.series if source == "2" else self.databases.get(source, {})

    def _catalogue(self, request: Request) -> Response:
        sources = [request.args["source"]] if "source" in request.args else list(DATABASES)
        rows = self.listed([self._described(code, source) for source in sources for code in self._of_database(source)])
        return self._answer("worldbank", _listed(rows), "catalogue")

    def _groups(self, request: Request) -> Response:
        if request.path.endswith("topic"):
            return self._answer("worldbank", _listed([{"id": "19", "value": "Climate Change "}]))
        rows = [{"id": id, "name": name} for id, name in DATABASES.items() if id == "2" or id in self.databases]
        return self._answer("worldbank", _listed(rows))

    def _described(self, code: str, source: str = "2") -> dict:
        return {
            "id": code,
            "name": self._of_database(source)[code].name,
            "unit": "",
            "sourceNote": f"What {code} is.",
            "source": {"id": source, "value": DATABASES[source]},
            "sourceOrganization": "World Bank",
            "topics": [{"id": "19", "value": "Climate Change "}],
        }

    def _climate(self, request: Request) -> Response:
        _, form, *_, product, _ = request.path.split("/")
        if form != self.cckp_form:
            return Response("no such resource", status=404)
        annual = {code: {f"{y}-07": v for y, v in values.items()} for code, values in self.climate.items()}
        projections = {projection_product(*key): values for key, values in self.projections.items()}
        data = {**self.monthly, **projections, CLIMATE_PRODUCT: annual | {"BLM": None}}.get(product, [])
        return self._answer("cckp", {"metadata": {"apiVersion": "v1", "status": "success"}, "data": data}, product)

    def _boundaries(self, request: Request) -> Response:
        if "naturalearth" in self.down:
            return Response("out of order", status=500)
        return Response(self.boundaries)

    def _answer(self, service: str, answer: object, code: str = "") -> Response:
        if {service, code} & self.down:
            return Response("out of order", status=500)
        return Response(json.dumps(answer), content_type="application/json;charset=utf-8")


def _listed(rows: list[dict]) -> list:
    return [{"page": 1, "pages": 1, "per_page": "50", "total": len(rows)}, rows]


def _row(code: str, series: ServedSeries, where: str, year: int, value: float | None) -> dict:
    iso2 = ECONOMIES.get(where, AGGREGATES.get(where, (where,)))[0]
    iso3 = "" if where == "HIC" else where  # the service leaves it empty for income groups
    return {
        "indicator": {"id": code, "value": series.name},
        "country": {"id": iso2, "value": where},
        "countryiso3code": iso3,
        "date": str(year),
        "value": value,
        "unit": "",
        "obs_status": series.status.get(year, ""),
        "decimal": 0,
    }
