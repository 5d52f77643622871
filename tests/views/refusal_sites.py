"""Every refusal that a service can make, read from the source: its code, field and column.

The services are walked as they call each other; what names the field is followed through the
arguments, so that ``need_positive("cost", …)`` counts as a refusal of ``cost``. What a step
refuses is what its declaration says: its noun, who may, and its check.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import getclosurevars
from pathlib import Path
from typing import Any

from desktop.basics.fields import editable
from desktop.services.moves import STEPS
from desktop.services.papers.registry import PAPERS
from desktop.services.steps import Noun, Step

ROOT = Path(__file__).resolve().parents[2]
RAISED = ("Refused", "NeedsConfirmation", "ChangedElsewhere")
# What records, sessions and offices refuse when they are asked.
METHODS = {"allow": "not_allowed", "move": "wrong_state", "require_move": "wrong_state"}
UNKNOWN = "?"


@dataclass(frozen=True)
class At:
    """A spot as the source has it: the column that it names."""

    column: str


Value = str | None | At
Values = frozenset[Value]


@dataclass(frozen=True)
class Site:
    """One thing that may be refused: where it is raised, its code, its field, its column."""

    raised: tuple[str, int]
    code: str
    field: str | None
    at: At | None = None


@dataclass
class Module:
    """A module's functions, and what the names in it stand for."""

    name: str
    functions: dict[str, ast.FunctionDef]
    names: dict[str, str]


@cache
def modules() -> dict[str, Module]:
    """The services, and the models that refuse too, by dotted name."""
    files = [*(ROOT / "desktop" / "services").rglob("*.py"), ROOT / "desktop/models/base.py"]
    return {made.name: made for made in map(_read, sorted(files))}


def _read(file: Path) -> Module:
    name = file.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    names = {one: f"{name}.{one}" for one in functions}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    return Module(name, functions, names)


