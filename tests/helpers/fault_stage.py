"""Stage of the fault tests: a published snapshot, its services behind a faulty proxy, and the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from typer.testing import Result

from tests.helpers.command_line import command_arguments, run
from tests.helpers.proxy import FaultyProxy
from tests.helpers.tiny_tables import published_in
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
    """A published snapshot, the services it came from, and the command line."""

    world: World
    proxy: FaultyProxy
    data_dir: Path
    indicator_list: Path

    def arguments(self, name: str, *more: str) -> list[str]:
        return [*command_arguments(name, self.data_dir, self.indicator_list, self.proxy.services, attempts=2), *more]

    def run(self, name: str, *more: str) -> Result:
        return run(self.arguments(name, *more))

    def catalog(self) -> dict[str, Any]:
        return published_in(self.data_dir).catalog

    def value(self, code: str, iso3: str = "NAM", year: int = 2003) -> float:
        rows = published_in(self.data_dir).values(code)
        return rows[(rows.iso3 == iso3) & (rows.year == year)].value.item()

    def status(self) -> dict[str, dict[str, str]]:
        return {line["name"]: line for line in json.loads(self.run("status", "--json").stdout)}
