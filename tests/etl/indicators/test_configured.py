"""The list of indicators: the shipped one is valid, and each error in a list has its message."""

from __future__ import annotations

from itertools import groupby

import pytest

from etl.errors import ListError
from etl.indicators.configured import Configured, configured

VALID = """
topics = ["Energy", "People"]
[[indicator]]
code = "EG.ELC.ACCS.ZS"
topic = "Energy"
title = "Access to electricity"
range = [0, 100]
[[indicator]]
code = "SP.POP.TOTL"
topic = "People"
title = "Population"
unit = "people"
"""


@pytest.fixture
def read(tmp_path):
    def run(text: str | bytes) -> list[Configured]:
        path = tmp_path / "mine.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return configured(path)

    return run


def test_the_shipped_list_is_valid_and_short_enough_for_a_menu():
    entries = configured()
    assert 40 <= len(entries) <= 60
    assert len({entry.code for entry in entries}) == len(entries)
    assert len({entry.title for entry in entries}) == len(entries)
    assert not any(
        entry.code.startswith(("EN.ATM.CO2E", "EN.ATM.GHGT", "EN.ATM.METH")) for entry in entries
    )  # withdrawn


def test_the_shipped_list_is_grouped_by_topic():
    topics = [entry.topic for entry in configured()]
    groups = [topic for topic, _ in groupby(topics)]
    assert len(groups) == len(set(groups))


def test_entries_are_read_in_order_with_their_fields(read):
    assert read(VALID) == [
        Configured("EG.ELC.ACCS.ZS", "Energy", "Access to electricity", None, 0, 100),
        Configured("SP.POP.TOTL", "People", "Population", "people", None, None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('code = "SP.POP.TOTL"', 'code = "EG.ELC.ACCS.ZS"', "EG.ELC.ACCS.ZS: listed more than once"),
        ('code = "SP.POP.TOTL"', 'code = "sp pop"', "sp pop: not a series code such as NY.GDP.PCAP.KD"),
        ('code = "SP.POP.TOTL"', "code = 5", "5: not a series code"),
        ('code = "SP.POP.TOTL"', 'code = ["SP.POP.TOTL"]', "['SP.POP.TOTL']: not a series code"),
        ('code = "SP.POP.TOTL"', "", "an entry without a code: not a series code"),
        ('topic = "People"', 'topic = "Peeple"', "SP.POP.TOTL: topic 'Peeple' is none of Energy, People"),
        ('topic = "People"', "", "SP.POP.TOTL: topic None is none of Energy, People"),
        ('title = "Population"', 'title = ""', "SP.POP.TOTL: a title is needed"),
        ('title = "Population"', "", "SP.POP.TOTL: a title is needed"),
        ("[0, 100]", "[100, 0]", "EG.ELC.ACCS.ZS: range [100, 0] is not [lowest, highest]"),
        ("[0, 100]", "[0]", "EG.ELC.ACCS.ZS: range [0] is not [lowest, highest]"),
        ("[0, 100]", '"0-100"', "EG.ELC.ACCS.ZS: range '0-100' is not [lowest, highest]"),
        ('unit = "people"', 'units = "people"', "SP.POP.TOTL: unknown field 'units'"),
        ('topics = ["Energy", "People"]', "", "EG.ELC.ACCS.ZS: topic 'Energy' is none of"),
        ("range =", "range ", "mine.toml cannot be read"),
    ],
)
def test_each_error_in_a_list_has_its_message(read, old, new, sentence):
    assert old in VALID
    with pytest.raises(ListError) as fault:
        read(VALID.replace(old, new))
    assert str(fault.value).startswith("mine.toml")
    assert sentence in str(fault.value)


def test_all_errors_are_reported_at_once(read):
    with pytest.raises(ListError) as fault:
        read(VALID.replace("[0, 100]", "[1, 0]").replace('title = "Population"', ""))
    assert str(fault.value).count("\n") == 1


def test_single_brackets_are_an_error(read):
    single = 'topics = ["Energy"]\n[indicator]\ncode = "EG.ELC.ACCS.ZS"\ntopic = "Energy"\ntitle = "Power"\n'
    with pytest.raises(ListError, match=r"\[\[indicator\]\]"):
        read(single)


@pytest.mark.parametrize("text", ["", 'topics = ["Energy"]\n'])
def test_an_empty_list_is_an_error(read, text):
    with pytest.raises(ListError, match="the list has no indicator"):
        read(text)


def test_a_file_that_is_not_utf8_is_an_error(read):
    with pytest.raises(ListError, match=r"mine\.toml cannot be read: line 11 is not UTF-8 .*; save it as UTF-8"):
        read(VALID.replace("Population", "Bev\xf6lkerung").encode("latin-1"))


def test_a_byte_order_mark_changes_nothing(read):
    assert read(VALID.encode("utf-8-sig")) == read(VALID)
    assert read(VALID.replace("\n", "\r\n").encode("utf-8-sig")) == read(VALID)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_in_utf16_is_refused_with_what_to_do(read, encoding):
    with pytest.raises(ListError, match=r"mine\.toml cannot be read: it is UTF-16; save it as UTF-8$"):
        read(VALID.encode(encoding))


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(ListError, match=r"none\.toml cannot be read"):
        configured(tmp_path / "none.toml")
