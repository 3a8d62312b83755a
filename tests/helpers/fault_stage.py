"""The stage of the fault tests: a published snapshot, the world it came from behind a front, and the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from typer.testing import Result

from tests.helpers.command_line import run, told
from tests.helpers.front import Front
from tests.helpers.tiny_tables import opened
from tests.helpers.tiny_world import World

POWER = "EG.ELC.ACCS.ZS"
VALUES = f"all/indicator/{POWER}?format=json&per_page=32500&page=1"
SECOND_PAGE = f"all/indicator/{POWER}?format=json&per_page=32500&page=2"
LOOK_UP = f"all/indicator/{POWER}?format=json&per_page=1&"


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
        return [*told(name, self.data_dir, self.listed, self.front.services, attempts=2), *more]

    def run(self, name: str, *more: str) -> Result:
        return run(self.arguments(name, *more))

    def catalog(self) -> dict[str, Any]:
        return opened(self.data_dir).catalog

    def value(self, code: str, iso3: str = "NAM", year: int = 2003) -> float:
        rows = opened(self.data_dir).values(code)
        return rows[(rows.iso3 == iso3) & (rows.year == year)].value.item()

    def said_by_status(self) -> dict[str, dict[str, str]]:
        return {line["name"]: line for line in json.loads(self.run("status", "--json").stdout)}
