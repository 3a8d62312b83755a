"""Where figures are looked for, and where a refresh puts them, when no place is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import locations


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, no variable set, and a user's folder of its own."""
    monkeypatch.delenv(locations.DATA_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    packages = tmp_path / "site-packages"
    (packages / "worldbank_climate_dashboard-0.1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(locations, "PACKAGES", packages)
    locations.is_installed.cache_clear()
    yield packages
    locations.is_installed.cache_clear()


def publish(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "catalog.json").write_text("{}", "utf-8")
    return folder


def test_a_checkout_has_its_own_figures_from_wherever_it_is_run(root: Path):
    assert locations.data_folder() == str(root / "data")


def test_installed_packages_use_the_users_folder_and_never_their_own(installed: Path, tmp_path: Path):
    publish(installed / "data")
    assert locations.data_folder() == str(tmp_path / "share/worldbank-climate-dashboard")


def test_published_figures_in_the_working_directory_come_first(installed: Path, elsewhere: Path):
    here = publish(elsewhere / "data")
    assert locations.data_folder() == str(here)


def test_a_data_folder_without_a_snapshot_is_somebody_elses(installed: Path, elsewhere: Path, tmp_path: Path):
    (elsewhere / "data").mkdir()
    assert locations.data_folder() == str(tmp_path / "share/worldbank-climate-dashboard")


def test_the_variable_wins_over_every_folder(elsewhere: Path, monkeypatch: pytest.MonkeyPatch):
    publish(elsewhere / "data")
    monkeypatch.setenv(locations.DATA_VARIABLE, "s3://bucket/figures")
    assert locations.data_folder() == "s3://bucket/figures"


def test_an_empty_variable_names_nothing(elsewhere: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(locations.DATA_VARIABLE, "")
    here = publish(elsewhere / "data")
    assert locations.data_folder() == str(here)


def test_the_way_to_figures_names_the_command_that_is_there(installed: Path):
    assert locations.how_to_get_figures().startswith("climate-etl refresh, or set DASHBOARD_DATA_DIR ")


def test_in_a_checkout_the_command_is_the_modules():
    assert locations.how_to_get_figures().startswith("python -m etl refresh, or set DASHBOARD_DATA_DIR ")


def test_the_cache_is_in_the_users_folder_for_caches(tmp_path: Path):
    assert locations.cache_folder() == tmp_path / "cache/worldbank-climate-dashboard"
