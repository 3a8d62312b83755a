"""Tree shaking: the scripts of Bokeh and Panel as one text, without the models that this page never makes.

Of some 300 kinds of model the page makes 53, and these with their dependencies are a third of the scripts: 220 kB
compressed in place of 595 (Bokeh 3.9, Panel 1.9; 2026-11). A bundle of Bokeh's consists of modules that require each
other by number; some of them only list models, so that one call registers all. A listed module that neither defines a
model of this page nor is required by a module that stays becomes an empty function: Bokeh skips what a list names and
nothing defines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

_NAMES = """
AllIndices AllLabels AreaVisuals BasicTicker BoxAnnotation BoxInteractionHandles BoxZoomTool
BrowserInfo Button CDSView Checkbox Column ColumnDataSource CrosshairTool CustomSelect Figure FixedTicker GlyphRenderer
Grid HBar HTML HoverTool Image ImportedStyleSheet Line LinearAxis LinearColorMapper LinearScale Location MultiLine
NoOverlap NumeralTickFormatter PanTool Patch Quad Range1d ResetTool Row Scatter Segment Selection Span TapTool
Text TextInput Title Toolbar UnionRenderers ZoomInTool ZoomOutTool
"""
MODELS = frozenset(_NAMES.split())
"""What the page makes, by the names in Bokeh's registry; test_tree_shaking.py finds one that is missing."""

MODULE = re.compile(
    r'^(?P<key>(?:"?(?P<id>\w+)"?: )?)function _\((?P<require>\w+),\w+,(?P<exports>\w+),\w+,(?P<export>\w+)\)',
    re.MULTILINE,
)
END = re.compile(r'\n[}\]], "?(?P<entry>\w+)"?, (?P<aliases>\{.*?\}), \{')
REGISTERED = re.compile(r"\.register_models\)\((\w+)\)")


class UnknownLayoutError(Exception):
    """Unknown bundle layout."""


@dataclass(frozen=True)
class Module:
    """One module: its text, its key in the bundle, and its names for the functions that require and export."""

    text: str
    key: str
    require: str
    exports: str
    export: str

    def find(self, pattern: str) -> Iterator[re.Match[str]]:
        """Find `pattern`, in which %(require)s and so on are this module's names, and %(other)s requires another."""
        names = {name: re.escape(getattr(self, name)) for name in ("require", "exports", "export")}
        names["other"] = names["require"] + r'\("?(?P<other>[\w@/.-]+)"?\)'
        return re.finditer(r"(?<![\w$])" + pattern % names, self.text)

    @property
    def is_list(self) -> bool:
        """Whether it defines nothing itself, and re-exports what others define."""
        return "class " not in self.text and any(self.find(r'%(export)s\("|__exportStar\('))


@dataclass(frozen=True)
class Bundle:
    """One library's script: a head, modules by their id, and a tail that runs them."""

    head: str
    modules: dict[str, Module]
    tail: str
    entry: str
    aliases: dict[str, str]

    @classmethod
    def of(cls, script: str) -> Bundle:
        """Return the bundle in a script.

        Raises:
            UnknownLayoutError: the script is not a bundle.
        """
        found = list(MODULE.finditer(script))
        end = END.search(script, found[-1].start()) if found else None
        starts = [match.start() for match in found] + [end.start() + 1 if end else len(script)]
        texts = [script[start:stop] for start, stop in pairwise(starts)]
        modules = {
            match["id"] or str(place): Module(text, *match.group("key", "require", "exports", "export"))
            for place, (match, text) in enumerate(zip(found, texts, strict=True))
        }
        if end is None or end["entry"] not in modules:
            raise UnknownLayoutError(f"a script of {len(script)} characters is no bundle of Bokeh's")
        aliases = {alias: str(name) for alias, name in json.loads(end["aliases"]).items()}
        return cls(script[: starts[0]], modules, script[starts[-1] :], end["entry"], aliases)

    def with_only(self, needed: Collection[str]) -> str:
        """Return the script with empty functions in place of all other modules."""
        modules = (
            module.text if name in needed else f"{module.key}function(){{}},\n" for name, module in self.modules.items()
        )
        return "".join([self.head, *modules, self.tail])


