"""Refreshes as real processes: killed at every stage, interrupted, two at once, on a full disk, without rights."""

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
    """Starts a refresh as a process; what still runs at the end is killed."""
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
    """Exit code and what was said on stderr."""
    _, said = process.communicate(timeout=within_s)
    assert "Traceback" not in said
    return process.returncode, plain_text(said)


@pytest.fixture(scope="module")
def forks():
    """Processes that find everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([etl_child.__name__])
    return context


@pytest.mark.parametrize("step", etl_child.STEPS)
def test_killed_before_any_step_of_publishing_nothing_is_lost(stage, forks, step, tmp_path):
    old = stage.catalog()
    child = forks.Process(target=etl_child.run, args=(step, stage.arguments("refresh"), str(tmp_path / "log")))
    child.start()
    child.join(120)
    assert child.exitcode == -signal.SIGKILL, (tmp_path / "log").read_text()

    published = published_in(stage.data_dir)
    assert published.is_whole
    is_new = published.catalog["snapshot"] != old["snapshot"]
    assert stage.value(POWER) == (77.0 if is_new else 54.0)
    steps = list(etl_child.STEPS)
    assert is_new == (steps.index(step) > steps.index("the catalog is replaced"))

    assert stage.run("refresh").exit_code == 0
    assert stage.value(POWER) == 77.0
    assert stage.run("check").exit_code == 0
    left = sorted(path.name for path in stage.data_dir.iterdir())
    assert left == ["README.md", "catalog.json", stage.catalog()["snapshot"]]


def test_killed_in_mid_fetch_the_next_refresh_goes_on_from_there(stage, start, cache_dir):
    before = checksums(stage.data_dir)
    shutil.rmtree(cache_dir, ignore_errors=True)  # where the good snapshot's pages may be
    stage.world.release("NY.GDP.PCAP.KD")
    stage.proxy.answers[VALUES.replace(POWER, "NY.GDP.PCAP.KD")] = [DRIP]
    process = start()
    wanted = (f"{POWER}?format=json&per_page=32500&page=2", "SP.POP.TOTL?format=json&per_page=32500&page=1")
    wait_until(lambda: all(any(part in url for url in kept(cache_dir / "raw.sqlite")) for part in wanted), within_s=120)
    process.kill()
    process.wait()
    assert before.items() <= checksums(stage.data_dir).items()  # and what it had begun to stage
    stage.proxy.answers.clear()
    stage.proxy.requests.clear()
    assert stage.run("refresh").exit_code == 0
    values = {path.split("?")[0].split("/")[-1] for path in stage.proxy.requests if "per_page=32500" in path}
    assert values == {"NY.GDP.PCAP.KD"}
    assert (stage.value(POWER), stage.value("SP.POP.TOTL")) == (77.0, 5_500_000.0)


def kept(cache: Path) -> list[str]:
    """Addresses of what is in the raw cache."""
    if not cache.exists():
        return []
    with contextlib.closing(sqlite3.connect(cache, timeout=30)) as connection:
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'body'").fetchone()[0]
        return [url for (url,) in connection.execute("SELECT url FROM body")] if tables else []


@pytest.mark.parametrize("fault", [DRIP, Answer(b"", silent=True)], ids=["dripping", "silent"])
def test_an_interrupt_ends_it_within_seconds_and_loses_nothing(stage, start, fault):
    before = checksums(stage.data_dir)
    stage.proxy.answers[VALUES] = [fault]
    # A shell has what it starts in the background ignore interrupts, and that is passed on from process to process.
    process = start(preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    wait_until(lambda: any(VALUES in path for path in stage.proxy.requests), within_s=120)
    at = time.monotonic()
    process.send_signal(signal.SIGINT)
    code, said = ended(process)
    assert code == 130
    assert "Interrupted; nothing was published." in said
    assert time.monotonic() - at < 10
    assert checksums(stage.data_dir) == before
    stage.proxy.answers.clear()
    assert stage.run("refresh").exit_code == 0
    assert stage.value(POWER) == 77.0


def test_a_second_refresh_says_who_is_at_it_and_stops(stage, start):
    stage.proxy.answers[VALUES] = [DRIP]
    first = start()
    wait_until(lambda: any(VALUES in path for path in stage.proxy.requests), within_s=120)
    before = checksums(stage.data_dir)
    result = stage.run("refresh")
    assert result.exit_code == 1
    assert f"another refresh of {stage.data_dir} is running: process {first.pid} on " in plain_text(result.stderr)
    assert checksums(stage.data_dir) == before
    first.kill()
    first.wait()
    stage.proxy.answers.clear()
    assert stage.run("refresh").exit_code == 0


@pytest.mark.parametrize("limit_bytes", [2_000, 13_000])
def test_a_full_disk_is_told_and_changes_nothing(stage, start, limit_bytes):
    before = checksums(stage.data_dir)
    process = start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes)))
    code, said = ended(process)
    assert code == 1
    assert "free some space there and try again (the published snapshot is unchanged)" in said
    assert checksums(stage.data_dir) == before
    assert stage.run("refresh").exit_code == 0


WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
"""Root obeys the rights of a folder only without these."""


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write anywhere")
def test_folders_that_cannot_be_written_are_told(stage, start, cache_dir):
    before = checksums(stage.data_dir)
    stage.data_dir.chmod(0o500)
    try:
        code, said = ended(start(before=WITHOUT_RIGHTS))
    finally:
        stage.data_dir.chmod(0o700)
    assert code == 1
    assert "permission denied; give user" in said
    assert checksums(stage.data_dir) == before

    for path in cache_dir.iterdir():
        path.unlink()
    cache_dir.chmod(0o500)
    try:
        code, said = ended(start(before=WITHOUT_RIGHTS))
    finally:
        cache_dir.chmod(0o700)
    assert code == 0
    assert "the raw cache" in said
    assert stage.value(POWER) == 77.0
