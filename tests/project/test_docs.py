"""What the documents promise is there: commands, paths and figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.cli import MODULES, app

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md", "DEPLOY.md")


def text_of(root: Path, document: str) -> str:
    return (root / document).read_text("utf-8")


def targets(root: Path) -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", text_of(root, "Makefile"), re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_named_exists(root: Path, document: str):
    named = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", text_of(root, document), re.MULTILINE))
    named = {name for pair in named for name in pair if name}
    assert named <= targets(root)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_etl_command_named_exists(root: Path, document: str):
    assert set(re.findall(r"python -m etl ([a-z]+)", text_of(root, document))) <= set(MODULES)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_named_exists(root: Path, document: str):
    linked = re.findall(r"\]\((?!https?:)([^)#]+)", text_of(root, document))
    quoted = re.findall(r"`((?:etl|measures|dashboard|data|tests|notebooks|docs)/[\w./]*)`", text_of(root, document))
    here = (root / document).parent
    missing = [path for path in linked if not (here / path).exists()]
    missing += [path for path in quoted if not (root / path).exists()]
    assert missing == []


def test_the_bare_make_lists_every_target(root: Path):
    makefile = text_of(root, "Makefile")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split())
    assert phony == targets(root)


@pytest.mark.parametrize("command", MODULES)
def test_every_command_explains_itself(command: str):
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_the_readme_s_two_commands_are_the_first_things_to_type(root: Path):
    blocks = re.findall(r"```sh\n(.*?)```", text_of(root, "README.md"), re.DOTALL)
    assert [line.split("#")[0].strip() for line in blocks[0].strip().splitlines()] == ["make serve", "make test"]
