"""Libraries of others in the page: unchanged, with their licence, and listed."""

from __future__ import annotations

import hashlib

import pytest

from dashboard.assets import vendored
from dashboard.assets.vendored import VendoredLibrary


@pytest.mark.parametrize("library", vendored.LIBRARIES, ids=lambda library: library.name)
def test_a_library_is_as_released_and_has_its_licence(library: VendoredLibrary):
    assert hashlib.sha256(library.file.read_bytes()).hexdigest() == library.sha256
    licence = library.file.with_name("LICENSE.txt").read_text("utf-8")
    assert library.licence == "MIT"
    assert "Permission is hereby granted, free of charge" in licence


def test_no_file_of_others_is_unlisted():
    listed = {library.file for library in vendored.LIBRARIES}
    assert {path for path in vendored.FOLDER.rglob("*") if path.is_file() and path.name != "LICENSE.txt"} == listed
