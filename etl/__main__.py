"""Entry point of `python -m etl`."""

import sys

from etl.cli import app

# Shells complete one-word commands only, so completion is installed for the script of pyproject.toml.
COMPLETION = {"--install-completion", "--show-completion"}

app(prog_name="climate-etl" if COMPLETION & set(sys.argv) else "python -m etl")
