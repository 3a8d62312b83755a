"""What the documents promise is there: commands, paths, versions and figures."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from etl.cli import MODULES, app

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "DEPLOY.md",
    "CHANGELOG.md",
    "docs/ARCHITECTURE.md",
    "docs/USING.md",
    *sorted(f"docs/decisions/{path.name}" for path in (ROOT / "docs" / "decisions").glob("*.md")),
)
PACKAGES = "etl|measures|storage|tabular|dashboard|data|tests|notebooks|docs|benchmarks"


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
    quoted = re.findall(rf"`((?:{PACKAGES})/[\w./-]*)`", text_of(root, document))
    here = (root / document).parent
    missing = [path for path in linked if not (here / path).exists()]
    missing += [path for path in quoted if not (root / path).exists()]
    assert missing == []


@pytest.fixture(scope="module")
def sources(root: Path) -> list[str]:
    """The text of each file that an identifier in a document may come from."""
    suffixes = {".py", ".js", ".css", ".html", ".toml"}
    paths = [path for name in PACKAGES.split("|") for path in (root / name).rglob("*") if path.suffix in suffixes]
    return [path.read_text("utf-8") for path in (*paths, root / "pyproject.toml") if path != Path(__file__)]


@pytest.fixture(scope="module")
def words(sources: list[str]) -> set[str]:
    return {word for text in sources for word in re.findall(r"\w+", text)}


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name.startswith(("docs/", "CONTRIBUTING"))])
def test_every_identifier_named_exists(root: Path, document: str, sources: list[str], words: set[str]):
    named = re.findall(r"`([A-Za-z_]\w*(?:\.\w+)*)(?:\([^`]*\))?`", text_of(root, document))
    for dotted in (name for name in named if not (root / name).exists()):
        first, *others = dotted.split(".")
        homes = [text for text in sources if f"\nclass {first}" in text]
        known = {word for text in homes for word in re.findall(r"\w+", text)} if homes else words
        assert {first, *others} <= known, dotted


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_heading_linked_to_exists(root: Path, document: str):
    here = (root / document).parent
    for path, heading in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", text_of(root, document)):
        target = (here / path) if path else root / document
        headings = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
        assert heading in {anchor(text) for text in headings}


def anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_decision_has_its_four_parts_and_a_line_in_the_index(root: Path):
    folder = root / "docs" / "decisions"
    parts = ["Context", "Decision", "Price", "How to undo"]
    pages = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    listed = re.findall(r"\| \[(\d{4})\]\(([^)]+)\)", (folder / "README.md").read_text("utf-8"))
    assert listed == [(path.name[:4], path.name) for path in pages]
    for path in pages:
        text = path.read_text("utf-8")
        assert text.startswith(f"# {path.name[:4]} ")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == parts, path.name


def test_the_decision_on_private_names_lists_every_file_that_has_some(root: Path):
    text = text_of(root, "docs/decisions/0015-private-names-fenced.md")
    listed = re.findall(r"^\| `([^`]+\.py)` \|", text, re.MULTILINE)
    assert sorted(listed) == sorted(str(path.relative_to(root)) for path in root.glob("dashboard/**/_internals.py"))


def test_the_deployment_guide_names_every_variable_of_the_configuration(root: Path):
    files = [root / "dashboard" / "config.py", *(root / "storage").glob("*.py")]
    code = "\n".join(path.read_text("utf-8") for path in files)
    read = set(re.findall(r'"((?:DASHBOARD|BOKEH)_[A-Z_]+|PORT)"', code))
    assert read == set(re.findall(r"^\| `([A-Z_]+)` \|", text_of(root, "DEPLOY.md"), re.MULTILINE))


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


def test_the_readme_describes_the_shipped_data(root: Path, shipped):
    economies = (shipped.countries.kind == "economy").sum()
    years = shipped.temperature.year
    assert (
        f"**Data:** snapshot of {shipped.catalog['published_at'][:10]} with {economies} economies, "
        f"{len(shipped.indicators)} indicators and annual temperatures for {years.min()}–{years.max()}"
    ) in text_of(root, "README.md")


def test_the_readme_links_every_notebook_and_every_view_s_picture(root: Path):
    using = text_of(root, "docs/USING.md")
    assert all(path.name in using for path in (root / "notebooks").glob("*.ipynb"))
    pictures = re.findall(r"docs/img/([a-z]+)-", text_of(root, "README.md"))
    assert set(pictures) == {"explore", "compare", "relate", "rank", "drivers", "data"}


def test_the_citation_file_agrees_with_the_package_and_the_changelog(root: Path):
    project = tomllib.loads(text_of(root, "pyproject.toml"))["project"]
    citation = yaml.safe_load(text_of(root, "CITATION.cff"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]
    assert citation["message"]
    assert [author["name"] for author in citation["authors"]] == [
        re.search(r"Copyright \(c\) \d{4} (.*)", text_of(root, "LICENSE"))[1].strip()
    ]
    assert f"## {citation['version']} – {citation['date-released']}" in text_of(root, "CHANGELOG.md")
