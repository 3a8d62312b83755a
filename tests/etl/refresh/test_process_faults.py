"""Refreshes as real processes: killed, interrupted, two at once, on a full disk, without permissions."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import etl_child
from tests.helpers.command_line import plain_text
from tests.helpers.fault_stage import POWER, VALUES, Stage, checksums
from tests.helpers.raw_server import Answer, ok
from tests.helpers.tiny_tables import published_in
from tests.helpers.waiting import wait_until

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
DRIP = ok(b"[" + b" " * 1_000_000 + b"]", drip_s=0.05)
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(stage: Stage):
    """Start refreshes as processes; those still running at the end are killed."""
    running: list[subprocess.Popen[str]] = []

    def begin(*more: str, before: tuple[str, ...] = (), **how: object) -> subprocess.Popen[str]:
        command = [*before, sys.executable, "-m", etl_child.__name__, "none", *stage.arguments("refresh", *more)]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **how,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str], within_s: float = 120) -> tuple[int, str]:
    """Return exit code and text of stderr."""
    _, errors = process.communicate(timeout=within_s)
    assert "Traceback" not in errors
    return process.returncode, plain_text(errors)


@pytest.fixture(scope="module")
def forks():
    """Return a context whose processes start with everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([etl_child.__name__])
    return context


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(step, marks=() if "the catalog" in step else pytest.mark.exhaustive)  # before and after the change
        for step in etl_child.STEPS
    ],
)
def test_a_kill_before_any_step_of_publishing_loses_nothing(stage, forks, step, tmp_path):
    old = stage.catalog()
    arguments = stage.arguments("refresh", "--keep", "1")
    child = forks.Process(target=etl_child.run, args=(step, arguments, str(tmp_path / "log")))
    child.start()
    child.join(120)
    assert child.exitcode == -signal.SIGKILL, (tmp_path / "log").read_text()

    published = published_in(stage.data_dir)
    assert published.is_whole
    is_new = published.catalog["snapshot"] != old["snapshot"]
    assert stage.value(POWER) == (77.0 if is_new else 54.0)
    steps = list(etl_child.STEPS)
    assert is_new == (steps.index(step) > steps.index("the catalog is replaced"))

    assert stage.run("refresh", "--keep", "1").exit_code == 0
    assert stage.value(POWER) == 77.0
    assert stage.run("check").exit_code == 0
    left = sorted(path.name for path in stage.data_dir.iterdir())
    assert left == ["README.md", "catalog.json", stage.catalog()["snapshot"]]


@pytest.mark.parametrize("step", ["the catalog is written", "the catalog is replaced"])
def test_a_kill_while_an_earlier_snapshot_is_kept_loses_nothing(stage, forks, step, tmp_path):
    """The catalog of the earlier snapshot is the first that is written."""
    old = stage.catalog()
    child = forks.Process(target=etl_child.run, args=(step, stage.arguments("refresh"), str(tmp_path / "log")))
    child.start()
    child.join(120)
    assert child.exitcode == -signal.SIGKILL, (tmp_path / "log").read_text()
    assert stage.catalog() == old
    assert published_in(stage.data_dir).is_whole

    assert stage.run("refresh").exit_code == 0
    left = sorted(path.name for path in stage.data_dir.iterdir())
    assert left == ["README.md", "catalog.json", *sorted([stage.catalog()["snapshot"], old["snapshot"]])]


def test_a_refresh_after_a_kill_continues_from_the_cache(stage, start, cache_dir):
    before = checksums(stage.data_dir)
    shutil.rmtree(cache_dir, ignore_errors=True)  # which may have the pages of the first refresh
    stage.world.release("NY.GDP.PCAP.KD")
    stage.proxy.answers[VALUES.replace(POWER, "NY.GDP.PCAP.KD")] = [DRIP]
    process = start()
    wanted = (f"{POWER}?format=json&per_page=32500&page=2", "SP.POP.TOTL?format=json&per_page=32500&page=1")
    wait_until(
        lambda: all(any(part in url for url in cached_urls(cache_dir / "raw.sqlite")) for part in wanted), within_s=120
    )
    process.kill()
    process.wait()
    assert before.items() <= checksums(stage.data_dir).items()  # beside files being staged
    stage.proxy.answers.clear()
    stage.proxy.requests.clear()
    assert stage.run("refresh").exit_code == 0
    values = {path.split("?")[0].split("/")[-1] for path in stage.proxy.requests if "per_page=32500" in path}
    assert values == {"NY.GDP.PCAP.KD"}
    assert (stage.value(POWER), stage.value("SP.POP.TOTL")) == (77.0, 5_500_000.0)


