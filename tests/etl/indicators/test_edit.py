"""Adding to the list and removing from it, with every other byte unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import ListError
from etl.indicators import configured as configured_indicators
from etl.indicators import edit
from etl.indicators.configured import Configured, configured
from etl.sources.catalogue import CatalogueEntry

SMALL = """# What this is.
topics = ["Energy & Mining", "Health"]  # in menu order

# About the first.
[[indicator]]
code = "EG.ELC.ACCS.ZS"
topic = "Energy & Mining"
title = "Access to electricity"
range = [0, 100_000]   # a wide one

# Left out: EG.ELC.RNWX.ZS, for a reason.

[[indicator]]
code = "SP.POP.TOTL"
topic = "Health"
title = "Population"
unit = "people"
"""
NEW = CatalogueEntry("EG.NEW.ZS", 'New "energy" (% of old)', "", "", "2", "WDI", ("Energy & Mining", "Infrastructure"))


@pytest.fixture
def path(tmp_path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(SMALL, "utf-8")
    return path


def test_add_puts_a_series_at_the_end_of_its_topic_and_changes_nothing_else(path):
    entry = edit.add(path, NEW, range=(0, 100_000.0))
    assert entry == Configured("EG.NEW.ZS", "Energy & Mining", 'New "energy"', None, 0, 100_000)
    added = """[[indicator]]
code = "EG.NEW.ZS"
topic = "Energy & Mining"
title = "New \\"energy\\""
range = [0, 100_000]