def raise_calls() -> set[tuple[str, int]]:
    """Each place in the services and models where something to be raised is made."""
    found = set()
    for module in modules().values():
        file = ROOT / (module.name.replace(".", "/") + ".py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in RAISED:
                found.add((module.name, node.lineno))
    return found


@cache
def entries() -> dict[str, str]:
    """What the office can do: functions that take the office, as ``agreements.sign_agreement``."""
    return {
        f"{module.name.removeprefix('desktop.services.')}.{name}": f"{module.name}.{name}"
        for module in modules().values()
        for name, function in module.functions.items()
        if function.args.args and function.args.args[0].arg == "office" and name[0] != "_"
    }


def is_ours(dotted: str) -> bool:
    """Whether it is a function of the services or of the models that refuse."""
    module, _dot, name = dotted.rpartition(".")
    return module in modules() and name in modules()[module].functions


@cache
def sites_of(dotted: str) -> frozenset[Site]:
    """Everything that this function may refuse, itself or by what it calls."""
    return frozenset(_Walk(dotted).sites({}, ()))


class _Walk:
    def __init__(self, dotted: str) -> None:
        module, _dot, name = dotted.rpartition(".")
        self.module = modules()[module]
        self.function = self.module.functions[name]
        self.dotted = dotted
        self.bound: dict[str, Values] = {}

    def sites(self, given: Mapping[str, Values], above: tuple[str, ...]) -> Iterator[Site]:
        arguments = self.function.args
        every = [*arguments.args, *arguments.kwonlyargs]
        defaults = [*arguments.defaults, *arguments.kw_defaults]
        for argument, default in zip(every[::-1], defaults[::-1], strict=False):
            if default is not None:
                self.bound[argument.arg] = self._values(default)
        self.bound.update(given)
        for node in ast.walk(self.function):
            self._remember(node)
        for node in ast.walk(self.function):
            if isinstance(node, ast.Call):
                yield from self._call(node, above)
            elif isinstance(node, ast.Attribute) and node.attr == "actor_id":
                yield Site((self.module.name, 0), "not_allowed", None)

    def _remember(self, node: ast.AST) -> None:
        """Names that run through constants, and names given one."""
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            if isinstance(node.iter, ast.Tuple | ast.List):
                every = [self._values(one) for one in node.iter.elts]
                self.bound[node.target.id] = frozenset().union(*every)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found = self._values(node.value)
            if UNKNOWN not in found:
                self.bound[node.targets[0].id] = found

    def _call(self, node: ast.Call, above: tuple[str, ...]) -> Iterator[Site]:
        name = _called(node)
        if isinstance(node.func, ast.Attribute) and name in METHODS:
            yield Site(("desktop.models.base", 0), METHODS[name], None)
        elif name in RAISED:
            yield from self._raised(node, name)
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            yield from self._declared(node, node.func.value.id, above)
        target = self._target(node)
        if name in ("need_fields", "need_phones") and target is not None:
            phones = name == "need_phones"
            fields: Values = frozenset(
                one.called
                for one in editable(self._draft(node))
                if (one.kind == "phone" if phones else one.kind != "tick")
            )
            yield from _Walk(target).sites({"one.called": fields}, above)
        elif target is not None and target not in above:
            yield from self._follow(target, node, above)

    def _follow(self, target: str, node: ast.Call, above: tuple[str, ...]) -> Iterator[Site]:
        walk = _Walk(target)
        given = self._arguments(node, [one.arg for one in walk.function.args.args])
        yield from walk.sites(given, (*above, self.dotted))

    def _declared(self, node: ast.Call, name: str, above: tuple[str, ...]) -> Iterator[Site]:
        """What is refused by ``NOUN.find``, ``STEP.begin``, ``STEP.need`` or ``STEP.check``."""
        declared, asked = getattr(import_module(self.module.name), name, None), _called(node)
        if isinstance(declared, Step):
            yield from self._follow(check_of(declared), node, above)
            if asked != "check":
                yield Site(("desktop.models.base", 0), "not_allowed", None)
        noun = declared.noun if isinstance(declared, Step) and asked == "begin" else declared
        if isinstance(noun, Noun):
            field: Values = frozenset({noun.name})
            yield from _Walk("desktop.services.find.find").sites({"field": field}, above)

    def _draft(self, node: ast.Call) -> type[Any]:
        """The draft that a function takes, or makes of what it takes, and hands on."""
        handed = node.args[0]
        assert isinstance(handed, ast.Name)
        known = {one.arg: one.annotation for one in self.function.args.args}
        for one in ast.walk(self.function):
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Call):
                known |= {to.id: one.value.func for to in one.targets if isinstance(to, ast.Name)}
            elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                known[one.target.id] = one.annotation
        kind = known[handed.id]
        assert isinstance(kind, ast.Name)
        draft: type[Any] = getattr(import_module(self.module.name), kind.id)
        return draft

    def _target(self, node: ast.Call) -> str | None:
        """The function of ours that is called."""
        if isinstance(node.func, ast.Name):
            dotted = self.module.names.get(node.func.id, "")
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            dotted = f"{self.module.names.get(node.func.value.id, '')}.{node.func.attr}"
        else:
            return None
        return dotted if is_ours(dotted) else None

    def _raised(self, node: ast.Call, name: str) -> Iterator[Site]:
        place = (self.module.name, node.lineno)
        if name != "Refused":
            yield Site(place, name, None)
            return
        given = self._arguments(node, ["code", "message", "field", "spot"])
        nothing: Values = frozenset({None})
        for code in given["code"]:
            for field in given.get("field", nothing):
                for at in given.get("spot", nothing):
                    known = at if isinstance(at, At) else None
                    yield Site(place, str(code), field if isinstance(field, str) else None, known)

    def _arguments(self, node: ast.Call, names: list[str]) -> dict[str, Values]:
        given = dict(zip(names, map(self._values, node.args), strict=False))
        return given | {one.arg: self._values(one.value) for one in node.keywords if one.arg}

    def _values(self, node: ast.expr) -> Values:
        """What an expression may be, as far as the source says it."""
        match node:
            case ast.Constant(value=str() | None as value):
                return frozenset({value})
            case ast.Name(id=name) if name in self.bound:
                return self.bound[name]
            case ast.Attribute(value=ast.Name(id=name), attr=field) if (
                known := f"{name}.{field}"
            ) in self.bound:
                return self.bound[known]
            case ast.IfExp(body=one, orelse=other):
                return self._values(one) | self._values(other)
            case ast.Call(func=ast.Name(id="Spot"), args=arguments):
                columns = self._values(arguments[1]) if len(arguments) > 1 else frozenset({""})
                return frozenset(At(str(column)) for column in columns)
        return frozenset({UNKNOWN})


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def check_of(step: Step[Any, ...]) -> str:
    """The function that a step is checked by, or that made its check."""
    return f"{step.check.__module__}.{step.check.__qualname__.partition('.')[0]}"


@cache
def greyed() -> set[tuple[str, int]]:
    """What is raised by the checks of the declared steps: it greys its step, with the reason."""
    checks = {check_of(step) for steps in STEPS.values() for step in steps}
    return {site.raised for dotted in checks for site in sites_of(dotted)}


@cache
def issued() -> set[tuple[str, int]]:
    """What is raised where the registered papers are gathered: said in their preview."""
    puts = [getclosurevars(one.issue).nonlocals.get("put", one.issue) for one in PAPERS.values()]
    dotted = [f"{put.__module__}.{put.__qualname__}" for put in puts]
    return {site.raised for one in dotted for site in sites_of(one)}


@cache
def window_calls() -> set[str]:
    """Which services the window's modules name, as ``agreements.sign_agreement``."""
    found: set[str] = set()
    for file in sorted((ROOT / "desktop" / "views").rglob("*.py")):
        aliases: dict[str, str] = {}
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "desktop.services":
                aliases |= {one.asname or one.name: one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                module = node.module.removeprefix("desktop.services.")
                found |= {f"{module}.{one.name}" for one in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.add(f"{aliases.get(node.value.id, '')}.{node.attr}")
    return found & entries().keys()
