"""Choices at their defaults, for the tests of tables."""

from __future__ import annotations

import pytest

from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.state.selection import Selection


@pytest.fixture
def choices(shipped: Snapshot) -> Selection:
    return new_selection(shipped)
