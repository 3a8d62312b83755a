"""What a refresh covers: the configured set, series named, topics, sources, all of WDI; each series once."""

from __future__ import annotations

import pytest

from etl.errors import ListError, Refused
from etl.indicators import scope
from etl.indicators.configured import Configured
from etl.indicators.scope import Scope
from etl.sources import catalogue
from etl.sources.catalogue import CatalogueEntry

OURS = [
    Configured("EG.ELC.ACCS.ZS", "Energy", "Access to electricity", None, 0, 100),
    Configured("SP.POP.TOTL", "People", "Population", "people"),
]


def series(
    code: str, name: str = "Thing (% of things)", topics: tuple[str, ...] = (), source: str = "WDI"
) -> CatalogueEntry:
    return CatalogueEntry(code, name, "", "", "2", source, topics)


class World:
    """Stands in for the service's lists."""

    def __init__(self, monkeypatch, *listed: CatalogueEntry, withdrawn: str = ""):
        self.asked: list[str] = []

        def one(_fetcher, _base, code):
            self.asked.append(code)
            for each in listed:
                if each.id.upper() == code.upper() and each.id != withdrawn:
                    return each
            raise Refused(f"no {code}")

        def group(_fetcher, _base, *, topic=None, source=None):
            self.asked.append(topic or source)
            return [each for each in listed if topic in each.topics or source == each.source_id]

        monkeypatch.setattr(catalogue, "fetch_one", one)
        monkeypatch.setattr(catalogue, "fetch_listed", group)
        monkeypatch.setattr(catalogue, "fetch_catalogue", lambda *_: list(listed))

    def entries(self, asked: Scope) -> list[Configured]:
        return scope.entries(asked, OURS, scope.fetch_listed(asked, OURS, None, "http://wb"))


def test_nothing_named_is_the_configured_set_and_asks_nothing(monkeypatch):
    world = World(monkeypatch)
    assert world.entries(Scope()) == OURS
    assert Scope().is_configured_set
    assert world.asked == []


def test_codes_of_the_configured_set_need_no_asking_and_keep_their_entry(monkeypatch):
    world = World(monkeypatch)
    assert world.entries(Scope(codes=("sp.pop.totl",))) == [OURS[1]]
    assert world.asked == []


def test_a_foreign_series_is_titled_as_the_world_bank_does(monkeypatch):
    world = World(monkeypatch, series("AG.LND.TRAC.ZS", "Tractors (per 100 sq. km)", ("Agriculture", "Climate")))
    found = world.entries(Scope(codes=("ag.lnd.trac.zs", "SP.POP.TOTL")))
    assert found[0] is OURS[1]
    assert (found[1].code, found[1].topic, found[1].title) == ("AG.LND.TRAC.ZS", "Agriculture", "Tractors")
    assert not found[1].is_configured
    assert found[1].description["name"] == "Tractors (per 100 sq. km)"
    assert scope.as_configured(series("X", "(%)")).title == "(%)"


def test_a_series_asked_for_in_several_ways_comes_once_and_ours_come_first(monkeypatch):
    listed = [series("Z.NEW", topics=("Climate",)), series("EG.ELC.ACCS.ZS", topics=("Climate",))]
    found = World(monkeypatch, *listed).entries(Scope(codes=("Z.NEW",), topics=("Climate",), all_wdi=True))
    assert [entry.code for entry in found] == ["EG.ELC.ACCS.ZS", "Z.NEW"]
    assert found[0] is OURS[0]


def test_a_topic_leaves_archives_out_and_a_source_does_not(monkeypatch):
    world = World(monkeypatch, series("OLD", topics=("Climate",), source="WDI Database Archives"))
    assert world.entries(Scope(topics=("Climate",))) == []
    assert [entry.code for entry in world.entries(Scope(sources=("2",)))] == ["OLD"]


def test_all_wdi_is_source_2(monkeypatch):
    world = World(monkeypatch, series("A.B"))
    assert [entry.code for entry in world.entries(Scope(all_wdi=True))] == ["A.B"]
    assert world.asked == ["2"]


def test_unknown_codes_are_told_together_with_the_nearest(monkeypatch):
    world = World(monkeypatch, series("NY.GDP.PCAP.KD"), series("NY.GDP.PCAP.CD"))
    with pytest.raises(ListError) as fault:
        world.entries(Scope(codes=("NY.GDP.PCAPKD", "QQ", "sp.pop.totl")))
    first, second = str(fault.value).splitlines()
    assert first == ("the World Bank lists no series NY.GDP.PCAPKD; did you mean NY.GDP.PCAP.KD or NY.GDP.PCAP.CD?")
    assert second == "the World Bank lists no series QQ; find codes with: search TEXT"


def test_a_series_that_is_listed_and_yet_refused_keeps_the_services_words(monkeypatch):
    world = World(monkeypatch, series("A.B"), withdrawn="A.B")
    with pytest.raises(Refused, match=r"no A\.B"):
        world.entries(Scope(codes=("A.B",)))


@pytest.mark.parametrize("code", ["sp pop", "", "../x", "A;B", "ü"])
def test_a_malformed_code_is_told_at_once(code):
    with pytest.raises(ListError, match="is not a series code such as NY"):
        Scope(codes=(code,))


def test_a_scope_says_what_it_covers():
    assert str(Scope()) == "the configured set"
    asked = Scope(("A.B", "C.D"), ("19",), ("Jobs",), all_wdi=True)
    assert str(asked) == "series A.B, C.D; topic 19; source Jobs; all World Development Indicators"
