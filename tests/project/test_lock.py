"""The locks satisfy pyproject.toml on the oldest and the newest Python, have hashes, and name no source."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement

PYTHONS = ("3.11", "3.13")
"""The oldest Python allowed, which is that of the image, and the newest that environment.yml allows."""

CLIENT = "client"
"""Lock and dependency group of the generator of clients, in an environment of its own."""

EXTRAS = {"runtime": ["object-store"], "test": ["cluster", "mcp", "object-store", "test"]}


def entries(root: Path, lock: str) -> list[tuple[Requirement, list[str]]]:
    """Each package of a lock, with its hashes."""
    text = (root / "locks" / f"{lock}.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line.split("--hash=") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(Requirement(first), [one.strip() for one in hashes]) for first, *hashes in lines]


def installed_on(python: str, root: Path, lock: str) -> dict[str, str]:
    """Version by package that pip takes from a lock on Linux with this Python."""
    environment = default_environment() | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
    }
    found: dict[str, str] = {}
    for package, _ in entries(root, lock):
        if package.marker is None or package.marker.evaluate(environment):
            assert package.name not in found, f"{package.name} has two versions on Python {python}"
            (exact,) = package.specifier
            assert exact.operator == "=="
            found[package.name] = exact.version
    return found


def name(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", EXTRAS)
def test_a_lock_satisfies_the_bounds(root: Path, lock: str, python: str):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [Requirement(text) for text in project["dependencies"]]
    wanted += [Requirement(text) for extra in EXTRAS[lock] for text in project["optional-dependencies"][extra]]
    locked = installed_on(python, root, lock)
    others = [one for one in wanted if one.name != project["name"]]
    assert len(others) > 25
    for package in others:
        assert package.specifier.contains(locked[name(package.name)]), f"{package}: run `make lock`"


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_of_the_client_satisfies_its_bounds(root: Path, python: str):
    groups = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    locked = installed_on(python, root, CLIENT)
    for package in map(Requirement, groups[CLIENT]):
        assert package.specifier.contains(locked[name(package.name)]), f"{package}: run `make lock`"


@pytest.mark.parametrize("python", PYTHONS)
def test_the_image_has_what_the_tests_ran_on(root: Path, python: str):
    runtime, tested = (installed_on(python, root, lock) for lock in EXTRAS)
    assert runtime.items() <= tested.items()


@pytest.mark.parametrize("lock", [*EXTRAS, CLIENT])
def test_each_package_has_hashes(root: Path, lock: str):
    without = [
        package.name
        for package, hashes in entries(root, lock)
        if not hashes or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes)
    ]
    assert without == []


@pytest.mark.parametrize("lock", [*EXTRAS, CLIENT])
def test_no_registry_host_or_path_is_named(root: Path, lock: str):
    text = (root / "locks" / f"{lock}.txt").read_text("utf-8")
    assert not re.search(r"https?:|file:|--(?!hash=)\S|@|(?<!\w)[./~]+/|\w/\w", text)
