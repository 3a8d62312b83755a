"""The stage of the fault tests: a published snapshot, the world it came from behind a front, and the command line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from etl.cli import app
from front import Front
from tiny_tables import opened
from tiny_world import World

POWER = "EG.ELC.ACCS.ZS"
VALUES = f"all/indicator/{POWER}?format=json&per_page=32500&page=1"
SECOND_PAGE = f"all/indicator/{POWER}?format=json&per_page=32500&page=2"
LOOK_UP = f"all/indicator/{POWER}?format=json&per_page=1&"
LISTED = """
topics = ["People", "Energy", "Economy"]
[[indicator]]
code = "SP.POP.TOTL"
topic = "People"
title = "Population"
[[indicator]]
code = "EG.ELC.ACCS.ZS"
topic = "Energy"
title = "Access to electricity"
range = [0, 100]
[[indicator]]
code = "NY.GDP.PCAP.KD"
topic = "Economy"
title = "GDP per person"
"""


def words(text: str) -> str:
    """What was said, whatever the width of the terminal."""
    return " ".join(re.sub(r"[│┃┏━┳┓┡╇┩└─┴┘╍╸╺╹]", " ", text).split())


def checksums(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@dataclass
class Stage:
    """A published snapshot, the world it came from, and the command line."""

    world: World
    front: Front
    data_dir: Path
    listed: Path

    def arguments(self, name: str, *more: str) -> list[str]:
        to = ["--data-dir", str(self.data_dir)]
        if name in ("refresh", "status"):
            to += ["--list", str(self.listed)]
        if name == "refresh":
            at = self.front.services
            to += ["--world-bank-url", at.world_bank, "--cckp-url", at.cckp, "--natural-earth-url", at.natural_earth]
            to += ["--attempts", "2"]
        return [name, *to, *more]

    def run(self, name: str, *more: str) -> Result:
        result = CliRunner().invoke(app, self.arguments(name, *more))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    def catalog(self) -> dict[str, Any]:
        return opened(self.data_dir).catalog

    def value(self, code: str, iso3: str = "NAM", year: int = 2003) -> float:
        rows = opened(self.data_dir).values(code)
        return rows[(rows.iso3 == iso3) & (rows.year == year)].value.item()

    def said_by_status(self) -> dict[str, dict[str, str]]:
        return {line["name"]: line for line in json.loads(self.run("status", "--json").stdout)}
