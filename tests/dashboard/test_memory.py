"""What a server does about its memory: nothing that is alive is lost, and nothing is hidden from an import for good."""

from __future__ import annotations

import gc
import importlib
import sys

import pytest

from dashboard import charts, memory


def test_settling_takes_what_is_there_out_of_later_collections_and_keeps_it_alive():
    held = [object() for _ in range(10)]
    before = gc.get_freeze_count()
    try:
        memory.settle()
        assert gc.get_freeze_count() > before
        assert not any(thing is held for thing in gc.get_objects())
        assert len(held) == 10
    finally:
        gc.unfreeze()


def test_a_package_is_as_if_absent_within_the_block_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with charts._as_if_absent("colorsys"), pytest.raises(ImportError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys").rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)


def test_a_package_that_is_loaded_stays_so(monkeypatch: pytest.MonkeyPatch):
    loaded = importlib.import_module("colorsys")
    with charts._as_if_absent("colorsys"):
        assert importlib.import_module("colorsys") is loaded
    assert sys.modules["colorsys"] is loaded
