"""Default locations of the figures and of the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import locations


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to an empty working directory without the variable, and with its own user folder."""
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


def test_a_checkout_uses_its_own_figures_from_any_folder(root: Path):
    assert locations.data_folder() == str(root / "data")


def test_installed_packages_use_the_user_folder_and_not_their_own(installed: Path, tmp_path: Path):
    publish(installed / "data")
    assert locations.data_folder() == str(tmp_path / "share/worldbank-climate-dashboard")


def test_published_figures_in_the_working_directory_come_first(installed: Path, elsewhere: Path):
    here = publish(elsewhere / "data")
    assert locations.data_folder() == str(here)


def test_a_data_folder_without_a_snapshot_is_ignored(installed: Path, elsewhere: Path, tmp_path: Path):
    (elsewhere / "data").mkdir()
    assert locations.data_folder() == str(tmp_path / "share/worldbank-climate-dashboard")


def test_the_environment_variable_takes_precedence(elsewhere: Path, monkeypatch: pytest.MonkeyPatch):
    publish(elsewhere / "data")
    monkeypatch.setenv(locations.DATA_VARIABLE, "s3://bucket/figures")
    assert locations.data_folder() == "s3://bucket/figures"


def test_an_empty_environment_variable_is_ignored(elsewhere: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(locations.DATA_VARIABLE, "")
    here = publish(elsewhere / "data")
    assert locations.data_folder() == str(here)


def test_the_advice_names_the_installed_command(installed: Path):
    assert locations.how_to_get_figures().startswith("climate-etl refresh, or set DASHBOARD_DATA_DIR ")


def test_the_advice_in_a_checkout_names_the_module():
    assert locations.how_to_get_figures().startswith("python -m etl refresh, or set DASHBOARD_DATA_DIR ")


def test_the_cache_is_in_the_user_cache_folder(tmp_path: Path):
    assert locations.cache_folder() == tmp_path / "cache/worldbank-climate-dashboard"
