"""Series that contradict one another, in figures worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.transform import relation_doubts


def one(iso3: str, **values: float) -> pd.DataFrame:
    rows = [(iso3, int(year.strip("y")), value) for year, value in values.items()]
    return pd.DataFrame(rows, columns=["iso3", "year", "value"])


def found(values: dict[str, pd.DataFrame]) -> list[tuple]:
    return list(relation_doubts.of_relations(values).itertuples(index=False, name=None))


def test_growth_is_compared_with_the_growth_of_its_own_level():
    level = one("TCA", y2016=26_370.0, y2017=24_682.0, y2018=25_034.0)  # -6.40 % and +1.43 %
    rate = one("TCA", y2017=-6.4, y2018=83.57)
    assert found({"NY.GDP.PCAP.KD.ZG": rate, "NY.GDP.PCAP.KD": level}) == [
        (
            *("NY.GDP.PCAP.KD.ZG", "TCA", 2018, 2018, "growth"),
            "+83.6 % in 2018, while GDP per person itself changes by +1.4 %: possibly of another vintage",
        )
    ]


@pytest.mark.parametrize(("rate", "count"), [(3.42, 0), (3.44, 1)])  # the level grows by 1.43 %; 2 points are allowed
def test_growth_may_differ_by_two_points(rate, count):
    level = one("AAA", y2017=24_682.0, y2018=25_034.0)
    assert len(found({"NY.GDP.PCAP.KD.ZG": one("AAA", y2018=rate), "NY.GDP.PCAP.KD": level})) == count


def test_growth_of_population_is_logarithmic_and_a_missing_year_contradicts_nothing():
    level = one("AAA", y2000=1000.0, y2001=1500.0, y2003=3000.0)  # 100 ln 1.5 = 40.5, not 50
    assert found({"SP.POP.GROW": one("AAA", y2001=40.5, y2003=0.0), "SP.POP.TOTL": level}) == []
    assert len(found({"SP.POP.GROW": one("AAA", y2001=50.0), "SP.POP.TOTL": level})) == 1


def test_a_value_per_person_is_compared_with_total_over_population():
    values = {
        "EN.GHG.CO2.PC.CE.AR5": one("AAA", y2000=10.4, y2001=10.6, y2002=21.0),
        "EN.GHG.CO2.MT.CE.AR5": one("AAA", y2000=2.0, y2001=2.0, y2002=2.0),
        "SP.POP.TOTL": one("AAA", y2000=200_000.0, y2001=200_000.0, y2002=200_000.0),  # 10 t per person
    }
    assert found(values) == [
        (
            *("EN.GHG.CO2.PC.CE.AR5", "AAA", 2001, 2002, "per person"),
            "21 in 2002, while CO₂ emissions over population is 10: possibly of another area or vintage",
        )
    ]
    del values["SP.POP.TOTL"]
    assert found(values) == []


def test_parts_may_not_add_up_to_more_than_the_whole_and_each_part_is_doubted():
    values = {
        "NV.AGR.TOTL.ZS": one("PER", y1976=20.0, y1977=60.0),
        "NV.IND.TOTL.ZS": one("PER", y1976=40.0, y1977=49.0),
        "NV.SRV.TOTL.ZS": one("PER", y1976=45.0, y1977=70.0),  # 105 %, which may be rounding, and 179 %
    }
    reason = "the parts of GDP add up to 179 % in 1977"
    assert found(values) == [(code, "PER", 1977, 1977, "parts", reason) for code in values]
    assert found({"NV.AGR.TOTL.ZS": one("PER", y1977=110.0)}) == []


def test_every_code_of_a_relation_is_known_beforehand():
    assert relation_doubts.codes() >= {"SP.POP.TOTL", "NY.GDP.PCAP.KD.ZG", "NV.SRV.TOTL.ZS", "EN.GHG.CO2.MT.CE.AR5"}
