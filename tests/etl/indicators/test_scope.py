"""Scope of a refresh: the configured set, single series, topics, sources, all of WDI; each series once."""

from __future__ import annotations

import pytest

from etl.errors import ListError, Refused
from etl.indicators import scope
from etl.indicators.configured import Configured
from etl.indicators.scope import Scope
from etl.sources import catalogue
from etl.sources.catalogue import CatalogueEntry

CONFIGURED = [
    Configured("EG.ELC.ACCS.ZS", "Energy", "Access to electricity", None, 0, 100),
    Configured("SP.POP.TOTL", "People", "Population", "people"),
]


def series(
    code: str, name: str = "Thing (% of things)", topics: tuple[str, ...] = (), source: str = "WDI"
) -> CatalogueEntry:
    return CatalogueEntry(code, name, "", "", "2", source, topics)


class StubCatalogue:
    """Stub of the service's lists."""

    def __init__(self, monkeypatch, *listed: CatalogueEntry, withdrawn: str = ""):
        self.requests: list[str] = []

        def one(_fetcher, _base, code):
            self.requests.append(code)
            for each in listed:
                if each.id.upper() == code.upper() and each.id != withdrawn:
                    return each
            raise Refused(f"no {code}")

        def group(_fetcher, _base, *, topic=None, source=None):
            self.requests.append(topic or source)
            return [each for each in listed if topic in each.topics or source == each.source_id]

        monkeypatch.setattr(catalogue, "fetch_one", one)
        monkeypatch.setattr(catalogue, "fetch_listed", group)
        monkeypatch.setattr(catalogue, "fetch_catalogue", lambda *_: list(listed))

    def entries(self, wanted: Scope) -> list[Configured]:
        return scope.entries(wanted, CONFIGURED, scope.fetch_listed(wanted, CONFIGURED, None, "http://wb"))


def test_an_empty_scope_is_the_configured_set_without_requests(monkeypatch):
    catalogue_stub = StubCatalogue(monkeypatch)
    assert catalogue_stub.entries(Scope()) == CONFIGURED
    assert Scope().is_configured_set
    assert catalogue_stub.requests == []


def test_configured_codes_need_no_request_and_keep_their_entry(monkeypatch):
    catalogue_stub = StubCatalogue(monkeypatch)
    assert catalogue_stub.entries(Scope(codes=("sp.pop.totl",))) == [CONFIGURED[1]]
    assert catalogue_stub.requests == []


def test_a_series_outside_the_list_has_the_world_bank_title(monkeypatch):
    catalogue_stub = StubCatalogue(
        monkeypatch, series("AG.LND.TRAC.ZS", "Tractors (per 100 sq. km)", ("Agriculture", "Climate"))
    )
    found = catalogue_stub.entries(Scope(codes=("ag.lnd.trac.zs", "SP.POP.TOTL")))
    assert found[0] is CONFIGURED[1]
    assert (found[1].code, found[1].topic, found[1].title) == ("AG.LND.TRAC.ZS", "Agriculture", "Tractors")
    assert not found[1].is_configured
    assert found[1].description["name"] == "Tractors (per 100 sq. km)"
    assert scope.as_configured(series("X", "(%)")).title == "(%)"


def test_a_series_in_several_groups_comes_once_after_configured_ones(monkeypatch):
    listed = [series("Z.NEW", topics=("Climate",)), series("EG.ELC.ACCS.ZS", topics=("Climate",))]
    found = StubCatalogue(monkeypatch, *listed).entries(Scope(codes=("Z.NEW",), topics=("Climate",), all_wdi=True))
    assert [entry.code for entry in found] == ["EG.ELC.ACCS.ZS", "Z.NEW"]
    assert found[0] is CONFIGURED[0]


def test_topics_exclude_archived_series_and_sources_include_them(monkeypatch):
    catalogue_stub = StubCatalogue(monkeypatch, series("OLD", topics=("Climate",), source="WDI Database Archives"))
    assert catalogue_stub.entries(Scope(topics=("Climate",))) == []
    assert [entry.code for entry in catalogue_stub.entries(Scope(sources=("2",)))] == ["OLD"]


def test_all_wdi_is_source_2(monkeypatch):
    catalogue_stub = StubCatalogue(monkeypatch, series("A.B"))
    assert [entry.code for entry in catalogue_stub.entries(Scope(all_wdi=True))] == ["A.B"]
    assert catalogue_stub.requests == ["2"]


def test_unknown_codes_are_reported_with_the_nearest_ones(monkeypatch):
    catalogue_stub = StubCatalogue(monkeypatch, series("NY.GDP.PCAP.KD"), series("NY.GDP.PCAP.CD"))
    with pytest.raises(ListError) as fault:
        catalogue_stub.entries(Scope(codes=("NY.GDP.PCAPKD", "QQ", "sp.pop.totl")))
    first, second = str(fault.value).splitlines()
    assert first == ("the World Bank lists no series NY.GDP.PCAPKD; did you mean NY.GDP.PCAP.KD or NY.GDP.PCAP.CD?")
    assert second == "the World Bank lists no series QQ; find codes with: search TEXT"


def test_a_listed_but_refused_series_keeps_the_service_message(monkeypatch):
    catalogue_stub = StubCatalogue(monkeypatch, series("A.B"), withdrawn="A.B")
    with pytest.raises(Refused, match=r"no A\.B"):
        catalogue_stub.entries(Scope(codes=("A.B",)))


@pytest.mark.parametrize("code", ["sp pop", "", "../x", "A;B", "ü"])
def test_a_malformed_code_is_an_error_without_a_request(code):
    with pytest.raises(ListError, match="is not a series code such as NY"):
        Scope(codes=(code,))


def test_a_scope_as_text_names_what_it_covers():
    assert str(Scope()) == "the configured set"
    wanted = Scope(("A.B", "C.D"), ("19",), ("Jobs",), all_wdi=True)
    assert str(wanted) == "series A.B, C.D; topic 19; source Jobs; all World Development Indicators"
