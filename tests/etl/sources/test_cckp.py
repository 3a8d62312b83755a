"""The climate portal's recorded answers, its URLs, and the choice of the release."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import NotServed, Refused, Unreachable
from etl.sources import cckp, cckp_answers
from etl.sources.cckp import CRU, ERA5, Release

RECORDED = Path(__file__).parent / "recorded"


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


class Portal:
    """Stub of the portal: has the tables of some releases, and answers without values for all others."""

    offline = False

    def __init__(self, *releases: str):
        self.releases = releases
        self.requests: list[str] = []

    def get(self, url, understand, **_):
        self.requests.append(url.split("/")[-2])
        if self.requests[-1] not in self.releases:
            return understand(recorded("climate_nothing_held.json"))
        kind = "monthly" if "_monthly_" in url else "annual"
        return understand(recorded(f"climate_{kind}.json"))


BASE = "http://portal/cckp/v1"
NEWEST = "cru-x0.5_timeseries_tas_timeseries_annual_1901-2025_mean_historical_cru_ts4.10_mean"
PREVIOUS = "cru-x0.5_timeseries_tas_timeseries_annual_1901-2024_mean_historical_cru_ts4.09_mean"
RAIN = "cru-x0.5_timeseries_pr_timeseries_monthly_1901-2024_mean_historical_cru_ts4.09_mean"
REANALYSIS = "era5-x0.25_timeseries_tas_timeseries_monthly_1950-2024_mean_historical_era5_x0.25_mean"


def fetched(portal: Portal, product: cckp.Product = cckp.CRU_TAS_ANNUAL, year: int = 2026, newest: int | None = None):
    return cckp.fetch_product(portal, cckp.Portal(BASE, "cckp/v1"), product, year, newest)


def test_annual_values_become_rounded_rows_without_nulls():
    table = cckp_answers.parse(recorded("climate_annual.json"), is_monthly=False)
    assert table.to_dict("split")["data"] == [
        ["AFG", 1901, 12.78],
        ["AFG", 1902, 13.02],
        ["KSV", 1901, 9.5],
        ["GGY", 1901, 21.36],
    ]
    assert table.dtypes.astype(str).to_dict() == {"code": "str", "year": "int16", "value": "float64"}


def test_monthly_values_have_their_month():
    table = cckp_answers.parse(recorded("climate_monthly.json"), is_monthly=True)
    assert table.to_dict("split")["data"] == [["AFG", 1901, 1, -1.2], ["AFG", 1901, 2, 0.4]]
    assert str(table.month.dtype) == "int8"


@pytest.mark.parametrize("is_monthly", [True, False])
def test_an_answer_without_values_is_an_empty_table_with_the_same_columns(is_monthly):
    table = cckp_answers.parse(recorded("climate_nothing_held.json"), is_monthly)
    assert table.empty
    with_values = cckp_answers.parse(recorded(f"climate_{'monthly' if is_monthly else 'annual'}.json"), is_monthly)
    assert table.dtypes.to_dict() == with_values.dtypes.to_dict()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (recorded("climate_monthly.json"), "AFG: '1901-01' where an annual stamp"),
        (recorded("climate_error.json"), "an answer of another shape"),
        (recorded("maintenance.html"), "not the JSON expected"),
        (recorded("no_values.json"), "an answer of another shape"),
        (recorded("climate_annual.json")[:120], "not the JSON expected"),
        (recorded("climate_annual.json").replace(b"13.02", b'"13.02"'), r"AFG: a value of another shape \(str\)"),
        (recorded("climate_annual.json").replace(b"13.02", b"true"), r"AFG: a value of another shape \(bool\)"),
        (recorded("climate_annual.json").replace(b"null}", b"[]}"), "KSV: a value of another shape"),
        (recorded("climate_annual.json").replace(b'"BLM":null', b'"BLM":[1, 2]'), "BLM: values of another shape"),
    ],
)
def test_any_other_body_is_an_outage(body, message):
    with pytest.raises(Unreachable, match=message):
        cckp_answers.parse(body, is_monthly=False)


@pytest.mark.parametrize("stamp", ["1901-13", "1901-00", "1901", "1901-1", "January 1901"])
def test_an_invalid_month_stamp_is_an_outage(stamp):
    body = recorded("climate_monthly.json").replace(b"1901-02", stamp.encode())
    with pytest.raises(Unreachable, match=f"AFG: '{stamp}' where a month such as '1901-01' belongs"):
        cckp_answers.parse(body, is_monthly=True)


series = st.dictionaries(
    st.tuples(st.integers(1901, 2100), st.integers(1, 12)),
    st.none() | st.integers(-90, 5000) | st.integers(-9000, 500_000).map(lambda hundredths: hundredths / 100),
    max_size=20,
)


@given(st.dictionaries(st.from_regex(r"[A-Z]{3}", fullmatch=True), st.none() | series, max_size=5))
def test_any_values_of_the_portal_are_read_without_nulls(by_code):
    # Printed with the rounding noise of a double, as the portal does.
    data = {
        code: values and {f"{y}-{m:02}": v if v is None else float(np.nextafter(v, 0)) for (y, m), v in values.items()}
        for code, values in by_code.items()
    }
    body = json.dumps({"metadata": {"status": "success"}, "data": data or []}).encode()
    table = cckp_answers.parse(body, is_monthly=True)
    expected = {(c, y, m): v for c, vs in by_code.items() for (y, m), v in (vs or {}).items() if v is not None}
    assert {(r.code, r.year, r.month): r.value for r in table.itertuples()} == expected


@pytest.mark.parametrize(
    ("release", "product", "address"),
    [
        (Release(CRU, 2025), cckp.CRU_TAS_ANNUAL, NEWEST),
        (Release(CRU, 2024), cckp.CRU_PR_MONTHLY, RAIN),
        (Release(ERA5, 2024), cckp.ERA5_TAS_MONTHLY, REANALYSIS),
    ],
)
def test_urls_follow_the_naming_scheme_of_the_portal(release, product, address):
    assert release.address(product) == address


def test_releases_have_names_and_periods():
    assert [(r.name, r.period) for r in (Release(CRU, 2022), Release(CRU, 2025), Release(ERA5, 2024))] == [
        ("CRU TS 4.07", "1901–2022"),
        ("CRU TS 4.10", "1901–2025"),
        ("ERA5", "1950–2024"),
    ]


def test_the_newest_release_is_requested_first():
    portal = Portal(NEWEST, PREVIOUS)
    release, table = fetched(portal)
    assert (release.last_year, len(table)) == (2025, 4)
    assert portal.requests == [NEWEST]


def test_the_previous_release_is_used_until_a_new_one_exists():
    release, _ = fetched(Portal(PREVIOUS))
    assert release.last_year == 2024


def test_a_sister_product_is_requested_up_to_the_same_release():
    portal = Portal(RAIN)
    fetched(portal, cckp.CRU_PR_MONTHLY, newest=2024)
    assert portal.requests == [RAIN]


def test_a_wrong_clock_does_not_hide_a_known_release():
    release, _ = fetched(Portal(PREVIOUS), year=1999)
    assert release.last_year == 2024


def test_a_portal_without_any_release_is_refused():
    portal = Portal()
    with pytest.raises(Refused, match="answers, but holds no release that ends between 2022 and 2025 of: Annual mean"):
        fetched(portal)
    assert len(portal.requests) == 2 * 4  # by both forms of address
    with pytest.raises(Refused, match="holds no release that ends in 2022 of: Monthly precipitation, CRU TS"):
        fetched(portal, cckp.CRU_PR_MONTHLY, newest=2022)


class Forms:
    """Stub of a portal that answers one form of address; others end in the error given for them."""

    offline = False

    def __init__(self, **errors: Exception):
        self.errors = {form.replace("_", "/"): error for form, error in errors.items()}
        self.requests: list[str] = []

    def get(self, url, understand, **_):
        self.requests.append(url.removeprefix("http://portal/").split("_")[0])
        for form, error in self.errors.items():
            if f"/{form}/" in url:
                raise error
        held = "_1901-2024_" in url
        return understand(recorded("climate_annual.json" if held else "climate_nothing_held.json"))


def by_form(service: Forms, known: str = "", base: str = "http://portal/cckp/v1") -> cckp.Portal:
    portal = cckp.Portal(base, known)
    release, table = cckp.fetch_product(service, portal, cckp.CRU_TAS_ANNUAL, 2026)
    assert (release.last_year, len(table)) == (2024, 4)
    return portal


@pytest.mark.parametrize("base", ["http://portal/cckp/v1", "http://portal/api/v1", "http://portal/api/v1/"])
def test_the_newest_form_of_address_is_tried_first(base):
    service = Forms()
    assert by_form(service, base=base).form == "api/v1"
    assert service.requests == ["api/v1/cru-x0.5", "api/v1/cru-x0.5"]


@pytest.mark.parametrize("error", [NotServed("status 404"), Unreachable("status 403")])
def test_the_other_form_is_the_fallback_and_is_remembered(error):
    service = Forms(api_v1=error)
    portal = by_form(service)
    assert portal.form == "cckp/v1"
    assert service.requests == ["api/v1/cru-x0.5", "cckp/v1/cru-x0.5", "cckp/v1/cru-x0.5"]
    service.requests.clear()
    cckp.fetch_product(service, portal, cckp.CRU_TAS_ANNUAL, 2025)
    assert service.requests == ["cckp/v1/cru-x0.5"]


def test_the_form_that_answered_the_last_refresh_is_tried_first():
    service = Forms()
    assert by_form(service, known="cckp/v1").form == "cckp/v1"
    assert set(service.requests) == {"cckp/v1/cru-x0.5"}
    assert by_form(Forms(cckp_v1=NotServed("status 404")), known="cckp/v1").form == "api/v1"


@pytest.mark.parametrize(
    ("errors", "raised"),
    [
        ({"api_v1": NotServed("a"), "cckp_v1": NotServed("b")}, NotServed),
        ({"api_v1": NotServed("a"), "cckp_v1": Unreachable("b")}, Unreachable),
        ({"api_v1": Unreachable("a"), "cckp_v1": NotServed("b")}, Unreachable),
    ],
)
def test_an_outage_of_one_form_is_no_answer_of_the_portal(errors, raised):
    with pytest.raises(raised):
        cckp.fetch_product(Forms(**errors), cckp.Portal("http://portal/api/v1"), cckp.CRU_TAS_ANNUAL, 2026)
    with pytest.raises(Unreachable):  # the other form has no such release, which tells nothing
        cckp.fetch_product(
            Forms(api_v1=Unreachable("a")), cckp.Portal("http://p/api/v1"), cckp.CRU_TAS_ANNUAL, 2026, 2023
        )


def test_another_base_address_is_used_as_it_is():
    address = Release(CRU, 2024).address(cckp.CRU_TAS_ANNUAL)
    urls = [cckp.Portal("http://mirror/climate").url(form, address) for form in cckp.FORMS]
    assert urls == [f"http://mirror/climate/{address}/{name}_countries?_format=json" for name in ("global", "all")]