"""
    place = SMALL.index('[[indicator]]\ncode = "SP')
    assert path.read_text("utf-8") == SMALL[:place] + added + SMALL[place:]
    assert edit.remove(path, "eg.new.zs") == entry
    assert path.read_text("utf-8") == SMALL


def test_a_series_of_several_topics_gets_the_first_that_the_list_has(path):
    series = CatalogueEntry("A.B", "N (%)", "", "", "2", "WDI", ("Education", "Health", "Energy & Mining"))
    assert edit.add(path, series).topic == "Health"


def test_a_list_with_a_byte_order_mark_has_it_after_an_edit_too(path):
    before = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + before)
    entry = edit.add(path, NEW)
    assert entry in configured(path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# What this is.")
    edit.remove(path, "EG.NEW.ZS")
    assert path.read_bytes() == b"\xef\xbb\xbf" + before


def test_add_to_the_last_topic_appends_to_the_file(path):
    edit.add(path, NEW, topic="health", title="Mine", unit="% of all", range=(-1.5, 2))
    added = (
        '\n[[indicator]]\ncode = "EG.NEW.ZS"\ntopic = "Health"\ntitle = "Mine"\nunit = "% of all"\nrange = [-1.5, 2]\n'
    )
    assert path.read_text("utf-8") == SMALL + added
    edit.remove(path, "EG.NEW.ZS")
    assert path.read_text("utf-8") == SMALL


def test_remove_keeps_comments(path):
    edit.remove(path, "EG.ELC.ACCS.ZS")
    text = path.read_text("utf-8")
    assert text.startswith(
        '# What this is.\ntopics = ["Energy & Mining", "Health"]  # in menu order\n\n# About the first.\n'
    )
    assert "# Left out: EG.ELC.RNWX.ZS, for a reason.\n" in text
    assert [entry.code for entry in configured(path)] == ["SP.POP.TOTL"]


def test_remove_works_for_every_entry_of_the_shipped_list(tmp_path):
    path = tmp_path / "shipped.toml"
    shipped = configured_indicators.LIST.read_bytes()
    comments = [line for line in shipped.decode().split("\n") if line.startswith("#")]
    for entry in configured():
        path.write_bytes(shipped)
        edit.remove(path, entry.code)
        assert [line for line in path.read_text("utf-8").split("\n") if line.startswith("#")] == comments
        assert configured(path) == [other for other in configured() if other != entry]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@settings(max_examples=40)
@given(data=st.data())
def test_adding_and_removing_restores_the_file(tmp_path_factory, ending, data):
    path = tmp_path_factory.mktemp("list") / "mine.toml"
    shipped = configured_indicators.LIST.read_text("utf-8") if data.draw(st.booleans()) else SMALL
    before = shipped.replace("\n", ending).encode()
    path.write_bytes(before)
    texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
    title, unit = data.draw(texts), data.draw(texts)
    bounds = data.draw(st.none() | st.tuples(st.floats(-1e18, 0), st.floats(1e-9, 1e18)))
    topic = data.draw(st.sampled_from(["Energy & Mining", "Health"]))
    entry = edit.add(path, NEW, topic=topic, title=title, unit=unit, range=bounds)
    assert (entry.title, entry.unit, entry.topic) == (title, unit, topic)
    assert (entry.low, entry.high) == (bounds or (None, None))
    assert entry in configured(path)
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(ending.encode())
    edit.remove(path, NEW.id)
    assert path.read_bytes() == before


def test_add_completes_a_missing_final_newline(path):
    path.write_text(SMALL.rstrip("\n"), "utf-8")
    edit.add(path, NEW, topic="Health")
    assert [entry.code for entry in configured(path)] == ["EG.ELC.ACCS.ZS", "SP.POP.TOTL", "EG.NEW.ZS"]


def test_the_first_series_of_a_topic_is_appended_at_the_end(path):
    path.write_text(SMALL.replace('"Health"]', '"Health", "Gender"]'), "utf-8")
    edit.add(path, NEW, topic="Gender")
    assert configured(path)[-1].code == NEW.id


@pytest.mark.parametrize(
    ("series", "how", "sentence"),
    [
        (NEW, {"topic": "Space"}, "no topic 'Space' in the list; choose one of: Energy & Mining, Health"),
        (
            CatalogueEntry("A.B", "N (%)", "", "", "2", "WDI", ("Infrastructure",)),
            {},
            "one of Energy & Mining, Health; the World Bank has it under Infrastructure",
        ),
        (CatalogueEntry("A.B", "N (%)", "", "", "2", "WDI"), {}, "the World Bank has it under no topic"),
        (CatalogueEntry("A.B", "N (%)", "", "", "2", "WDI", ("Gender",)), {}, "set its topic with --topic"),
        (
            CatalogueEntry("A.B", "Name, total", "", "", "2", "WDI"),
            {"topic": "Health"},
            "does not end with a unit; set it with --unit",
        ),
        (
            CatalogueEntry("sp.pop.totl", "N (%)", "", "", "2", "WDI"),
            {"topic": "Health"},
            "SP.POP.TOTL is in the list already: “Population” under Health",
        ),
        (NEW, {"range": (5, 1)}, "EG.NEW.ZS: range [5, 1] is not [lowest, highest]"),
        (CatalogueEntry("A B", "N (%)", "", "", "2", "WDI"), {"topic": "Health"}, "A B: not a series code"),
    ],
)
def test_add_refuses_invalid_entries_and_keeps_the_file(path, series, how, sentence):
    with pytest.raises(ListError) as fault:
        edit.add(path, series, **how)
    assert sentence in str(fault.value)
    assert path.read_text("utf-8") == SMALL
    assert [each.name for each in path.parent.iterdir()] == ["mine.toml"]


def test_remove_refuses_unknown_codes_and_the_last_entry(path):
    with pytest.raises(ListError, match=r"QQ is not in mine\.toml, which has 2 series"):
        edit.remove(path, "QQ")
    edit.remove(path, "SP.POP.TOTL")
    with pytest.raises(ListError, match="the only series"):
        edit.remove(path, "EG.ELC.ACCS.ZS")


def test_a_list_in_another_toml_form_is_not_edited(path):
    entries = ", ".join(f'{{code = "A.{x}", topic = "Health", title = "{x}"}}' for x in "BC")
    other = f'topics = ["Health"]\nindicator = [{entries}]\n'
    path.write_text(other, "utf-8")
    with pytest.raises(ListError, match="edit this file by hand"):
        edit.remove(path, "A.B")
    assert path.read_text("utf-8") == other


def test_a_list_with_a_title_that_looks_like_an_entry_is_not_edited(path):
    odd = SMALL.replace('title = "Population"', 'title = """Population\n[[indicator]]\n"""')
    path.write_text(odd, "utf-8")
    with pytest.raises(ListError, match="edit this file by hand"):
        edit.remove(path, "EG.ELC.ACCS.ZS")
    assert path.read_text("utf-8") == odd


def test_a_symbolic_link_to_the_list_is_kept(path, tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    edit.remove(link, "SP.POP.TOTL")
    assert link.is_symlink()
    assert len(configured(path)) == 1
