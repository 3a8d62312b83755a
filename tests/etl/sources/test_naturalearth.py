"""Archive of boundaries: version and shapes, or an outage with its reason."""

from __future__ import annotations

import io
import zipfile

import pytest

from etl.errors import Unreachable
from etl.sources.naturalearth import ARCHIVE, parse_boundaries


def repacked(body: bytes, *, without: str = "", version: str | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if without and name.endswith(without):
                continue
            new.writestr(name, version if version and name.endswith("VERSION.txt") else old.read(name))
    return out.getvalue()


def test_version_and_shapes_are_read_with_the_code_na_as_text(boundaries_zip):
    version, shapes = parse_boundaries(boundaries_zip)
    assert version == "5.1.1"
    assert shapes.crs.to_epsg() == 4326
    by_code = shapes.set_index("ADM0_A3")
    assert by_code.ISO_A2_EH["NAM"] == "NA"
    assert by_code.ISO_A3_EH[["FRA", "KOS"]].to_list() == ["FRA", "-99"]


def test_the_version_is_that_of_the_archive(boundaries_zip):
    assert parse_boundaries(repacked(boundaries_zip, version="6.0.0\n"))[0] == "6.0.0"


def test_a_damaged_member_is_an_outage(boundaries_zip):
    shapes = zipfile.ZipFile(io.BytesIO(boundaries_zip)).getinfo(f"{ARCHIVE}.shp")
    middle = shapes.header_offset + 30 + len(shapes.filename) + shapes.compress_size // 2
    damaged = bytearray(boundaries_zip)
    damaged[middle] ^= 0xFF
    with pytest.raises(Unreachable, match=r"\.shp is damaged|not the archive"):
        parse_boundaries(bytes(damaged))


@pytest.mark.parametrize("missing", [".VERSION.txt", ".shp", ".dbf", ".shx", ".prj"])
def test_an_incomplete_archive_is_an_outage(boundaries_zip, missing):
    with pytest.raises(Unreachable, match="not the archive of boundaries"):
        parse_boundaries(repacked(boundaries_zip, without=missing))


@pytest.mark.parametrize("body", [b"", b"<!DOCTYPE html>", b"PK\x03\x04 and no more"])
def test_a_body_that_is_no_archive_is_an_outage(body):
    with pytest.raises(Unreachable, match="not the archive of boundaries"):
        parse_boundaries(body)


def test_a_truncated_archive_is_an_outage(boundaries_zip):
    with pytest.raises(Unreachable, match="not the archive of boundaries"):
        parse_boundaries(boundaries_zip[: len(boundaries_zip) // 2])
