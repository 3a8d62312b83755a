"""No page, script or picture has the former phrases of the dialect, or a long sentence.

`PHRASES` says what replaced each phrase. The World Bank's definitions and the catalog's texts are quoted as published.
"""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from dashboard.snapshot import store
from tests.helpers.sentences import literals, sentences, strings, texts, too_long, words
from tests.helpers.serving import serve

PHRASES = {
    "Drivers</a>": "Model",
    "Relate</a>": "Correlate",
    "Colours: ": "Theme",
    "at random": "Random country",
    "Chance chose": "Random country",
    "Ways in": "Keyboard shortcuts",
    "keys and ways in": "Help and keyboard shortcuts",
    "The World again": "Back to World",
    "This sheet": "Show this help",
    "Keys rest": "Shortcuts are off while you type",
    "stands in the address": "The address bar always links to what you see",
    "is called so": "No results",
    "is chosen": "selected",
    "Skip to the figures": "Skip to main content",
    "is being drawn": "Loading …",
    "the page comes back by itself": "Connection lost. Reconnecting …",
    "Load the page anew": "Reload",
    "Connected again": "Reconnected",
    "This link asks for": "… in this link is not …; it was ignored",
    "cannot be followed": "were not recognised",
    "Map shows": "Map",
    "Look at": "Zoom to",
    "Change between 30-year": "Temperature change since 1901–1930",
    "years you choose": "Linear trend, selected years",
    "of each year, from a baseline": "Annual temperature anomaly",
    "for each degree of": "Warming relative to the global land mean",
    "year-to-year noise": "Signal-to-noise ratio",
    "stands out": "Year of emergence",
    "median of slopes": "Theil–Sen trend",
    "by another data set": "Linear trend (ERA5)",
    "less 1960": "Difference, latest year minus 1960",
    "less 1901": "Difference, 2012 minus 1901 (not recommended)",
    "Shown as": "Display",
    "Years of the trend, 15": "Trend period (at least 15 years)",
    "interval holds zero": "not significant",
    "thin record": "insufficient station data",
    "too thin to tell": "insufficient station data",
    "choose a colour to see": "Legend (select a class to highlight its countries)",
    "may be no change": "(not significant)",
    "All land but": "Global land excluding Antarctica",
    "Not an economy in": "Not covered by World Bank indicators",
    "Treat this with care": "Low confidence",
    "most warmed first": "(1 = most warming)",
    "shows no clear change": "shows no significant change",
    "more about weather than": "mostly reflect natural variability",
    "smooth course": "LOESS smoothing",
    "middle four fifths": "peers: median, 25–75 %, 10–90 %",
    "a level of its own": "ERA5 reanalysis (absolute level differs)",
    "Behind it": "Compare with",
    "its climate zone": "climate zone",
    "Every window": "Sensitivity to start and end year",
    "ERA5 as well": "Show ERA5",
    "warming ranges from": "the change ranges from",
    "middle 95 % have": "95 % have trends of",
    "falls back on its long-term mean": "relaxes to climatology",
    "not how well a country was observed": "not observational uncertainty",
    "departures are drawn round": "Peer anomalies are added to this country’s baseline",
    "times the noise": "Signal-to-noise ratio",
    "holds no values": "No data on",
    "Made by": "Producer",
    "Corrected here": "Corrections",
    "The months of a year": "Seasonal cycle",
    "Take this along": "Share and download",
    "The pictures": "Images",
    "Code that reads": "Use this data in code",
    "in a page of your own": "Embed",
    "Where the figures come from": "Sources",
    "A suggestion to begin with": "Example selection",
    "whom you": "Add or remove countries and regions",
    "A scale for each": "Independent y axes",
    "Bring this line out": "Highlight",
    "population nearest to its": "similar population",
    "x, to the right": "X axis",
    "y, up": "Y axis",
    "Area of the dots": "Point size",
    "One size": "None",
    "go along": "correlation",
    "be told from": "not significant",
    "brings about": "Correlation is not causation",
    "anew": "resampled",
    "years stands in": "nearest value",
    "The same as a table": "Table",
    "laces left open": "Rank range (95 %)",
    "not to be relied on": "treat their ranks with caution",
    "A name leads to": "Select a name or bar to open the country",
    "say anything of": "predict warming",
    "What the model goes by": "Feature importance",
    "Beside every baseline": "Skill by baseline and validation split",
    "Shuffling": "permutation",
    "What this does not show": "Limitations",
    "answer to other figures": "What-if: model prediction",
    "Nothing is moved": "No changes",
    "Beyond all that was seen": "Outside the range of the training data",
    "Unlike anything on record": "Extrapolation",
    "Countries alike": "Similar countries",
    "Alike in": "Similarity by",
    "Agree most in": "Most similar in",
    "The figures shown": "Data table",
    "What one row is": "Row meaning",
    "Every series": "All indicators",
    "series are held": "indicators available",
    "Before you quote": "Known limitations",
    "Assumes:": "Assumptions",
    "are our own means": "area-weighted means",
    "there is none": "no data",
    "whoever": "anyone",
    "nobody": "none",
}
"""Former phrase -> what the page has instead."""

