"""Results are cached on the object that they come from, and no cache of the process has a visitor's figures."""

from __future__ import annotations

import ast
import gc
import weakref
from pathlib import Path

import pytest

from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.errors import SnapshotError

PLAIN = {"str", "int", "float", "bool", "bytes", "None", "tuple", "Theme", "Any", "Ellipsis"}
"""Types whose values have no figures; Any is a file's time of change in `_by_brotli`."""


class Figures:
    def __init__(self, number: int, published: Figures | None = None):
        self.number = number
        if published:
            self.published = published


calls: list[tuple] = []


@cached_on_argument(2)
def total(figures: Figures, added: int = 0) -> list[int]:
    calls.append((figures.number, added))
    return [figures.number + added]


@cached_on_argument(published=True)
def of_published(figures: Figures) -> int:
    return figures.number


@pytest.fixture(autouse=True)
def forget() -> None:
    calls.clear()


def test_a_result_is_computed_once_for_each_object_and_arguments():
    one, other = Figures(1), Figures(1)
    assert total(one, 2) is total(one, 2)
    assert total(one) == [1]
    assert total(other, 2) == [3]
    assert calls == [(1, 2), (1, 0), (1, 2)]


@cached_on_argument()
def guarded(figures: Figures) -> str:
    calls.append((figures.number,))
    try:
        if figures.number < 0:
            raise SnapshotError("The values are damaged.")
    except SnapshotError as error:
        return str(error)
    return "whole"


@cached_on_argument()
def twice_removed(figures: Figures) -> str:
    return f"It says: {guarded(figures)}"


def test_a_result_made_under_a_fault_is_not_cached_nor_what_is_made_of_it():
    one = Figures(-1)
    assert twice_removed(one) == twice_removed(one) == "It says: The values are damaged."
    assert len(calls) == 2
    one.number = 1
    assert twice_removed(one) == twice_removed(one) == "It says: whole"
    assert len(calls) == 3


def test_a_fault_that_is_raised_passes_through():
    @cached_on_argument()
    def fails(figures: Figures) -> int:
        raise SnapshotError(f"The values of {figures.number} are damaged.")

    with pytest.raises(SnapshotError, match="The values of 3 are damaged"):
        fails(Figures(3))


def test_the_least_recently_used_result_of_an_object_goes_first():
    one = Figures(1)
    for added in (1, 2, 3, 3, 2, 1):
        total(one, added)
    assert calls == [(1, 1), (1, 2), (1, 3), (1, 1)]


def test_a_function_of_published_figures_gets_them_and_shares_its_results():
    published = Figures(7)
    assert of_published(Figures(1, published)) == of_published(published) == 7


def test_results_end_with_their_object():
    one = Figures(1)
    total(one)
    ended = weakref.ref(one)
    del one
    gc.collect()
    assert ended() is None


def cached_functions(root: Path) -> list[tuple[str, ast.FunctionDef, str]]:
    """Return file, function and decorator of every cached function of the dashboard."""
    found = []
    for path in sorted((root / "dashboard").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
                text = ast.unparse(decorator)
                if text.split("(")[0].split(".")[-1] in ("cache", "lru_cache", "cached", "cached_on_argument"):
                    found.append((str(path.relative_to(root)), node, text))
    return found


def names_in(annotation: ast.expr | None) -> set[str]:
    assert annotation is not None
    return {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)} - {"tuple"}


def test_a_cache_of_the_process_takes_plain_values_only(root: Path):
    """`lru_cache` would keep a visitor's figures for the life of the process."""
    found = {
        f"{path}: {function.name}({argument.arg})"
        for path, function, decorator in cached_functions(root)
        if not decorator.startswith("cached_on_argument")
        for argument in [*function.args.args, *function.args.kwonlyargs]
        if not names_in(argument.annotation) <= PLAIN
    }
    assert found == set()


def test_a_cache_on_published_figures_takes_plain_values_beside_them(root: Path):
    """An argument that a visitor's figures are in would be cached beside figures that all visitors share."""
    found = {
        f"{path}: {function.name}({argument.arg})"
        for path, function, decorator in cached_functions(root)
        if "published=True" in decorator
        for argument in [*function.args.args[1:], *function.args.kwonlyargs]
        if not names_in(argument.annotation) <= PLAIN
    }
    assert found == set()


def test_most_functions_of_a_snapshot_are_found_here(root: Path):
    assert sum(decorator.startswith("cached_on_argument") for _, _, decorator in cached_functions(root)) > 40
