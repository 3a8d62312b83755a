"""Draw maps of random series with title, unit and legend on one sheet, to be looked at: `make contact-sheet`.

Absurd decimals, bins with equal labels, repeated units and scales that show nothing are seen at a glance there, and
in no test. What can be tested is printed: series whose legend repeats a label, or has fewer than three bins.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from dashboard.analysis.map_values import MapValues, map_key_of
from dashboard.analysis.world_map import map_values
from dashboard.charts.core.legend import Legend, of
from dashboard.snapshot.codes import INDICATOR
from dashboard.snapshot.store import Snapshot, open_snapshot
from dashboard.text.world_map import value_of

COLUMNS, SEED, COUNT = 5, 20261129, 100
EXAMPLE = "KEN"
NO_DATA = "#e3e3e3"
SIMPLIFIED_DEG = 1.0
"""Maps are 250 pixels wide: finer shapes take ten times as long to draw."""


def main() -> None:
    """Draw the sheet and print what is odd."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("data", help="data folder")
    ask.add_argument("picture", type=Path, help="PNG to write")
    ask.add_argument("--count", type=int, default=COUNT)
    ask.add_argument("--seed", type=int, default=SEED)
    ask.add_argument("--codes", nargs="*", default=(), help="these series instead of random ones")
    asked = ask.parse_args()
    snapshot = open_snapshot(asked.data)
    every = list(snapshot.indicators.id)
    codes = asked.codes or random.Random(asked.seed).sample(every, min(asked.count, len(every)))
    sys.stdout.write("".join(f"{line}\n" for line in odd(snapshot, every)))
    draw(snapshot, codes, asked.picture)


def odd(snapshot: Snapshot, codes: Sequence[str]) -> list[str]:
    """Return a line for each series whose legend cannot be read."""
    lines = []
    for code in codes:
        shown, labels = _map(snapshot, code), of(_map(snapshot, code)).labels
        if len(set(labels)) < len(labels):
            lines.append(f"{code}: repeated labels {labels}")
        if len(labels) < 3:
            lines.append(f"{code}: {len(labels)} bins {labels}")
        if shown.unit and shown.title.endswith(shown.unit):
            lines.append(f"{code}: {shown.title} ends with its unit {shown.unit}")
    return lines


def draw(snapshot: Snapshot, codes: Sequence[str], picture: Path) -> None:
    """Draw a map of each series in its latest covered year."""
    shapes = snapshot.countries[["iso3", "geometry"]].dropna()
    shapes = shapes.assign(geometry=shapes.geometry.simplify(SIMPLIFIED_DEG))
    rows = -(-len(codes) // COLUMNS)
    figure, axes = plt.subplots(rows, COLUMNS, figsize=(5.2 * COLUMNS, 3.6 * rows), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, code in zip(axes.flat, codes, strict=False):
        shown = _map(snapshot, code)
        _draw_one(axis, shapes, shown, of(shown), code)
    figure.tight_layout()
    figure.savefig(picture, dpi=70)
    plt.close(figure)


def _map(snapshot: Snapshot, code: str) -> MapValues:
    return map_values(snapshot, map_key_of(INDICATOR, code, (1961, 1990), (1971, 2024)))


def _draw_one(axis: Axes, shapes: gpd.GeoDataFrame, shown: MapValues, legend: Legend, code: str) -> None:
    row = shown.row(shown.latest_year)
    classes = dict(zip(shown.places.iso3, legend.classes[row], strict=True))
    own = shapes.iso3.map(classes)
    colours = [NO_DATA if np.isnan(value) else legend.colours[int(value)] for value in own]
    shapes.plot(ax=axis, color=colours, edgecolor="white", linewidth=0.1)
    axis.set_ylim(-58, 84)
    for colour, label in zip(legend.colours, legend.labels, strict=True):
        axis.plot([], [], "s", color=colour, label=label)
    axis.legend(loc="lower left", fontsize=5.5, ncols=2, frameon=False, handletextpad=0.2, columnspacing=0.6)
    said = value_of(shown, row, shown.places.iso3.index(EXAMPLE))
    facts = f"{shown.unit} · {shown.latest_year} · {legend.bins.kind} · {EXAMPLE}: {said}"
    axis.set_title(f"{shown.title}\n{facts}\n{code}".replace("$", r"\$"), fontsize=7, wrap=True)


if __name__ == "__main__":
    main()
