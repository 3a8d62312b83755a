"""Three small services on a real socket, with few economies that hold most of the real ones' quirks.

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
from pathlib import Path

import geopandas as gpd
from pytest_httpserver import HTTPServer
from shapely.geometry import box
from werkzeug import Request, Response

from etl.indicators import Configured
from etl.services import Services

ARCHIVE = "ne_50m_admin_0_countries"

CONFIGURED = [
    Configured("SP.POP.TOTL", "People", "Population", unit="people", low=0, high=1e10),
    Configured("EG.ELC.ACCS.ZS", "Energy", "Access to electricity", low=0, high=100),
    Configured("NY.GDP.PCAP.KD", "Economy", "GDP per person", low=0),
]
CLIMATE_PRODUCT = "cru-x0.5_timeseries_tas_timeseries_annual_1901-2024_mean_historical_cru_ts4.09_mean"

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
"""Mean of 1901 by the portal's codes; GUF (French Guiana) has a temperature and neither shape nor figures."""


def temperature(mean: float, year: int) -> float:
    """The mean of 1901 plus 0.01 degrees a year plus noise within half a degree, none alike its neighbour."""
    return mean + 0.01 * (year - 1901) + ((year * 7919) % 101) / 101 - 0.5


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
class SeriesHeld:
    """One series of the Indicators API. Values by code as the service would print it, and year."""

    name: str
    values: dict[tuple[str, int], float | None] = field(default_factory=dict)
    last_updated: str = "2026-07-13"
    rows_a_page: int = 32_500


def everywhere(value: Callable[[int, int], float], years: range = range(2000, 2005)) -> dict:
    """Values for every economy and the World; `value` is given the economy's number and the year."""
    return {
        (code, year): value(number, year) for number, code in enumerate([*ECONOMIES, "WLD", "HIC"]) for year in years
    }


class World:
    """The three services. Tests change what they hold, put them out of order (`down`), or spoil answers (`spoil`)."""

    def __init__(self, server: HTTPServer, boundaries: bytes):
        self.boundaries = boundaries
        self.economies = dict(ECONOMIES)
        self.climate = {code: {y: temperature(mean, y) for y in range(1901, 2025)} for code, mean in CLIMATE.items()}
        self.series = {
            "SP.POP.TOTL": SeriesHeld("Population, total", everywhere(lambda n, y: 1e6 * (n + 1) + y)),
            "EG.ELC.ACCS.ZS": SeriesHeld("Access to electricity (% of population)", everywhere(lambda n, y: 50.0 + n)),
            "NY.GDP.PCAP.KD": SeriesHeld(
                "GDP per capita (constant 2015 US$)", everywhere(lambda n, y: 900.0 + n + (y - 2000)), rows_a_page=9
            ),
        }
        self.down: set[str] = set()
        self.spoil: dict[tuple[str, int], Callable[[list], None]] = {}
        self.services = Services(server.url_for("/v2"), server.url_for("/cckp/v1"), server.url_for("/naturalearth"))
        for pattern, handler in (
            (r"^/v2/country$", self._country),
            (r"^/v2/country/all/indicator/[^/]+$", self._values),
            (r"^/v2/indicator/[^/]+$", self._description),
            (r"^/cckp/v1/[^/]+/all_countries$", self._climate),
            (rf"^/naturalearth/{ARCHIVE}\.zip$", self._boundaries),
        ):
            server.expect_request(re.compile(pattern)).respond_with_handler(handler)

    def _country(self, request: Request) -> Response:
        def row(code: str, iso2: str, name: str, region: tuple[str, str], lon: str = "", lat: str = "") -> dict:
            group = {"id": region[0], "iso2code": "", "value": region[1]}
            income = group if region[0] == "NA" else {"id": "HIC", "iso2code": "XD", "value": "High income"}
            place = {"capitalCity": "", "longitude": lon, "latitude": lat}
            return {"id": code, "iso2Code": iso2, "name": name, "region": group, "incomeLevel": income} | place

        rows = [
            row(code, iso2, name, (region, REGIONS[region]), lon, lat)
            for code, (iso2, name, region, lon, lat) in self.economies.items()
        ]
        rows += [row(code, iso2, name, ("NA", "Aggregates")) for code, (iso2, name) in AGGREGATES.items()]
        header = {"page": 1, "pages": 1, "per_page": request.args["per_page"], "total": len(rows)}
        return self._answer("worldbank", [header, rows])

    def _values(self, request: Request) -> Response:
        code, page = request.path.split("/")[-1], int(request.args["page"])
        held = self.series.get(code)
        if held is None:
            return self._answer("worldbank", [{"message": [{"id": "120", "key": "Invalid value", "value": "Unknown"}]}])
        if not held.values:
            header = {"page": 0, "pages": 0, "per_page": 0, "total": 0, "sourceid": None, "lastupdated": None}
            return self._answer("worldbank", [header, None])
        size = min(int(request.args["per_page"]), held.rows_a_page)
        part = list(held.values.items())[(page - 1) * size : page * size]
        header = {
            "page": page,
            "pages": -(-len(held.values) // size),
            "per_page": size,
            "total": len(held.values),
            "sourceid": "2",
            "sourcename": "World Development Indicators",
            "lastupdated": held.last_updated,
        }
        answer = [header, [_row(code, held.name, where, year, value) for (where, year), value in part]]
        self.spoil.get((code, page), lambda answer: None)(answer)
        return self._answer("worldbank", answer, code)

    def _description(self, request: Request) -> Response:
        code = request.path.split("/")[-1]
        row = {
            "id": code,
            "name": self.series[code].name,
            "unit": "",
            "sourceNote": f"What {code} is.",
            "source": {"id": "2", "value": "World Development Indicators"},
            "sourceOrganization": "World Bank",
        }
        return self._answer("worldbank", [{"page": 1, "pages": 1, "per_page": "50", "total": 1}, [row]], code)

    def _climate(self, request: Request) -> Response:
        data = {code: {f"{y}-07": v for y, v in values.items()} for code, values in self.climate.items()}
        held = data | {"BLM": None} if CLIMATE_PRODUCT in request.path else []
        return self._answer("cckp", {"metadata": {"apiVersion": "v1", "status": "success"}, "data": held})

    def _boundaries(self, request: Request) -> Response:
        return Response(status=503) if "naturalearth" in self.down else Response(self.boundaries)

    def _answer(self, service: str, answer: object, code: str = "") -> Response:
        if {service, code} & self.down:
            return Response("out of order", status=500)
        return Response(json.dumps(answer), content_type="application/json;charset=utf-8")


def _row(code: str, name: str, where: str, year: int, value: float | None) -> dict:
    iso2 = ECONOMIES.get(where, AGGREGATES.get(where, (where,)))[0]
    iso3 = "" if where == "HIC" else where  # the service leaves it empty for income groups
    return {
        "indicator": {"id": code, "value": name},
        "country": {"id": iso2, "value": where},
        "countryiso3code": iso3,
        "date": str(year),
        "value": value,
        "unit": "",
        "obs_status": "",
        "decimal": 0,
    }
