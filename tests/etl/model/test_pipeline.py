"""The model step as a whole: publication, reproducibility, carrying over, and staleness."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from etl import pipeline as pipeline_module
from etl.cli import app
from etl.contract import tables as tables_contract
from etl.contract import validate
from etl.contract.model import BASELINES, GROWTH_TABLES, MODEL_TABLES, PREDECESSOR, SPLITS
from etl.errors import ModelError, PublishError
from etl.model import panel
from etl.model import pipeline as pipeline_model
from etl.model import trees as trees_model
from etl.model.panel import Target
from etl.model.pipeline import ModelRequest
from etl.pipeline import Refresh
from etl.snapshot import model_state, model_words, readme
from etl.snapshot import published as published_snapshot
from etl.sources.http import Fetcher
from etl.workers import workers
from storage import Folder, open_folder
from tests.helpers import tiny_model
from tests.helpers.tiny_world import CONFIGURED

ASK = ModelRequest(Target("anomaly", (1961, 1990)), resamples=3)
ECONOMIES = tiny_model.COUNTRIES


@pytest.fixture(scope="module", autouse=True)
def few_economies_here():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validate, "FEWEST_ECONOMIES", 6)
        yield


def make(folder: Folder, ask: ModelRequest = ASK) -> pipeline_model.Outcome:
    with workers(None, 2) as pool:
        return pipeline_model.build(ask, folder, pool=pool, count=2, report=lambda what: None)


@dataclass
class Made:
    place: Path
    before: dict
    outcome: pipeline_model.Outcome
    published: published_snapshot.Published


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Made:
    """Run the step on a snapshot with a planted driver and a feature that is mostly missing."""
    place = tmp_path_factory.mktemp("model") / "data"
    rows = tiny_model.panel(driven=0.5)
    rows.x[:, 3] = np.where(np.arange(len(rows.x)) % 10 == 0, rows.x[:, 3], np.nan)
    folder = tiny_model.publish(place, rows)
    before = published_snapshot.open_published(folder).catalog
    outcome = make(folder)
    return Made(place, before, outcome, published_snapshot.open_published(folder))


def test_the_published_model_is_valid_and_leaves_the_figures_unchanged(made):
    published = made.published
    tables = {t.name: published.table(t.name) for t in tables_contract.TABLES if t is not tables_contract.OBSERVATIONS}
    assert [*validate.problems(tables), *validate.observation_problems(tables, published.all_values())] == []
    for name in ("observations", "temperature", "countries", "indicators"):
        assert published.catalog["tables"][name]["sha256"] == made.before["tables"][name]["sha256"]
    assert all(len(tables[table.name]) for table in MODEL_TABLES if table not in GROWTH_TABLES)
    assert not any(len(tables[table.name]) for table in GROWTH_TABLES)  # there is no GDP in this world
    assert published.text(readme.FILE) == readme.text(published.catalog, tables["indicators"])
    assert CliRunner().invoke(app, ["check", "--data-dir", str(made.place)]).exit_code == 0


def test_the_catalog_keeps_the_entries_of_the_refresh(made):
    unchanged = set(made.before) - {"contract", "snapshot", "published_at", "tables", "model"}
    assert {"checked_at", "origin", "sources", "climate", "formulas", "series", "cross_checks"} <= unchanged
    assert {key: made.published.catalog[key] for key in unchanged} == {key: made.before[key] for key in unchanged}
    assert made.published.catalog["published_at"] > made.before["published_at"]


def test_the_skill_table_has_every_split_and_baseline(made):
    table = made.published.table("model_skill")
    assert list(zip(table.split, table.baseline, strict=True)) == [
        (s, b) for s in SPLITS for b in BASELINES if s != PREDECESSOR
    ]  # the tiny world ends before 2012
    assert set(table.target) == {"anomaly from 1961–1990"}
    assert set(table.n_countries) == {ECONOMIES}
    assert dict(zip(table.split, table.n_rows, strict=True)) == {
        "last_year": ECONOMIES,
        "countries": ECONOMIES * 40,
        "future_years": ECONOMIES * 10,
    }
    assert (table.query("split == 'countries' and baseline == 'year'").low95 > 0.3).all()


def test_the_planted_driver_ranks_first_and_its_effect_is_published(made):
    importance, effects = made.published.table("model_importance"), made.published.table("model_effects")
    assert importance.query("rank == 1").feature.to_list() == [tiny_model.DRIVER] * 2
    driver = effects[(effects.feature == tiny_model.DRIVER) & effects.x.between(-1.5, 1.5)]
    assert np.polyfit(driver.x, driver.effect, 1)[0] == pytest.approx(0.5, rel=0.2)


def test_dropped_and_seen_features_are_published(made):
    dropped, seen = made.published.table("model_cleanup"), made.published.table("model_features")
    assert dropped[["step", "name", "value"]].to_numpy().tolist() == [
        ["missing_feature", f"{tiny_model.NOISE}.3", pytest.approx(0.9)]
    ]
    used = seen.set_index("feature").used
    assert (used[tiny_model.DRIVER], used[f"{tiny_model.NOISE}.3"], used["year"]) == (True, False, True)
    year = seen.set_index("feature").loc["year"]
    assert (year.low, year.high, year.missing_share) == (1960, 1999, 0)
    assert made.published.catalog["model"]["clean_up"][0] == {
        "step": "missing_feature",
        "of": "features",
        "before": 4,
        "after": 3,
    }


def test_the_features_of_the_what_if_and_their_limit_are_published(made):
    seen = made.published.catalog["model"]["seen"]
    assert seen["features"][0] == tiny_model.DRIVER
    assert "year" not in seen["features"]
    # With normal draws 40 countries are never far from one another, and never identical.
    assert 0 < seen["limit"] < 0.5


def test_the_published_text_loads_as_the_model(made):
    model = made.published.catalog["model"]
    text = made.published.file(model["files"][model_state.FILE]).read_text("utf-8")
    grown = trees_model.Trees(text)
    assert (grown.features, grown.rounds) == (model["features"], model["trees"])
    rows = np.array([[-1.0, 0, 0, 1990], [1.0, 0, 0, 1990]])
    low, high = grown.predict(rows)
    assert high - low == pytest.approx(1.0, rel=0.2)


def test_intervals_widen_with_the_level_and_match_the_noise(made):
    widths = [i["half_width_c"] for i in made.published.catalog["model"]["intervals"] if i["split"] == "countries"]
    assert widths == sorted(widths)
    assert 0.1 < widths[0] < 0.6


def test_check_finds_a_damaged_model_text(made, tmp_path):
    place = shutil.copytree(made.place, tmp_path / "copy")
    (place / made.published.catalog["model"]["files"][model_state.FILE]["file"]).write_text("tree")
    result = CliRunner().invoke(app, ["check", "--data-dir", str(place)])
    assert result.exit_code == 1
    assert "model.txt is missing or damaged" in " ".join(result.stderr.split())


def test_the_same_figures_and_seed_give_the_same_files(made):
    before = made.published.catalog
    again = make(open_folder(str(made.place))).catalog
    assert again["snapshot"] == before["snapshot"]
    assert {name: entry["sha256"] for name, entry in again["tables"].items()} == {
        name: entry["sha256"] for name, entry in before["tables"].items()
    }
    assert again["model"]["files"] == before["model"]["files"]
    assert again["model"] | {"built_at": ""} == before["model"] | {"built_at": ""}


def test_the_command_reports_whether_the_baseline_is_beaten(made, tmp_path):
    place = shutil.copytree(made.place, tmp_path / "copy")
    arguments = ["model", "--data-dir", str(place), "--resamples", "2"]
    output = " ".join(CliRunner().invoke(app, arguments).stdout.split())
    assert "With countries held out, the model does better than the mean of the year" in output
    assert model_words.NO_CAUSE in output
    assert "1 of 4 features dropped: too many missing values" in output
    document = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert document["model"]["sentence"] in output
    assert document["importance"][0]["feature"] == tiny_model.DRIVER


def test_clean_up_only_publishes_nothing(made):
    before = (made.place / "catalog.json").read_bytes()
    result = CliRunner().invoke(app, ["model", "--data-dir", str(made.place), "--clean-up-only", "--json"])
    assert [s["after"] for s in json.loads(result.stdout)["steps"]] == [3, 3, ECONOMIES]
    assert (made.place / "catalog.json").read_bytes() == before


def test_without_openmp_the_message_names_the_package_to_install(monkeypatch, tmp_path):
    (tmp_path / "lightgbm.py").write_text('raise OSError("libgomp.so.1: cannot open shared object file")')
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "lightgbm", raising=False)
    trees_model._lightgbm.cache_clear()
    with pytest.raises(ModelError, match="apt install libgomp1"):
        trees_model.version()


def test_the_command_fails_if_nothing_is_published(tmp_path):
    result = CliRunner().invoke(app, ["model", "--data-dir", str(tmp_path)])
    assert result.exit_code == 1
    assert "nothing is published" in result.stderr


def test_too_few_countries_are_refused_without_a_change(tmp_path):
    rows = tiny_model.panel()
    few = rows.of(np.flatnonzero(rows.country < 10))
    folder = tiny_model.publish(tmp_path / "data", few)
    before = (tmp_path / "data" / "catalog.json").read_bytes()
    with pytest.raises(ModelError, match="10 countries over 40 years are left"):
        make(folder)
    assert (tmp_path / "data" / "catalog.json").read_bytes() == before


def test_a_second_writer_is_refused(tmp_path):
    folder = tiny_model.publish(tmp_path / "data", tiny_model.panel())
    with folder.lock(), pytest.raises(PublishError, match="another refresh"):
        make(open_folder(str(tmp_path / "data")))


# ---- the target and the panel


def test_both_targets_match_a_hand_calculation():
    years, values = np.arange(1960, 2000), np.arange(40.0)
    assert Target("index", base_year=1970).of(years, values)[[0, 10, 39]].tolist() == [-10, 0, 29]
    assert Target().of(years, values)[0] == pytest.approx(-15.5)  # the mean of 1961-1990 is 15.5
    assert Target().of(years[:25], values[:25]) is not None
    assert Target().of(years[:20], values[:20]) is None  # 19 years of the baseline
    assert Target("index", base_year=1950).of(years, values) is None


def test_the_panel_has_the_values_of_economies_by_year_without_aggregates(tmp_path):
    rows = tiny_model.panel(driven=0.5)
    rows.x[5, 0] = np.nan
    published = published_snapshot.open_published(tiny_model.publish(tmp_path / "data", rows))
    found = panel.of_snapshot(published, Target("index", base_year=1960))
    assert found.codes == rows.codes
    assert np.array_equal(found.x, rows.x, equal_nan=True)
    assert np.array_equal(found.region, rows.region)
    assert found.y[:3].tolist() == pytest.approx((rows.y[:3] - rows.y[0]).tolist())


def test_the_last_year_is_the_latest_with_most_series():
    rows = tiny_model.panel()
    rows.x[rows.year >= 1998] = np.nan
    rows.x[rows.year == 1998, 0] = 1.0
    rows.x[rows.year == 1997, 0] = np.nan
    assert panel.last_covered_year(rows) == 1997
    with pytest.raises(ModelError, match="no indicator has a value"):
        panel.last_covered_year(rows.of(np.flatnonzero(rows.year == 1999)))


# ---- a refresh after the model step


def test_a_model_is_carried_over_and_stale_once_its_figures_change():
    tables = {"observations": {"sha256": "a"}, "temperature": {"sha256": "b"}}
    model = {"state": "fresh", "built_from": model_state.built_from(tables), "files": {}}
    assert model_state.carried(model, tables, "now") == model
    other = tables | {"temperature": {"sha256": "c"}}
    stale = model_state.carried(model, other, "first")
    assert (stale["state"], stale["stale_since"]) == ("stale", "first")
    assert "the table temperature changed" in stale["reason"]
    assert model_state.carried(stale, other, "later")["stale_since"] == "first"
    assert model_state.carried(stale, tables, "later") == model
    assert model_state.carried(model_state.ABSENT, other, "now") == model_state.ABSENT


def test_a_refresh_keeps_a_model_and_marks_it_stale(world, data_dir):
    def refresh() -> dict:
        fetcher = Fetcher(attempts=2, first_wait_s=0, longest_wait_s=0)
        ask = Refresh(CONFIGURED, CONFIGURED, world.services, refetch=True)
        with workers() as pool:
            return pipeline_module.refresh(
                ask, folder, fetcher=fetcher, pool=pool, report=lambda name, state: None
            ).catalog

    folder = open_folder(str(data_dir))
    assert refresh()["model"] == model_state.ABSENT
    old = published_snapshot.open_published(folder)
    _publish_model(folder, old)
    kept = refresh()
    assert kept["model"]["state"] == "fresh"
    assert kept["tables"]["model_skill"]["rows"] == 1
    world.series["SP.POP.TOTL"].values[("BRA", 2004)] = 123.0
    stale = refresh()
    assert (stale["model"]["state"], stale["tables"]["model_skill"]["rows"]) == ("stale", 1)
    published = published_snapshot.open_published(folder)
    assert published.file(stale["model"]["files"][model_state.FILE]).read_bytes() == b"tree"
    assert "**Stale since" in (data_dir / "README.md").read_text("utf-8")


def _publish_model(folder: Folder, old: published_snapshot.Published) -> None:
    """Publish one row of skill and a text, as the model step does."""
    row = {"target": "t", "split": "countries", "baseline": "year", "knows": "k", "rmse_model": 1.0}
    row |= {"rmse_baseline": 1.0, "skill": 0.0, "low95": -0.1, "high95": 0.1, "n_countries": 6, "n_rows": 30}
    row |= {"years_low95": np.nan, "years_high95": np.nan, "start": "year"}
    tables = {t.name: published_snapshot.empty(t) for t in MODEL_TABLES}
    tables["model_skill"] = pd.DataFrame([row]).astype(
        {c.name: c.dtype for c in tables_contract.MODEL_TABLES[0].columns}
    )

    class Text:
        text = "tree"

    class Final:
        trees = Text()

    about = {
        "state": "fresh",
        "built_at": old.catalog["checked_at"],
        "built_from": model_state.built_from(old.catalog["tables"]),
        "target": {"words": "t"},
        "years": [2000, 2004],
        "rows": 30,
        "countries": 6,
        "features": ["year"],
        "trees": 1,
        "lightgbm": "4",
        "seed": 1,
        "sentence": "s",
        "skill": [row],
        "clean_up": [],
    }
    with folder.lock():
        pipeline_model._publish(folder, old, about, tables, Final())
