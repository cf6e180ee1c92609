"""The house has floors: imports point downwards only."""

import ast
from pathlib import Path

import pytest

import reaction

ROOT = Path(reaction.__file__).parent
FLOORS = (
    {"errors", "schema", "urls", "lexicon", "hostile"},
    {"exports", "loaders", "parallel", "privacy"},
    {"story"},
    {"nlp", "coding", "measures"},
    {"graph"},
    {"figures", "tables"},
    {"report", "samples"},
    {"cli"},
    {"__main__"},
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
MODULES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")
# Within one floor these may look at each other; rooms of the floors above may not.
NEIGHBOURS_ALLOWED = {0, 1}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def rooms_imported(path: Path) -> set[str]:
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            rooms |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("reaction.")}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: relative import; write 'from reaction...'"
            if node.module == "reaction":
                rooms |= {alias.name for alias in node.names if alias.name in FLOOR}
            elif (node.module or "").startswith("reaction."):
                rooms.add(str(node.module).split(".")[1])
    return rooms


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_downwards(path: Path) -> None:
    room = room_of(path)
    assert room in FLOOR, f"{room} has no floor; add it to FLOORS and to CONTRIBUTING.md"
    for other in rooms_imported(path) - {room}:
        below = FLOOR[other] < FLOOR[room] or (
            FLOOR[other] == FLOOR[room] and FLOOR[room] in NEIGHBOURS_ALLOWED
        )
        assert below, f"{path.relative_to(ROOT)} (floor {FLOOR[room]}) imports {other} (floor {FLOOR[other]})"


def test_a_module_that_imports_upwards_would_be_seen(tmp_path: Path) -> None:
    module = tmp_path / "schema.py"
    module.write_text("def f():\n    from reaction.graph import rank\n    import reaction.figures\n")
    assert rooms_imported(module) == {"graph", "figures"}
