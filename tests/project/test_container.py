"""The container image: its Dockerfile, and the built image where an engine and the base images are available."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml

from dashboard import config

BOOT_S = 60
"""Heroku's limit for a dyno to listen."""

LOCK = "locks/runtime.txt"

STOP_S = 10
"""docker stop kills after this time."""

TITLE = f"<title>{config.TITLE}</title>"
MAP = 'id="map-title"'
"""Only on a page with figures, not on the one that says why they are missing."""


@dataclass(frozen=True)
class Recipe:
    """The Dockerfile as pairs of instruction and arguments."""

    steps: list[tuple[str, str]]

    @classmethod
    def read(cls, path: Path) -> Recipe:
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
        joined = re.sub(r"\\\n", " ", "\n".join(lines))
        steps = [line.split(None, 1) for line in joined.splitlines() if line.strip()]
        return cls([(name.upper(), rest.strip()) for name, rest in steps])

    def all(self, name: str) -> list[str]:
        return [rest for step, rest in self.steps if step == name]

    def copied(self) -> list[str]:
        """The paths copied from the checkout."""
        copies = [[word for word in rest.split() if not word.startswith("--chown=")] for rest in self.all("COPY")]
        return [source for words in copies if not words[0].startswith("--from=") for source in words[:-1]]


@pytest.fixture(scope="module")
def recipe(root: Path) -> Recipe:
    return Recipe.read(root / "Dockerfile")


def test_no_instruction_that_heroku_does_not_support(recipe: Recipe):
    assert not {"VOLUME", "EXPOSE", "SHELL", "STOPSIGNAL", "ONBUILD", "ENTRYPOINT"} & {name for name, _ in recipe.steps}


def test_base_images_are_pinned_to_one_release(recipe: Recipe):
    bases = [rest.split()[0] for rest in recipe.all("FROM")]
    assert len(bases) == 2
    for base in bases:
        assert re.fullmatch(r"[\w./-]+:\S*\d+\S*\d\S*", base), base


def test_the_user_is_a_number_and_not_root(recipe: Recipe):
    (user,) = recipe.all("USER")
    assert re.fullmatch(r"[1-9]\d*(:\d+)?", user)


def test_python_is_process_one_so_that_it_gets_the_signal(recipe: Recipe):
    (command,) = recipe.all("CMD")
    assert json.loads(command) == ["python", "-m", "dashboard"]


def test_no_host_is_fixed_in_the_image(root: Path, recipe: Recipe):
    run_time = " ".join(rest for name, rest in recipe.steps if name in {"ENV", "ARG", "CMD", "LABEL"})
    assert "ORIGIN" not in run_time
    assert not re.search(r"https?://|\w\.(com|org|net|io|app|dev)\b", run_time)
    assert "herokuapp" not in (root / "Dockerfile").read_text("utf-8")


def test_the_health_check_needs_the_name_of_a_snapshot(recipe: Recipe, monkeypatch):
    (check,) = recipe.all("HEALTHCHECK")
    program = compile(json.loads(check[check.index("[") :])[-1], "HEALTHCHECK", "exec")
    for status, body, is_healthy in [
        (200, '{"snapshot": "snapshot-1"}', True),
        (200, '{"snapshot": ""}', False),
        (503, "There are no figures in data/ yet.", False),
    ]:
        with served(status, body) as port:
            monkeypatch.setenv("PORT", str(port))
            with pytest.raises(SystemExit) as ended:
                exec(program, {})
        assert bool(ended.value.code) is not is_healthy


