"""What pages of a view have in common: scripts and places of roots, so that another page is made without a session.

A session takes 0.3 s of CPU, its views and texts a third of that (2026-11). So an address that was not asked for before
is answered with a page made from a `Page` without a session; the session takes over the same `Page` afterwards.
Rendering by Panel gives the first page of each view, from which the rest is taken.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache
from jinja2 import Template

MOST_SHELLS = 16
"""Six views, a few kB each; more if a view is asked for in another spelling."""

OF_THE_SESSION = ("doc", "docs", "roots", "theme_name")
"""What of a template's context has models of the session, or follows its address: Panel's `theme_name` does."""


@dataclass(frozen=True)
class Root:
    """A root of a page, as the macro `embed` reads it."""

    elementid: str
    id: str
    name: str


class Roots(Sequence[Root]):
    """Roots in their order, also by name."""

    def __init__(self, roots: Sequence[Root]):
        """Take over the roots."""
        self._roots, self._by_name = list(roots), {root.name: root for root in roots}

    def __len__(self) -> int:
        return len(self._roots)

    def __iter__(self) -> Iterator[Root]:
        return iter(self._roots)

    def __getitem__(self, key: Any) -> Any:
        return self._by_name[key] if isinstance(key, str) else self._roots[key]

    def __getattr__(self, name: str) -> Root:
        try:
            return self.__dict__["_by_name"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True)
class Shell:
    """A template with the scripts and roots of a session whose page was rendered."""

    template: Template
    context: Mapping[str, Any]
    roots: Roots
    token: str

    def names(self, view: str) -> list[str]:
        """Return the names of the roots of a view, in their order."""
        return [root.name for root in self.roots if root.name.startswith(f"{view}_")]

    def render(self, variables: Mapping[str, Any]) -> str:
        """Return the page with these variables; it names the session of `token`."""
        return self.template.render({**self.context, **variables, "roots": self.roots})


class Recorder(Template):
    """A template that keeps the context it is rendered with."""

    recorded: Mapping[str, Any] | None
    original: Template

    @classmethod
    def of(cls, template: Template) -> Recorder:
        """Return a copy of a template. Jinja makes templates by `from_code`, without a constructor to extend."""
        copy = object.__new__(cls)
        vars(copy).update(vars(template))
        copy.original, copy.recorded = template, None
        return copy

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Render the template; Panel calls this once."""
        self.recorded = dict(*args, **kwargs)
        return super().render(*args, **kwargs)

    def shell(self, token: str) -> Shell | None:
        """Return the shell of the page rendered, of the session of `token`; None if none was."""
        recorded = self.recorded
        if recorded is None or "roots" not in recorded:
            return None
        left_out = {*OF_THE_SESSION, *recorded.get("own_names", ())}
        roots = Roots([Root(root.elementid, root.id, root.name) for root in recorded["roots"]])
        kept = {name: value for name, value in recorded.items() if name not in left_out}
        return Shell(self.original, kept, roots, token)


shells: LRUCache[Hashable, Shell] = LRUCache(MOST_SHELLS)
"""By snapshot, and view as the address names it."""
