"""The static edition: the same words and figures as the page, published whole or not at all."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest

from dashboard.documents.static import command, edition, tables
from dashboard.documents.static.folder import MARK, CannotWriteError
from dashboard.snapshot.store import Snapshot, open_snapshot
from dashboard.state.options import new_selection
from dashboard.text.trend_windows import CLICK_NOTE
from dashboard.views.explore import page_map
from tests.helpers.pages import page_of

LIFE, PEOPLE, CO2 = "SP.DYN.LE00.IN", "SP.POP.TOTL", "EN.GHG.CO2.PC.CE.AR5"
ECONOMIES = ("KEN", "NOR", "TUV", "FRA", "UGA", "TZA")
LIVE = "https://climate.example.org/"


def quiet(_: str) -> None:
    """Report nothing."""


@pytest.fixture(scope="module")
def few(shipped: Snapshot) -> Snapshot:
    """The shipped figures of six economies, one area, all aggregates and three series."""
    places, listed = shipped.countries, shipped.indicators
    kept = (places.kind == "aggregate") | places.iso3.isin([*ECONOMIES, "XSG"])
    return dataclasses.replace(
        shipped,
        countries=places[kept].reset_index(drop=True),
        indicators=listed[listed.id.isin([LIFE, PEOPLE, CO2])].reset_index(drop=True),
    )


@pytest.fixture(scope="module")
def written(few: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of `few`."""
    out = tmp_path_factory.mktemp("static") / "edition"
    edition.write(few, out, LIVE, quiet)
    return out


def figures(written: Path) -> Path:
    [folder] = (written / "figures").iterdir()
    return folder


def unpacked(path: Path) -> dict[str, Any]:
    """Return the header of a packed file."""
    body = gzip.decompress(path.read_bytes())
    return json.loads(body[4 : 4 + int.from_bytes(body[:4], "little")])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


FETCHED_ELSEWHERE = re.compile(r'<(?:script|img|iframe)[^>]*(?:src|href)="https?:[^"]*"|url\(["\']?https?:|@import')
ADDRESS = re.compile(r'(?:href|src)="([^"#]+)"')


@pytest.mark.parametrize("page", ["index.html", "country/index.html", "tables/index.html", "country/KEN.html"])
def test_every_link_leads_to_a_file_of_the_edition_and_nothing_is_fetched_elsewhere(written: Path, page: str):
    markup = (written / page).read_text("utf-8")
    found = ADDRESS.findall(markup)
    inner = [urlsplit(address) for address in found if not address.startswith(("data:", "http"))]
    assert inner
    targets = {((written / page).parent / one.path).resolve() for one in inner if one.path}
    assert [str(target) for target in targets if not target.is_file()] == []
    assert FETCHED_ELSEWHERE.findall(markup) == []


def test_the_map_has_the_page_s_sentence_in_each_year(written: Path, few: Snapshot):
    file = unpacked(figures(written) / "map" / f"{LIFE}.bin")
    for year in (1960, 1990, file["latest_year"]):
        selection = new_selection(few)
        selection.param.update(measure="indicator", indicator=LIFE, year=max(year, file["first_year"]))
        said = page_map.state(few, selection)["sentence"]
        assert file["sentences"][max(year, file["first_year"]) - file["first_year"]] == said
        assert str(selection.year) in said


@pytest.mark.parametrize("iso3", ["KEN", "WLD", "XSG", "SSF"])
def test_a_place_has_the_texts_of_the_page(written: Path, few: Snapshot, iso3: str):
    place = unpacked(figures(written) / "places" / f"{iso3}.bin")
    country = page_of(few, f"?country={iso3}").opened["explore"].country  # type: ignore[attr-defined]
    assert place["slots"]["explore_tiles"] == country.tiles.object
    assert place["slots"]["explore_figures"] == country.figures.object
    assert place["slots"]["explore_spread"] == country.temperature.sentences.object
    assert place["slots"]["explore_members"] == country.members.object
    assert (place["temperature"] is None) == (iso3 == "XSG")