class _Modules:
    """The modules of several bundles, and which of them requires which."""

    def __init__(self, bundles: Iterable[Bundle]):
        self._modules: dict[str, Module] = {}
        self._aliases: dict[str, str] = {}
        for bundle in bundles:
            self._modules |= bundle.modules
            self._aliases |= bundle.aliases

    def _id(self, required: str) -> str:
        """Return the id of a required module: a number, or a path as in plugins; as it is if no bundle has it."""
        path = required.removeprefix("@bokehjs/")
        by_path = self._aliases.get(path, self._aliases.get(f"{path}/index", required))
        return required if required in self._modules else by_path

    @cached_property
    def _requires(self) -> dict[str, set[str]]:
        return {
            name: {self._id(match["other"]) for match in module.find("%(other)s")} & self._modules.keys()
            for name, module in self._modules.items()
        }

    @cached_property
    def _lists(self) -> dict[str, dict[str, str]]:
        """Of every list of models: the models' names, and the modules that define them."""
        lists: dict[str, dict[str, str]] = {}
        for module in self._modules.values():
            for registered in REGISTERED.findall(module.text):
                for match in module.find(
                    rf"{re.escape(registered)}=(?:\w+|%(require)s\(\S+?\))\.__importStar\(%(other)s\)"
                ):
                    self._gather(self._id(match["other"]), lists)
        return lists

    def _gather(self, name: str, lists: dict[str, dict[str, str]]) -> dict[str, str]:
        """Return the models that a module defines or re-exports; add the lists among them to `lists`."""
        module = self._modules.get(name)
        if module is None:
            return {}
        if not module.is_list:
            return {match["model"]: name for match in module.find(r"%(exports)s\.(?P<model>\w+)=")}
        variables = {match["variable"]: match["other"] for match in module.find(r"(?P<variable>\w+)=%(other)s")}
        models = {match["model"]: match["other"] for match in module.find(r'%(export)s\("(?P<model>\w+)",%(other)s\.')}
        for match in module.find(r'%(export)s\("(?P<model>\w+)",(?P<variable>\w+)\.'):
            models[match["model"]] = variables.get(match["variable"], "")
        lists[name] = {model: self._id(other) for model, other in models.items()}
        for match in module.find(r"__exportStar\(%(other)s"):
            lists[name] |= self._gather(self._id(match["other"]), lists)
        return lists[name]

    def _named(self, name: str) -> set[str]:
        """Return the models that a module takes from lists."""
        of_lists = [self._lists[other] for other in self._requires[name] if other in self._lists]
        return set(re.findall(r"\.(\w+)", self._modules[name].text)) & set().union(*of_lists) if of_lists else set()

    def needed(self, entries: Collection[str], models: Collection[str]) -> set[str]:
        """Return the modules that stay: the entries, those of the models, and all that these require."""
        needed, wanted = set[str](), set(models)
        new = set(entries)
        while new:
            needed |= new
            wanted |= set().union(*(self._named(name) for name in new if name not in self._lists))
            required = {other for name in needed for other in self._required_by(name, wanted)}
            new = required - needed
        return needed

    def _required_by(self, name: str, wanted: set[str]) -> set[str]:
        listed = self._lists.get(name, {})
        return self._requires[name] - (set(listed.values()) - {listed[model] for model in wanted & listed.keys()})

    def listed(self) -> set[str]:
        """Return the models that are in any list."""
        return set().union(*self._lists.values())


def trimmed(scripts: Iterable[str], models: Collection[str] = MODELS) -> str:
    """Return Bokeh's script and its plugins, in this order, without all models but these and their dependencies.

    Raises:
        UnknownLayoutError: a script has an unknown layout, or none has one of the models.
    """
    bundles = [Bundle.of(script) for script in scripts]
    modules = _Modules(bundles)
    if unknown := set(models) - modules.listed():
        raise UnknownLayoutError(f"no script lists the model {min(unknown)}")
    needed = modules.needed({bundle.entry for bundle in bundles}, models)
    return "\n".join(bundle.with_only(needed) for bundle in bundles)


def paths() -> list[Path]:
    """Return the paths of the installed libraries' scripts."""
    bokeh, panel = (Path(str(files(name))) for name in ("bokeh", "panel"))
    names = ("bokeh", "bokeh-widgets")
    return [*(bokeh / f"server/static/js/{name}.min.js" for name in names), panel / "dist/panel.min.js"]


def installed() -> str:
    """Return the installed libraries' scripts, trimmed.

    Raises:
        UnknownLayoutError: their layout is unknown.
    """
    return trimmed(path.read_text("utf-8") for path in paths())
