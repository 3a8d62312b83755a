"""Docstrings, comments and names of tests are in plain English: none of the words that CONTRIBUTING.md rules out."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGES = ("dashboard", "etl", "measures", "storage", "tabular", "benchmarks", "tests")

RULED_OUT = re.compile(
    r"\b(anew|whoever|whomever|whom|nobody|of ours|there (?:is|are) none|(?:is|are|be) (?:had|said)|goes along"
    r"|held(?!(?: |-)out)|stands(?! still)|tell apart|to hand|(?:is|are|be|not) told|told apart|says? of|goes by"
    r"|otherwise than)\b",
    re.IGNORECASE,
)
"""Clear marks of the former dialect. "Held out" is the term of model validation."""

COMMENT_OF_ASSETS = re.compile(r"^\s*//.*$|/\*.*?\*/|\{#.*?#\}", re.MULTILINE | re.DOTALL)
"""Comments of scripts, style sheets and fragments."""

RULED_OUT_IN_NAMES = re.compile(rf"{RULED_OUT.pattern}|\b(says? (?:so|why|how|what)|whatever|likes)\b", re.IGNORECASE)
"""In names of tests also: a name tells what is shown, not that something "says so"."""


def texts(source: str, nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield line and text of each docstring, of each text below a constant, and of each comment."""
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value
    if not any("#" in line and RULED_OUT.search(" ".join(line.split())) for line in source.splitlines()):
        return  # no comment is in question, and finding the comments takes most of the time
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def names(nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield line and name of each test, as words."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node.lineno, node.name.replace("_", " ")


def found(source: str) -> list[tuple[int, str]]:
    """Return line and word of each word that is ruled out, in any of the texts and names."""
    nodes = list(ast.walk(ast.parse(source)))
    checked = [(RULED_OUT, texts(source, nodes)), (RULED_OUT_IN_NAMES, names(nodes))]
    return [
        (line, word[0].lower())
        for ruled_out, parts in checked
        for line, text in parts
        for word in ruled_out.finditer(" ".join(text.split()))
    ]


@pytest.mark.parametrize(
    "source",
    [
        '"""Names that stand in place of others, made anew."""',
        'X = 1\n"""Shown where there is none."""',
        'def f():\n    """Return a value.\n\n    Whoever calls it.\n    """',
        "x = 1  # what is held of it",
        "class A:\n    # of ours\n    x = 1",
        "def test_a_page_without_figures_says_so(): pass",
        "async def test_a_fault_is_told(): pass",
    ],
)
def test_each_docstring_comment_and_name_of_a_test_is_searched(source: str):
    assert found(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""Rows held out, and held-out rows."""',
        'x = "nobody"',
        '"""A household; the lease withheld."""',
        "nobody = 1",
        "def says_so(): pass",
    ],
)
def test_ordinary_words_and_texts_of_the_page_pass(source: str):
    assert found(source) == []


def test_docstrings_comments_and_names_have_none_of_the_words_ruled_out(root: Path):
    own = Path(__file__).name  # has the words as examples
    paths = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py")) if path.name != own]
    assert len(paths) > 500
    problems = [
        f"{path.relative_to(root)}:{line}: {word}" for path in paths for line, word in found(path.read_text("utf-8"))
    ]
    assert problems == []


@pytest.mark.parametrize("kind", ["js", "css", "html"])
def test_comments_of_scripts_style_sheets_and_fragments_have_none_of_them(root: Path, kind: str):
    paths = [path for path in sorted((root / "dashboard/assets").rglob(f"*.{kind}")) if "vendor" not in path.parts]
    assert len(paths) > 20
    comments = [(path, comment[0]) for path in paths for comment in COMMENT_OF_ASSETS.finditer(path.read_text("utf-8"))]
    assert len(comments) > 10
    problems = [f"{path.relative_to(root)}: {word[0]}" for path, text in comments for word in RULED_OUT.finditer(text)]
    assert problems == []
