"""Tests need no network: a connection to anywhere but this machine fails (pytest-socket, pyproject.toml)."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketConnectBlockedError

ELSEWHERE = ("192.0.2.1", 80)
"""An address of the range for documentation (RFC 5737), which belongs to no host."""


def test_a_test_cannot_connect_to_another_host():
    # pytest-socket 0.8 warns before it raises, and warnings are errors here.
    with pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        socket.create_connection(ELSEWHERE, timeout=1)


def test_a_test_can_connect_to_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=30):
        pass