STILL_THERE: frozenset[str] = frozenset()
"""Phrases of views whose new words are not there yet."""

ADDRESSES = (
    "",
    "?country=KEN",
    "?country=TLS&era5=1&windows=1",
    "?country=LIC",
    "?country=ATLANTIS&view=nowhere",
    "?measure=indicator&indicator=SP.POP.TOTL&country=GRL",
    "?measure=emergence_year&country=SJM",
    "?view=compare",
    "?view=compare&countries=NOR~KEN~WLD&compare=SP.POP.TOTL&scale=change&since=1990",
    "?view=relate&country=KEN",
    "?view=relate&x=trend&y=period_change&region=SSF",
    "?view=rank",
    "?view=rank&rank=SI.POV.GINI&income=LIC",
    "?view=drivers",
    "?view=drivers&country=IND&driver=year&if=AG.LND.FRST.ZS~50",
    "?view=data&country=NOR",
    "?view=data&table=series",
    "?view=data&table=what-if",
    "?country=NOR&embed=1",
    "?country=TUV&windows=1&era5=1",
    "?measure=trend&trend=1995-2024",
    "?measure=anomaly&year=1950",
    "?measure=indicator&indicator=SP.DYN.LE00.IN&start=2000",
    "?view=compare&countries=KEN~SSF~LIC&compare=SP.POP.TOTL&scale=index",
)

NOT_TEXT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
COMMENT = re.compile(r"^\s*//.*$|\s//\s.*$", re.MULTILINE)


def former(text: str) -> list[str]:
    """Return the former phrases in a text, whatever its line breaks."""
    flat = " ".join(unescape(text).split())
    found = (phrase for phrase in PHRASES if phrase not in STILL_THERE and phrase in flat)
    return [phrase for phrase in found if re.search(rf"(?<!\w){re.escape(phrase)}", flat)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("words")) as url:
        yield url


def test_a_former_phrase_is_found_across_a_line_break_and_in_an_attribute():
    assert former("<p>Take this\n  along: link</p>") == ["Take this along"]
    assert former('<a title="Chance chose Mexico">') == ["Chance chose"]
    assert former("<p>Renewed</p>") == []


@pytest.fixture(scope="module")
def read(server: str) -> Callable[[str], str]:
    @cache
    def page(address: str) -> str:
        with urllib.request.urlopen(f"{server}{address}", timeout=60) as answer:
            return answer.read().decode()

    return page


@pytest.fixture(scope="module")
def quoted() -> str:
    """The texts of the snapshot."""
    snapshot = store.current()
    columns = (snapshot.indicators[name].dropna() for name in ("name", "note", "organisation", "licence"))
    return "\n".join([*strings(snapshot.catalog), *(text for column in columns for text in strings(column))])


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_a_former_phrase(read: Callable[[str], str], address: str):
    assert len(read(address)) > 10_000
    assert former(NOT_TEXT.sub("", read(address))) == []


def test_sentences_are_counted_in_words():
    assert sentences("Kenya warmed by 0.9 °C. It ranks 131st · of 217") == [
        "Kenya warmed by 0.9 °C.",
        "It ranks 131st",
        "of 217",
    ]
    assert sentences("Not drawn: Guam; Nauru; Tokelau.") == ["Not drawn: Guam", "Nauru", "Tokelau."]
    assert sentences("One; two.") == ["One; two."]
    assert words("Kenya warmed by 0.9 °C (95 % CI 0.6 to 1.2)") == 6
    assert texts('<p title="Rank">Ken<b>ya</b><script>let a</script></p><p>Tuvalu</p>') == ["Rank", "Kenya", "Tuvalu"]
    assert literals('go("one two", `three ${four(5)}`, "six")') == ["one two", "three value"]
    long = " ".join(["word"] * 26)
    assert too_long([long, f"{long}."], quoted="") == [long, f"{long}."]
    assert too_long([long[5:], f"{long} …"], quoted=f"As published: {long}.") == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_a_sentence_of_more_than_25_words(read: Callable[[str], str], quoted: str, address: str):
    found = texts(read(address))
    assert len(found) > 100
    assert too_long(found, quoted) == []


def test_no_script_has_a_sentence_of_more_than_25_words(root: Path):
    scripts = sorted((root / "dashboard/assets/js").rglob("*.js"))
    found = {path.name: too_long(literals(COMMENT.sub("", path.read_text("utf-8")))) for path in scripts}
    assert {name: long for name, long in found.items() if long} == {}


def test_no_script_has_a_former_phrase(root: Path):
    scripts = sorted((root / "dashboard/assets/js").rglob("*.js"))
    assert {path.name: found for path in scripts if (found := former(COMMENT.sub("", path.read_text("utf-8"))))} == {}


def test_no_file_has_a_former_phrase(server: str):
    for table in ("map", "temperature", "rank", "relate", "compare", "model-skill", "alike", "indicator", "windows"):
        with urllib.request.urlopen(f"{server}download/{table}.csv?country=KEN&notes=1", timeout=60) as answer:
            notes = "\n".join(line for line in answer.read().decode().splitlines() if line.startswith("#"))
        assert notes
        assert former(notes) == [], table