@contextmanager
def served(status: int, body: str) -> Iterator[int]:
    """Run a server that answers /healthz with this, and give its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        yield server.server_port
        thread.join()


def test_the_build_context_has_what_is_copied_and_nothing_else(root: Path, recipe: Recipe):
    lines = (root / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*", "everything is excluded, .venv and .git too, except what is included by name"
    included = [rule[1:] for rule in rules if rule.startswith("!")]
    assert sorted(included) == sorted(recipe.copied())
    last = max(rules.index(f"!{name}") for name in included)
    assert {"**/__pycache__", "**/.*"} <= set(rules[last:]), "caches and hidden files stay excluded there, too"


def test_every_package_of_the_project_is_copied(root: Path, recipe: Recipe):
    packages = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    assert {name.rstrip("*") for name in packages["find"]["include"]} | {"data", LOCK} == set(recipe.copied())


def test_a_change_of_code_does_not_rebuild_the_environment(recipe: Recipe):
    made = next(i for i, (name, rest) in enumerate(recipe.steps) if name == "RUN" and "conda create" in rest)
    taken = next(i for i, (name, rest) in enumerate(recipe.steps) if name == "COPY" and "--from=" in rest)
    code = [i for i, (name, rest) in enumerate(recipe.steps) if name == "COPY" and "dashboard" in rest]
    assert made < taken < min(code)


def test_the_packages_are_those_of_the_lock_by_their_hashes(recipe: Recipe):
    (installed,) = [rest for rest in recipe.all("RUN") if "pip install" in rest]
    assert "--require-hashes --requirement /tmp/runtime.txt" in installed
    assert f"{LOCK} /tmp/runtime.txt" in recipe.all("COPY")


def test_heroku_builds_this_dockerfile_and_runs_its_command(root: Path):
    assert yaml.safe_load((root / "heroku.yml").read_text("utf-8")) == {"build": {"docker": {"web": "Dockerfile"}}}
    app = json.loads((root / "app.json").read_text("utf-8"))
    assert app["stack"] == "container"
    assert not any(entry.get("required", True) for entry in app["env"].values())


def run(*command: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)


def answers(*command: str, timeout: float = 60) -> bool:
    try:
        return run(*command, timeout=timeout).returncode == 0
    except subprocess.TimeoutExpired:
        return False


@pytest.fixture(scope="module")
def engine() -> str:
    """A container engine that works, not just one that is installed."""
    for name in ("docker", "podman"):
        if shutil.which(name) and answers(name, "info"):
            return name
    pytest.skip("NO CONTAINER ENGINE: neither docker nor podman answers; THE IMAGE WAS NEITHER BUILT NOR RUN")


@pytest.fixture(scope="module")
def image(root: Path, recipe: Recipe, engine: str) -> str:
    """The image built from this checkout, or the ready one named by CONTAINER_IMAGE."""
    if ready := os.environ.get("CONTAINER_IMAGE"):
        return ready
    for base in (rest.split()[0] for rest in recipe.all("FROM")):
        if not (answers(engine, "image", "inspect", base) or answers(engine, "pull", "--quiet", base, timeout=300)):
            pytest.skip(f"NO BASE IMAGE: {engine} cannot get {base}; THE IMAGE WAS NEITHER BUILT NOR RUN")
    form = ["--format", "docker"] if engine == "podman" else []
    built = run(engine, "build", *form, "--tag", "worldbank-climate-dashboard:test", str(root), timeout=1800)
    assert built.returncode == 0, (built.stdout + built.stderr)[-3000:]
    return "worldbank-climate-dashboard:test"


@pytest.fixture
def container(engine: str, image: str) -> Iterator[tuple[str, str]]:
    """The image run as on a dyno, and stricter: any user, no capabilities, 512 MB, a read-only disk."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    name = f"worldbank-climate-dashboard-test-{port}"
    limits = ["--user", "23456", "--cap-drop", "all", "--memory", "512m", "--read-only", "--tmpfs", "/tmp"]
    started = run(
        engine,
        "run",
        "--detach",
        "--name",
        name,
        *limits,
        "-e",
        f"PORT={port}",
        "-p",
        f"127.0.0.1:{port}:{port}",
        image,
    )
    try:
        assert started.returncode == 0, started.stderr
        yield name, f"http://127.0.0.1:{port}/"
    finally:
        run(engine, "rm", "--force", name)


@pytest.mark.container
def test_the_image_serves_the_page_and_stops_on_demand(engine: str, container: tuple[str, str]):
    name, url = container
    page = first_page(engine, name, url)
    assert TITLE in page
    assert MAP in page
    (health,) = json.loads(run(engine, "inspect", "--format", "[{{json .Config.Healthcheck.Test}}]", name).stdout)
    assert run(engine, "exec", name, *health[1:]).returncode == 0
    check = run(engine, "exec", name, "python", "-m", "etl", "check")
    assert check.returncode == 0, check.stdout + check.stderr
    began = time.monotonic()
    run(engine, "stop", "--time", str(STOP_S), name)
    code = run(engine, "inspect", "--format", "{{.State.ExitCode}}", name).stdout.strip()
    assert code == "0", f"ended with {code} after {time.monotonic() - began:.1f} s"
    logs = run(engine, "logs", name)
    assert "Traceback" not in logs.stdout + logs.stderr


def first_page(engine: str, name: str, url: str) -> str:
    ends = time.monotonic() + BOOT_S
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    logs = run(engine, "logs", name)
    return pytest.fail(f"nothing answered within {BOOT_S} s: {(logs.stdout + logs.stderr)[-3000:]}")
