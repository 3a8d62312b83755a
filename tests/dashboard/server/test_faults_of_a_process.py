"""Faults of the machine under a server process: descriptors that run out, and a cleaned folder of temporary files."""

from __future__ import annotations

import re
import shutil
import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.helpers.serving import serve
from tests.helpers.waiting import wait_until

pytestmark = pytest.mark.slow

DESCRIPTORS = 64


def test_without_file_descriptors_the_log_stays_short_and_the_server_recovers(tmp_path: Path):
    limited = ["-c", f'ulimit -n {DESCRIPTORS}; exec "$0" -m dashboard', sys.executable]
    with serve(tmp_path, *limited, program=Path("/bin/sh"), expects_faults=True) as url:
        at = urlsplit(url)
        log = next(tmp_path.glob("server-*.log"))
        with ExitStack() as half_open:
            for _ in range(DESCRIPTORS + 30):
                line = half_open.enter_context(socket.create_connection((at.hostname, at.port), timeout=60))
                line.sendall(b"GET / HTTP/1.1\r\nHost: local")
            wait_until(lambda: "Too many open files" in log.read_text())
            wait_until(lambda: "others like this are left out" in log.read_text())
        assert requests.get(f"{url}healthz", timeout=60).status_code == 200
        assert len(log.read_text().splitlines()) < 60


def test_a_cleaned_folder_of_temporary_files_takes_nothing_from_a_page(tmp_path: Path):
    folder = tmp_path / "temporary"
    folder.mkdir()
    with serve(tmp_path, TMPDIR=str(folder)) as url:
        first = requests.get(url, timeout=60).text
        shutil.rmtree(folder)
        later = requests.get(f"{url}?measure=trend&trend=1962-2003", timeout=60)
        assert later.status_code == 200
        assert "per decade" in later.text
        for page in (first, later.text):
            made = set(re.findall(r"components/dashboard_made/[\w/.]+", page))
            assert {address.partition("/")[2].split("/")[1] for address in made} >= {"scripts", "files"}
            assert {requests.get(url + address, timeout=60).status_code for address in made} == {200}