@pytest.mark.parametrize("iso3", ["KEN", "NOR", "WLD"])
def test_to_2100_a_place_has_the_texts_of_the_page(written: Path, few: Snapshot, iso3: str):
    more = unpacked(figures(written) / "places" / f"{iso3}.more.bin")
    country = page_of(few, f"?country={iso3}&future=1").opened["explore"].country  # type: ignore[attr-defined]
    assert more["future"]["slots"]["explore_tiles"] == country.tiles.object
    assert more["future"]["slots"]["explore_figures"] == country.figures.object
    assert more["future"]["slots"]["explore_spread"] == country.temperature.sentences.object
    assert "SSP5-8.5" in more["future"]["slots"]["explore_temperature"]
    read = more["future"]["temperature"]
    assert (read["x"], len(read["years"])) == ([1900, 2101], len(read["texts"]))
    assert read["texts"][read["years"].index(2024)].endswith(", observed, CRU TS")
    assert read["texts"][-1].startswith("mean of 2081–2100: ")
    assert "modelled, CMIP6 ensemble median, SSP2-4.5" in read["texts"][-1]
    assert not {"<", "\N{NO-BREAK SPACE}"} & set("".join(read["texts"]))


@pytest.mark.parametrize("iso3", ["KEN", "SSF", "LIC", "XSG"])
def test_the_tabs_of_a_place_have_the_words_of_the_page(written: Path, few: Snapshot, iso3: str):
    slots = unpacked(figures(written) / "places" / f"{iso3}.more.bin")["slots"]
    country = page_of(few, f"?country={iso3}&windows=1").opened["explore"].country  # type: ignore[attr-defined]
    assert slots["explore_season_words"] == country.season.sentence.object
    assert slots["explore_windows_words"] == country.windows.words.object.replace(f" {CLICK_NOTE}", "")
    has_climate = iso3 in ("KEN", "SSF")
    assert bool(slots["explore_windows"]) == bool(slots["explore_season_temperature"]) == has_climate
    if has_climate:
        assert (
            'role="img" aria-label="Sensitivity of the trend to its first and last year, ' in slots["explore_windows"]
        )


