"""`python -m etl`."""

import sys

from etl.cli import app

# A shell completes commands of one word only: what is installed completes the script of pyproject.toml.
COMPLETION = {"--install-completion", "--show-completion"}

app(prog_name="climate-etl" if COMPLETION & set(sys.argv) else "python -m etl")