def cached_urls(cache: Path) -> list[str]:
    """Return the URLs in the raw cache."""
    if not cache.exists():
        return []
    with contextlib.closing(sqlite3.connect(cache, timeout=30)) as connection:
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'body'").fetchone()[0]
        return [url for (url,) in connection.execute("SELECT url FROM body")] if tables else []


@pytest.mark.parametrize("fault", [DRIP, Answer(b"", silent=True)], ids=["dripping", "silent"])
def test_an_interrupt_stops_a_refresh_within_seconds_and_loses_nothing(stage, start, fault):
    before = checksums(stage.data_dir)
    stage.proxy.answers[VALUES] = [fault]
    # Background processes of a shell ignore interrupts, and their children inherit that.
    process = start(preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    wait_until(lambda: any(VALUES in path for path in stage.proxy.requests), within_s=120)
    at = time.monotonic()
    process.send_signal(signal.SIGINT)
    code, errors = ended(process)
    assert code == 130
    assert "Interrupted; nothing was published." in errors
    assert time.monotonic() - at < 10
    assert checksums(stage.data_dir) == before
    stage.proxy.answers.clear()
    assert stage.run("refresh").exit_code == 0
    assert stage.value(POWER) == 77.0


def outside_staging(data_dir: Path) -> dict[str, str]:
    """Return the checksums of all but the files that a running refresh is writing."""
    return {name: checksum for name, checksum in checksums(data_dir).items() if not name.startswith(".staging/")}


def test_a_second_refresh_is_refused_and_names_the_first(stage, start):
    stage.proxy.answers[VALUES] = [DRIP]
    first = start()
    wait_until(lambda: any(VALUES in path for path in stage.proxy.requests), within_s=120)
    before = outside_staging(stage.data_dir)
    result = stage.run("refresh")
    assert result.exit_code == 1
    assert f"another refresh of {stage.data_dir} is running: process {first.pid} on " in plain_text(result.stderr)
    assert outside_staging(stage.data_dir) == before  # the lock of the first, too
    first.kill()
    first.wait()
    stage.proxy.answers.clear()
    assert stage.run("refresh").exit_code == 0


@pytest.mark.parametrize("limit_bytes", [2_000, 13_000])
def test_a_full_disk_is_reported_and_changes_nothing(stage, start, limit_bytes):
    before = checksums(stage.data_dir)
    process = start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes)))
    code, errors = ended(process)
    assert code == 1
    assert "free some space there and try again (the published snapshot is unchanged)" in errors
    assert checksums(stage.data_dir) == before
    assert stage.run("refresh").exit_code == 0


WITHOUT_ROOT_ACCESS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
"""Command prefix without which root ignores the permissions of a folder."""


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write anywhere")
def test_unwritable_folders_are_reported(stage, start, cache_dir):
    before = checksums(stage.data_dir)
    stage.data_dir.chmod(0o500)
    try:
        code, errors = ended(start(before=WITHOUT_ROOT_ACCESS))
    finally:
        stage.data_dir.chmod(0o700)
    assert code == 1
    assert "permission denied, even for root; choose another folder" in errors
    assert checksums(stage.data_dir) == before

    for path in cache_dir.iterdir():
        path.unlink()
    cache_dir.chmod(0o500)
    try:
        code, errors = ended(start(before=WITHOUT_ROOT_ACCESS))
    finally:
        cache_dir.chmod(0o700)
    assert code == 0
    assert "the raw cache" in errors
    assert stage.value(POWER) == 77.0
