"""Fixtures: an empty folder of each kind, on this machine and in a bucket of a real S3-compatible server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.snapshot import store
from storage import Folder, open_folder
from tests.helpers.object_store import ObjectStore

BUCKET = "figures"


@pytest.fixture(autouse=True)
def _stop_watchers() -> Iterator[None]:
    """Stop the dashboard's watchers: their log lines about a store that is gone would end up in a later test."""
    yield
    store.stop_watching_stores()


@pytest.fixture(scope="session")
def _server() -> Iterator[ObjectStore]:
    server = ObjectStore()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(_server: ObjectStore, monkeypatch, tmp_path: Path) -> Iterator[ObjectStore]:
    """The server with one empty bucket, and the environment variables that point to it."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL", _server.address)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("DASHBOARD_CACHE_DIR", str(tmp_path / "cache"))
    _server.ask("POST", "/moto-api/reset")
    _server.ask("PUT", f"/{BUCKET}")
    _server.requests.clear()
    yield _server
    _server.intercept = None


@pytest.fixture
def s3(server: ObjectStore) -> str:
    """URL of an empty folder in the bucket."""
    return f"s3://{BUCKET}/published/figures"


@pytest.fixture
def own_server(s3: str, monkeypatch) -> Iterator[ObjectStore]:
    """A second server on the same store, which a test may stop."""
    server = ObjectStore()
    server.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.address)
    yield server
    server.stop()


@pytest.fixture(params=["local", "s3"])
def place(request, tmp_path: Path) -> str:
    """Path or URL of an empty folder."""
    return str(tmp_path / "figures") if request.param == "local" else request.getfixturevalue("s3")


@pytest.fixture
def folder(place: str) -> Folder:
    return open_folder(place)


@pytest.fixture
def run(root: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start publishers as processes; those still running at the end are killed."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.helpers.publisher", *map(str, arguments)]
        environment = os.environ | {"PYTHONPATH": str(root)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        running.append(subprocess.Popen(command, env=environment, text=True, **pipes))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()
