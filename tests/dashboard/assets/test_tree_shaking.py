"""Tree shaking of the libraries' scripts: what stays, what goes, and unknown layouts."""

from __future__ import annotations

import re

import pytest
from bokeh.document import Document
from panel.io.document import init_doc
from panel.io.state import set_curdoc

from dashboard import app
from dashboard.assets import bundle, tree_shaking
from dashboard.assets.tree_shaking import UnknownLayoutError, trimmed
from dashboard.snapshot.store import Snapshot
from dashboard.views.page._internals import add_root
from dashboard.views.widgets.html import Html

HEAD = "/* A licence. */\n(function() { return (function(modules) {})\n"

KERNEL = """([
function _(e,t,r,o,i){o();const n=e(1).__importStar(e(2));(0,e(6).register_models)(n)},
function _(e,t,r,o,i){o(),r.__importStar=s},
function _(e,t,r,o,i){o(),const n=e(1);n.__exportStar(e(3),r),i("Figure",e(5).Figure);var s=e(7);i("Axis",s.Axis),
e(1).__exportStar(e(8),r)},
function _(e,t,r,o,i){o();i("Circle",e(4).Circle)},
function _(e,t,r,o,i){o();class C{}r.Circle=C},
function _(e,t,r,o,i){o();const n=e(2);class F{a(){return new n.Axis}}r.Figure=F},
function _(e,t,r,o,i){o(),r.register_models=function(){}},
function _(t,e,s,o,i){o();const n=t(9);class A{}s.Axis=A},
function _(e,t,r,o,i){o();class T{}r.Ticker=T;class L{}r.Labels=L},
function _(e,t,r,o,i){o(),r.spacing=12},
], 0, {"main":0,"models/index":2,"models/circle":4,"models/plots/figure":5,"core/spacing":9}, {});});
"""

PLUGIN = """({
"0a1": function _(t,e,r,o,i){o();const n=t("tslib").__importStar(t("0b2"));r.Panel=n;
(0,t("@bokehjs/base").register_models)(n)},
"0b2": function _(t,e,r,o,i){o(),i("Card",t("0c3").Card),i("Ace",t("0d4").Ace)},
"0c3": function _(t,e,r,o,i){o();const n=t("@bokehjs/models/circle");class C extends n.Circle{}r.Card=C},
"0d4": function _(t,e,r,o,i){o();const n=t("@bokehjs/models/tables/main");class A{}r.Ace=A},
}, "0a1", {"index":"0a1","models/card":"0c3"}, {});});
"""


def left_of(*models: str) -> set[str]:
    """Return the classes still defined in both scripts."""
    return set(re.findall(r"class \w\b.*?\}\w\.(\w+)=", trimmed([HEAD + KERNEL, HEAD + PLUGIN], models)))


@pytest.mark.parametrize(
    ("models", "left"),
    [
        ([], set()),
        (["Circle"], {"Circle"}),  # which a list passes on that a list passes on
        (["Axis"], {"Axis"}),
        (["Figure"], {"Figure", "Axis"}),  # takes another model from the list of all
        (["Labels"], {"Labels", "Ticker"}),  # one module, which stays whole
        (["Card"], {"Card", "Circle"}),  # asks for the kernel's by its path
        (["Axis", "Circle"], {"Axis", "Circle"}),
    ],
)
def test_the_models_wanted_and_their_dependencies_stay(models: list[str], left: set[str]):
    assert left_of(*models) == left


def test_a_removed_module_becomes_an_empty_function():
    script = trimmed([HEAD + KERNEL, HEAD + PLUGIN], ["Axis"])
    assert script.count("function(){},\n") == 3 + 2
    assert '"0d4": function(){},\n' in script
    assert len(script.split("([\n")[1].split("\n]")[0].replace(",\ne(1)", "").splitlines()) == 10
    assert "r.spacing=12" in script
    assert "register_models=function" in script
    assert script.count("/* A licence. */") == 2


def test_a_script_that_is_not_a_bundle_is_an_unknown_layout():
    with pytest.raises(UnknownLayoutError, match="a script of 17 characters is no bundle of Bokeh's"):
        trimmed(["const answer = 42"], [])
    with pytest.raises(UnknownLayoutError, match="is no bundle"):
        trimmed([KERNEL.replace("], 0, ", "], main, ")], [])


def test_a_model_that_no_script_has_is_an_unknown_layout():
    with pytest.raises(UnknownLayoutError, match="no script lists the model Globe"):
        trimmed([HEAD + KERNEL], ["Axis", "Globe"])


def test_a_list_may_re_export_a_module_that_no_script_has():
    elsewhere = HEAD + KERNEL.replace("__exportStar(e(8),r)", "__exportStar(e(80),r)")
    assert trimmed([elsewhere], ["Axis"]).count("function(){},\n") == 3


BY_PANEL = {"Location", "BrowserInfo"}
"""Models that Panel adds to every page when it is served."""


def test_the_models_listed_are_exactly_those_that_the_page_makes(shipped: Snapshot):
    document = init_doc(Document())
    with set_curdoc(document):
        page = app.build(every_view=True)
        page.servable()
        for view in page.opened.values():
            for slot, part in view.parts().items():
                if not isinstance(part, Html):  # a text is an element of the page, without a model
                    add_root(part, document, slot)
        models = set(document.models)
    made = {model.__qualified_model__.rpartition(".")[2] for model in models}
    assert made - tree_shaking.MODELS == set(), "add these to MODELS: without them the page stays empty"
    assert tree_shaking.MODELS - made - BY_PANEL == set(), "take these out of MODELS: nothing makes them any more"


def test_a_third_of_the_installed_libraries_is_sent():
    sent = len(tree_shaking.installed())
    whole = sum(path.stat().st_size for path in tree_shaking.paths())
    assert 0.2 * whole < sent < 0.5 * whole


def test_libraries_of_unknown_layout_are_loaded_whole_and_logged(monkeypatch, caplog):
    monkeypatch.setattr(tree_shaking, "installed", lambda: trimmed([HEAD + KERNEL], ["Globe"]))
    monkeypatch.setattr(bundle.file_store, "scripts", bundle.file_store.FileStore("scripts", "js"))
    assert bundle.libraries_url.__wrapped__() == ""
    assert "no script lists the model Globe" in caplog.text
