"""`pip install .`: all that is needed is in the package, and the commands work from any folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import requests

from tests.helpers.serving import serve

pytestmark = pytest.mark.exhaustive

PACKAGES = ("dashboard", "etl", "measures", "storage", "tabular")


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the project, built from a copy: setuptools leaves a folder behind where it builds."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, source)
    for name in PACKAGES:
        shutil.copytree(root / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(made), str(source))
    (built,) = made.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the project installed, which finds its libraries in that of the tests."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip("--python", str(folder / "bin/python"), "install", "--no-deps", "--no-index", str(wheel))
    (site_packages(folder) / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return folder


def pip(*words: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def site_packages(environment: Path) -> Path:
    (folder,) = environment.glob("lib/python*/site-packages")
    return folder


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


@pytest.fixture(autouse=True)
def untouched(environment: Path) -> Iterator[None]:
    """Nothing that a test runs writes into the installed packages."""
    before = files_of(site_packages(environment))
    yield
    assert files_of(site_packages(environment)) == before


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """The variables of a user without any settings for the dashboard, and with a home of their own."""
    return {"DASHBOARD_DATA_DIR": "", "XDG_DATA_HOME": "", "PYTHONPATH": "", "HOME": str(tmp_path / "home")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty working directory."""
    made = tmp_path / "anywhere"
    made.mkdir()
    return made


def run(environment: Path, folder: Path, settings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command, env = [str(environment / "bin/climate-etl"), *words], {**os.environ, **settings}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def give_figures(place: Path, root: Path) -> None:
    """Put the shipped snapshot there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(root / "data")


def test_the_wheel_has_every_file_of_the_packages(root: Path, wheel: Path):
    with ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith(PACKAGES)}
    assert packed == {f"{name}/{file}" for name in PACKAGES for file in files_of(root / name)}


def test_without_figures_the_command_names_the_way_to_them(environment: Path, folder: Path, settings: dict[str, str]):
    done = run(environment, folder, settings, "check")
    words = " ".join(done.stderr.split())
    place = f"{settings['HOME']}/.local/share/worldbank-climate-dashboard"
    assert done.returncode == 1
    assert f"nothing is published in {place}; run: climate-etl refresh, or set DASHBOARD_DATA_DIR" in words


def test_figures_in_the_working_directory_are_used(root: Path, environment: Path, folder: Path, settings: dict):
    give_figures(folder / "data", root)
    assert run(environment, folder, settings, "check").returncode == 0


def test_figures_in_the_users_folder_are_used(root: Path, environment: Path, folder: Path, settings: dict[str, str]):
    give_figures(Path(settings["HOME"]) / ".local/share/worldbank-climate-dashboard", root)
    assert run(environment, folder, settings, "check").returncode == 0


def test_the_option_wins_over_the_variable(root: Path, environment: Path, folder: Path, settings: dict[str, str]):
    elsewhere = settings | {"DASHBOARD_DATA_DIR": "nowhere"}
    assert "nothing is published in nowhere" in " ".join(run(environment, folder, elsewhere, "check").stderr.split())
    assert run(environment, folder, elsewhere, "check", "--data-dir", str(root / "data")).returncode == 0


def test_the_list_inside_the_package_is_not_edited(environment: Path, folder: Path, settings: dict[str, str]):
    done = run(environment, folder, settings, "remove", "SP.POP.TOTL")
    assert done.returncode == 1
    assert "name the copy with --list" in " ".join(done.stderr.split())


def test_the_dashboard_names_the_way_to_figures_and_then_shows_them(
    root: Path, environment: Path, folder: Path, settings: dict[str, str], tmp_path: Path
):
    with serve(tmp_path, program=environment / "bin/climate-dashboard", folder=folder, **settings) as url:
        assert requests.get(url, timeout=60).status_code == 503
        why = requests.get(f"{url}healthz", timeout=60).text
        place = Path(settings["HOME"]) / ".local/share/worldbank-climate-dashboard"
        assert f"no figures in {place.name}/ yet. Run: climate-etl refresh, or set DASHBOARD_DATA_DIR" in why
        give_figures(place, root)
        assert requests.get(f"{url}healthz", timeout=60).json()["snapshot"].startswith("snapshot-")
        assert requests.get(url, timeout=60).status_code == 200