def test_the_published_snapshot_is_whole_and_opens_as_a_data_folder(written: Path, few: Snapshot):
    copy = open_snapshot(written / "data")
    assert copy.catalog["snapshot"] == few.catalog["snapshot"]
    assert "vintages" not in copy.catalog
    assert copy.model_text == few.model_text
    for entry in (*copy.catalog["tables"].values(), *copy.catalog["model"]["files"].values()):
        assert hashlib.sha256((written / "data" / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_pictures_of_briefs_are_written_only_if_asked(written: Path, few: Snapshot, tmp_path: Path):
    assert not [*written.glob("country/*.pdf"), *written.glob("country/*.png")]
    assert ".pdf" not in (written / "country" / "KEN.html").read_text("utf-8")
    one = dataclasses.replace(few, countries=few.countries[few.countries.iso3.isin(["KEN", "WLD", "SSF", "LMC"])])
    edition.write(one, tmp_path / "with", LIVE, quiet, has_pictures=True)
    folder = tmp_path / "with" / "country"
    assert (folder / "KEN.pdf").read_bytes().startswith(b"%PDF")
    assert (folder / "WLD.png").read_bytes().startswith(b"\x89PNG")
    page = (folder / "KEN.html").read_text("utf-8")
    assert 'This page as <a href="KEN.pdf">PDF</a> or <a href="KEN.png">PNG</a>' in page


def test_the_head_has_no_button_for_a_view_that_is_not_there(written: Path):
    head = unpacked(figures(written) / "places" / "KEN.bin")["slots"]["explore_heading"]
    assert "Kenya" in head
    assert "Copy sentence" in head
    assert "Source: World Bank, Climate Change Knowledge Portal (CRU TS 4.09, 1901–2024), https://" in head
    ahead = unpacked(figures(written) / "places" / "KEN.more.bin")["future"]["slots"]["explore_heading"]
    assert "Knowledge Portal (CRU TS 4.09, 1901–2024; CMIP6, 2015–2100), https://" in ahead
    assert "Compare" not in head


def test_a_year_is_read_out_with_its_value_and_where_it_is_drawn(written: Path, few: Snapshot):
    read = unpacked(figures(written) / "places" / "KEN.bin")["temperature"]
    rows = few.temperature[few.temperature.iso3 == "KEN"].set_index("year").temperature_c
    at = read["years"].index(2024)
    assert read["texts"][at].startswith(f"{rows[2024]:.2f} °C, +")
    assert read["texts"][at].endswith(" °C from the 1961–1990 mean")
    assert read["x"] == [1900, 2026]
    warmest, coldest = np.argmin(read["down"]), np.argmax(read["down"])
    assert read["years"][warmest] == rows.idxmax()
    assert read["years"][coldest] == rows.idxmin()


def test_a_series_has_sentences_for_every_place_also_without_values(written: Path, few: Snapshot):
    file = unpacked(figures(written) / "series" / f"{LIFE}.bin")
    country = page_of(few, f"?country=KEN&indicator={LIFE}").opened["explore"].country  # type: ignore[attr-defined]
    at = file["places"].index("KEN")
    assert file["words"][at] == country.indicator.sentence.object
    assert file["titles"][at] == country.indicator.title.object
    assert file["source"] == country.indicator.source.object
    assert file["charts"][at]["x"] == [1900, 2026]
    assert file["charts"][at]["more"] == ", years, 1960–2024"
    low, high = file["charts"][at]["y"]
    values = few.values(LIFE)
    assert low < values[values.iso3 == "KEN"].value.min() < values[values.iso3 == "KEN"].value.max() < high
    assert len(f"{low} {high}") <= 15
    nothing = file["places"].index("XSG")
    assert file["charts"][nothing] is None
    assert "No data on" in file["words"][nothing]


def test_the_same_figures_give_the_same_bytes(written: Path, few: Snapshot, tmp_path: Path):
    edition.write(few, tmp_path / "again", LIVE, quiet)
    assert contents(tmp_path / "again") == contents(written)


def test_the_live_edition_is_named_only_where_there_is_one(written: Path, few: Snapshot, tmp_path: Path):
    assert f'href="{LIVE}"' in (written / "index.html").read_text("utf-8")
    edition.write(few, tmp_path / "alone", "", quiet)
    assert "data-live>" not in (tmp_path / "alone" / "index.html").read_text("utf-8")


def test_an_earlier_edition_is_replaced_whole(few: Snapshot, tmp_path: Path):
    out = tmp_path / "edition"
    out.mkdir()
    (out / MARK).write_text("{}")
    (out / "of-before.txt").write_text("old")
    edition.write(few, out, "", quiet)
    assert (out / "index.html").is_file()
    assert not (out / "of-before.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


def test_after_a_fault_the_earlier_edition_is_as_it_was(few: Snapshot, tmp_path: Path, monkeypatch):
    out = tmp_path / "edition"
    out.mkdir()
    (out / MARK).write_text("{}")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "write", fail)
    with pytest.raises(CannotWriteError, match="No space left on device"):
        edition.write(few, out, "", quiet)
    assert contents(out) == {MARK: b"{}"}
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


def test_a_folder_with_other_files_and_a_file_are_refused_in_words(tmp_path: Path, capsys, monkeypatch, shipped):
    monkeypatch.setattr(command.store, "current", lambda: shipped)
    (tmp_path / "letter.txt").write_text("mine")
    assert command.main([str(tmp_path)]) == 1
    assert "has files in it and is no earlier edition" in capsys.readouterr().err
    assert command.main([str(tmp_path / "letter.txt")]) == 1
    assert "is not a folder" in capsys.readouterr().err
    assert contents(tmp_path) == {"letter.txt": b"mine"}


@pytest.mark.parametrize("live", ["javascript:alert(1)", "climate.example.org", "https://"])
def test_the_address_of_the_live_edition_is_one_of_the_web(tmp_path: Path, capsys, live: str):
    with pytest.raises(SystemExit):
        command.main([str(tmp_path / "out"), "--live", live])
    assert "is no address" in capsys.readouterr().err


def test_the_edition_is_written_without_panel_and_bokeh():
    code = "import sys, dashboard.documents.static.command; print({'bokeh', 'panel', 'holoviews'} & {*sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
