"""Pictures and PDF files: what is in them, on a machine without fonts, and what a fault leads to."""

from __future__ import annotations

import io
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from PIL import Image

from dashboard.charts.core.theme import DARK, LIGHT
from dashboard.documents import card, paper, pictures, typeset
from dashboard.documents.brief import brief
from dashboard.documents.typeset import Job, TypesetError
from dashboard.state import url
from dashboard.state.options import new_selection
from dashboard.state.selection import VIEW_NAMES, Selection
from tests.helpers.projected import projected

TITLES = {view: view.title() for view in VIEW_NAMES}
LINKS = {"dashboard": "https://climate.example/?country=KEN", "own": "https://climate.example/country/KEN"}


def png(job: Job) -> Image.Image:
    return Image.open(io.BytesIO(typeset.typeset(job))).convert("RGB")


def colours(picture: Image.Image) -> set[tuple[int, int, int]]:
    return {colour for _, colour in picture.getcolors(1 << 24)}


def rgb(text: str) -> tuple[int, int, int]:
    return tuple(bytes.fromhex(text[1:]))  # type: ignore[return-value]


@pytest.mark.parametrize("iso3", ["KEN", "TUV", "LIC", "WLD", "COD", "ESH", "VCT"])
def test_a_brief_is_one_sheet_of_a4_for_screen_readers_too(shipped, iso3: str):
    longest = projected(shipped, "COD", "VCT", "TUV")
    made = typeset.typeset(paper.sheet(brief(longest, iso3), "pdf", **LINKS))
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == 1 or made.count(b"/Type/Page/") == 1
    assert b"pdfuaid" in made


def test_a_brief_in_the_dark_is_dark(shipped):
    shown = brief(shipped, "TUV")
    for theme in (LIGHT, DARK):
        picture = png(paper.sheet(shown, "png", theme, **LINKS))
        assert picture.size in {(1190, 1684), (1191, 1684)}
        assert picture.getpixel((2, 2)) == rgb(theme.paper)
        assert rgb(theme.quiet) in colours(picture)


def test_text_is_drawn_with_the_fonts_that_are_shipped(shipped, monkeypatch, tmp_path):
    usual = typeset.typeset(paper.sheet(brief(shipped, "KEN"), "pdf", **LINKS))
    assert b"Inter" in usual
    monkeypatch.setattr(typeset, "FONTS", tmp_path)
    assert b"Inter" not in typeset.typeset(paper.sheet(brief(shipped, "KEN"), "pdf", **LINKS))


@pytest.mark.parametrize("name", ["temperature", "stripes", "SP.POP.TOTL"])
def test_a_chart_is_an_svg_of_its_own_with_title_and_source(shipped, name: str):
    svg = pictures.picture(shipped, "KEN", name)
    texts = " ".join(ET.fromstring(svg).itertext())
    assert "Kenya" in texts
    assert "data as of" in texts
    assert all(part not in svg for part in ("var(", "class=", "style=", "nan"))
    assert typeset.typeset(pictures.job(svg, "Kenya", "pdf")).startswith(b"%PDF")
    assert png(pictures.job(svg, "Kenya", "png")).size[0] == 2 * pictures.WIDE_PX


def test_a_chart_of_nothing_is_none(shipped):
    assert pictures.picture(shipped, "LIC", "temperature") == ""
    assert pictures.picture(shipped, "ESH", "SP.POP.TOTL") == ""


@pytest.mark.parametrize(
    "query",
    [
        "",
        "country=KEN",
        "country=LIC",
        "indicator=X",
        "view=compare&countries=KEN~TUV~COD",
        "view=rank&country=DEU",
        "view=rank&rank=EN.ATM.PM25.MC.M3",
        "view=relate&country=KEN",
        "view=drivers",
        "view=data&table=rank",
    ],
)
def test_a_card_has_the_size_that_previews_need(shipped, query: str):
    selection = new_selection(shipped)
    selection.param.update(**url.decode(f"?{query}", selection)[0])
    picture = png(card.card(shipped, selection, TITLES))
    assert picture.size == (1200, 630)
    assert len(colours(picture)) > 50


def selected(shipped, query: str) -> Selection:
    selection = new_selection(shipped)
    selection.param.update(**url.decode(f"?{query}", selection)[0])
    return selection


def test_the_card_of_rank_has_the_first_places_and_the_selected_country(shipped):
    data = card.card(shipped, selected(shipped, "view=rank&rank=SP.POP.TOTL&country=NOR"), TITLES).data
    names = [row[0] for row in data["rows"]]
    assert data["heading"].startswith("Population, ")
    assert names[:2] == ["1. India", "2. China"]
    assert (len(names), names[-1].partition(". ")[2]) == (5, "Norway")
    assert data["rows"][0][2].startswith("1,46") or "billion" in data["rows"][0][2]


def test_the_card_of_correlate_has_a_dot_for_each_country_and_the_selected_one_in_red(shipped):
    query = "view=relate&x=NY.GDP.PCAP.PP.KD&y=SP.DYN.LE00.IN&country=KEN"
    data = card.card(shipped, selected(shipped, query), TITLES).data
    assert "Life expectancy" in data["heading"]
    assert data["picture"].count("<circle") > 150
    assert data["picture"].count(f'fill="{LIGHT.trend}"') == 1
    assert "correlation" in data["sentence"]


def test_the_cards_of_model_and_data_have_their_first_rows(shipped):
    model = card.card(shipped, selected(shipped, "view=drivers"), TITLES).data
    assert model["heading"].endswith("beyond year and location?")
    held_out = shipped.model["model_importance"].query("split == 'countries'").sort_values("rank").feature.head(5)
    titles = shipped.indicators.set_index("id").title
    assert [row[0] for row in model["rows"]] == [titles.get(code, code) for code in held_out]
    table = card.card(shipped, selected(shipped, "view=data&table=temperature&country=KEN"), TITLES).data
    assert "Kenya" in table["heading"]
    assert (table["rows"][0][0], table["sentence"]) == (
        "1901",
        "124 rows, as CSV, Parquet and JSON, with sources and methods.",
    )


def test_a_view_without_figures_has_its_reason_on_the_card(shipped):
    without = replace(shipped, model={}, model_text="")
    data = card.card(without, selected(without, "view=drivers"), TITLES).data
    assert data["rows"] == []
    assert "model" in data["sentence"]
    assert png(card.card(without, selected(without, "view=drivers"), TITLES)).size == (1200, 630)


def test_a_process_of_its_own_makes_the_same(shipped):
    job = paper.sheet(brief(shipped, "ESH"), "svg", **LINKS)
    assert typeset.typeset_apart(job) == typeset.typeset(job)


def test_a_fault_of_the_process_is_reported(monkeypatch):
    with pytest.raises(TypesetError, match=r"^RuntimeError: .*No such file"):
        typeset.typeset_apart(Job("missing", {}, "png"))

    def late(*_: object, **named: object) -> object:
        raise subprocess.TimeoutExpired("typeset", 20)

    monkeypatch.setattr(subprocess, "run", late)
    with pytest.raises(TypesetError, match="more than 20 s"):
        typeset.typeset_apart(Job("card", {}, "png"))


def test_documents_load_neither_panel_nor_bokeh(root):
    script = (
        "import sys\nfrom dashboard.documents import brief, card, html, paper, pictures\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert not {"panel", "bokeh", "holoviews", "typst", "tornado"} & set(done.stdout.split())
