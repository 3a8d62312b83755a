"""Files for the browser: packing without loss, and a store of files named by their content."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from panel.io.server import ComponentResourceHandler

from dashboard.analysis import world_map
from dashboard.analysis.map_values import MapKey
from dashboard.assets.binary import pack
from dashboard.assets.file_store import FOLDER, MODULE, FileStore, files, scripts
from dashboard.snapshot.store import Snapshot
from dashboard.views.explore import map_files


def unpacked(packed: bytes) -> dict:
    """Read a file by the description of its format."""
    plain = gzip.decompress(packed)
    at = 4 + int.from_bytes(plain[:4], "little")
    head = json.loads(plain[4:at])
    for array in head["arrays"]:
        dtype = np.dtype(array["dtype"]).newbyteorder("<")
        planes = np.frombuffer(plain, "uint8", array["length"] * dtype.itemsize, at)
        found = planes.reshape(dtype.itemsize, -1).T.copy().view(dtype).ravel()
        if array["delta_stride"]:
            bits = found.view(f"u{dtype.itemsize}")
            for start in range(array["delta_stride"]):
                bits[start :: array["delta_stride"]] = np.cumsum(bits[start :: array["delta_stride"]], dtype=bits.dtype)
        head[array["name"]] = found
        at += planes.size
    assert at == len(plain)
    return head


def test_arrays_and_header_are_unpacked_as_they_were_packed():
    arrays = {
        "values": np.array([1.5, np.nan, -3e9], "float32"),
        "offsets": np.array([-128, 0, 3], "int8"),
        "moves": np.array([[1, -32768], [256, 7]], "int16"),
        "none": np.array([], "uint32"),
    }
    found = unpacked(pack({"title": "CO₂, °C", "year": None}, arrays))
    assert (found["title"], found["year"]) == ("CO₂, °C", None)
    for name, array in arrays.items():
        np.testing.assert_array_equal(found[name], array.ravel())


def test_delta_coding_is_lossless_and_makes_the_file_smaller():
    people = (1e6 * np.arange(1, 201) * 1.02 ** np.arange(64)[:, None]).astype("float32")
    people[3, 7], people[4, 7], people[5, 7] = np.nan, np.inf, -0.0
    plain, coded = pack({}, {"values": people}), pack({}, {"values": people}, delta_strides={"values": 200})
    np.testing.assert_array_equal(unpacked(coded)["values"].view("uint32"), people.ravel().view("uint32"))
    assert len(coded) < 0.9 * len(plain)


def test_the_same_arrays_are_the_same_bytes():
    one = {"values": np.arange(1000, dtype="float32")}
    assert pack({}, one) == pack({}, one)


def test_a_file_is_made_once_and_named_by_its_content():
    own, made = FileStore("own"), []
    address = own.url("a", lambda: made.append(1) or b"what is held")
    assert own.url("a", lambda: made.append(1) or b"") == address
    assert made == [1]
    name = address.partition("/__javascript__/")[2].partition("?")[0]
    assert own.content(name) == b"what is held"
    assert own.__javascript__ == [name]
    assert own.url("b", lambda: b"what is held") == address


def test_the_least_recently_used_file_is_removed():
    own = FileStore("own", most=2)
    first, second = (own.url(key, key.encode) for key in ("first", "second"))
    own.url("first", bytes)
    own.url("third", lambda: b"third")
    assert len(own.__javascript__) == 2
    assert any(name in first for name in own.__javascript__)
    assert not any(name in second for name in own.__javascript__)
    assert own.url("second", lambda: b"second") == second


def test_panel_serves_the_files_made_and_no_others():
    address = files.url("a test", lambda: b"found")
    path = address.removeprefix("components/").partition("?")[0]
    handler = ComponentResourceHandler.__new__(ComponentResourceHandler)
    assert Path(handler.parse_url_path(path)).read_bytes() == b"found"
    shutil.rmtree(FOLDER)  # as what cleans /tmp does
    assert Path(handler.parse_url_path(path)).read_bytes() == b"found"
    path = scripts.url("a test", lambda: b"{}").removeprefix("components/").partition("?")[0]
    assert handler.parse_url_path(path).endswith(".js")
    with pytest.raises(Exception, match="403"):
        handler.parse_url_path(f"{MODULE}/files/__javascript__/../secret")


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.exhaustive)])
def test_a_map_s_bins_are_a_small_file_that_names_the_file_of_its_values(shipped: Snapshot, every: int):
    for code in shipped.indicators.id[::every]:
        shown = world_map.map_values(shipped, MapKey("indicator", code))
        painted = body(map_files.values_file(shipped, shown))
        assert len(painted) < 8_192
        head = unpacked(painted)
        told = unpacked(body(head["figures"]))
        assert told["values"].size == head["bins"].size == shown.values.size
        np.testing.assert_array_equal(told["values"], shown.values.ravel())


def body(address: str) -> bytes:
    """Return the body that a browser gets at an address."""
    content = files.content(address.rpartition("/")[2].partition("?")[0])
    assert content is not None
    return content
