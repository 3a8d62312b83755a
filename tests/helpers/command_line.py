"""Commands of the ETL as tests run them, with the tiny world's series as their indicator list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from typer.testing import CliRunner, Result

from etl.cli import app
from etl.sources.services import Services

INDICATOR_LIST = """
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


def plain_text(text: str) -> str:
    """Return the output without table borders and line breaks, whatever the width of the terminal."""
    return " ".join(re.sub(r"[│┃┏━┳┓┡╇┩└─┴┘╍╸╺╹]", " ", text).split())


def command_arguments(name: str, data_dir: Path, indicator_list: Path, services: Services, attempts: int) -> list[str]:
    """Return the arguments of a command for these folders and services; a test gives `diff` its folders itself."""
    options = [] if name == "diff" else ["--data-dir", str(data_dir)]
    if name in ("refresh", "status"):
        options += ["--list", str(indicator_list)]
    if name == "refresh":
        options += ["--world-bank-url", services.world_bank, "--cckp-url", services.cckp]
        options += ["--natural-earth-url", services.natural_earth, "--attempts", str(attempts)]
    return [name, *options]


def run(arguments: Sequence[str]) -> Result:
    """Run a command, which may end with an exit code but not with any other exception."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result
