"""The command line as tests run it: the tiny world's series as a list, what a command is told, and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from typer.testing import CliRunner, Result

from etl.cli import app
from etl.sources.services import Services

LISTED = """
topics = ["People", "Energy", "Economy"]
[[indicator]]
code = "SP.POP.TOTL"
topic = "People"
title = "Population"
unit = "people"
range = [0, 1e10]
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


def told(name: str, data_dir: Path, listed: Path, services: Services, attempts: int) -> list[str]:
    """A command and what it is to be told of where things are; `diff` is told its folders by the test."""
    to = [] if name == "diff" else ["--data-dir", str(data_dir)]
    if name in ("refresh", "status"):
        to += ["--list", str(listed)]
    if name == "refresh":
        to += ["--world-bank-url", services.world_bank, "--cckp-url", services.cckp]
        to += ["--natural-earth-url", services.natural_earth, "--attempts", str(attempts)]
    return [name, *to]


def run(arguments: Sequence[str]) -> Result:
    """Runs a command, which may end with an exit code but not with an exception of another kind."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result
