"""An invalid or occupied port ends the start of the server with a sentence on what to do."""

from __future__ import annotations

import socket

import pytest

from dashboard import config
from dashboard.server.run import listening_port
from tests.helpers.serving import free_port


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "5006.0", " "])
def test_what_is_not_a_port_ends_the_start_with_the_range_of_ports(monkeypatch: pytest.MonkeyPatch, port: str):
    monkeypatch.setattr(config, "PORT", port)
    with pytest.raises(SystemExit, match=f"PORT={port} is not a port; set it to a number from 1 to 65535"):
        listening_port()


def test_a_port_that_is_taken_ends_the_start(monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(config, "PORT", str(port))
        with pytest.raises(SystemExit, match=rf"cannot listen on port {port} \(Address .*\); set PORT to another"):
            listening_port()


def test_a_free_port_is_the_one_to_listen_on(monkeypatch: pytest.MonkeyPatch):
    port = free_port()
    monkeypatch.setattr(config, "PORT", str(port))
    assert listening_port() == port
