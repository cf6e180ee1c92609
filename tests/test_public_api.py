"""Everything public is listed, documented and typed; importing stays cheap."""

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

import reaction

HEAVY = ("spacy", "sklearn", "matplotlib", "networkx", "vaderSentiment", "scipy")


def public_modules() -> list[str]:
    found = [
        module.name
        for module in pkgutil.walk_packages(reaction.__path__, "reaction.")
        if not any(part.startswith("_") for part in module.name.split(".")[1:])
    ]
    return ["reaction", *found]


def public_objects() -> Iterator[tuple[str, object]]:
    seen: set[int] = set()
    for name in public_modules():
        module = importlib.import_module(name)
        for exported in getattr(module, "__all__", ()):
            value = getattr(module, exported)
            is_ours = getattr(value, "__module__", "").startswith("reaction")
            if is_ours and (inspect.isfunction(value) or inspect.isclass(value)) and id(value) not in seen:
                seen.add(id(value))
                yield f"{value.__module__}.{value.__qualname__}", value


OBJECTS = dict(public_objects())
FUNCTIONS = {name: value for name, value in OBJECTS.items() if inspect.isfunction(value)}


def methods(cls: type) -> Iterator[tuple[str, object]]:
    for name, value in vars(cls).items():
        inner = getattr(value, "__func__", getattr(value, "fget", value))
        if not name.startswith("_") and inspect.isfunction(inner):
            yield name, inner


@pytest.mark.parametrize("name", public_modules())
def test_public_modules_list_their_names(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, f"{name} has no docstring"
    listed = getattr(module, "__all__", None)
    assert listed is not None, f"{name} has no __all__"
    assert len(set(listed)) == len(listed)
    unlisted = [attribute for attribute in own_names(module) if attribute not in listed]
    assert not unlisted, f"{name} defines {unlisted} publicly but does not list it in __all__"


def own_names(module: ModuleType) -> list[str]:
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
    ]


@pytest.mark.parametrize("name", reaction.__all__)
def test_every_top_level_name_resolves(name: str) -> None:
    assert getattr(reaction, name) is not None


def test_unknown_names_raise_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reed_posts'"):
        reaction.reed_posts  # noqa: B018


@pytest.mark.parametrize("name", OBJECTS)
def test_public_objects_are_documented(name: str) -> None:
    value = OBJECTS[name]
    assert inspect.getdoc(value), f"{name} has no docstring"
    if inspect.isclass(value):
        undocumented = [method for method, inner in methods(value) if not inspect.getdoc(inner)]
        assert not undocumented, f"{name} has undocumented methods {undocumented}"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_public_functions_follow_numpydoc(name: str) -> None:
    function = FUNCTIONS[name]
    doc = inspect.getdoc(function) or ""
    signature = inspect.signature(function)
    if signature.parameters:
        assert "\nParameters\n---" in doc, f"{name} documents no parameters"
    section = doc.split("\nParameters\n", 1)[-1].split("\nReturns\n", 1)[0]
    named = {
        part
        for line in re.findall(r"^\*{0,2}(\w[\w, *]*)$", section, re.MULTILINE)
        for part in re.split(r"[, *]+", line)
    }
    missing = [parameter for parameter in signature.parameters if parameter not in named]
    assert not missing, f"{name} does not document {missing}"
    assert "\nExamples\n---" in doc, f"{name} has no example"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_public_functions_are_typed(name: str) -> None:
    signature = inspect.signature(FUNCTIONS[name])
    assert signature.return_annotation is not inspect.Signature.empty, f"{name} has no return type"
    untyped = [p.name for p in signature.parameters.values() if p.annotation is inspect.Parameter.empty]
    assert not untyped, f"{name} leaves {untyped} untyped"


def test_import_is_light() -> None:
    code = (
        "import sys, pandas; before = set(sys.modules); import reaction; "
        f"print([m for m in {HEAVY!r} if m in set(sys.modules) - before])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_dir_lists_what_can_be_used() -> None:
    assert set(reaction.__all__) == set(dir(reaction))
