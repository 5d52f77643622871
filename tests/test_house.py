"""Checks on the repository itself."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from devtool.words import KEYWORDS

ROOT = Path(__file__).resolve().parents[1]
CATALOG = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "zhongxiao.po"
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".po", ".json", ".yml", ".cfg", ".csv", ""}
# A name such as files.example.org; put together so that this file does not hold one itself.
REGISTRIES = re.compile(r"(pypi|pythonhosted|npmjs|debian|ubuntu)\.(org|com|net)\b", re.IGNORECASE)
OWN_MACHINE = re.compile(r"(?<![\w.])/(work|home|root|Users)/|(?<![\w.])/tmp/\w|[A-Z]:\\\\?Users\\")
# Where a binary float is right: lengths, weights and places are no amounts.
FLOAT_IS_RIGHT = (
    "desktop/basics/places.py",
    "desktop/printing/",
    "desktop/planning/",
    "desktop/scans/",
    "desktop/views/",
)


def tracked() -> list[Path]:
    """The files that git keeps or would keep."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        run = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this folder is no git checkout")
    names = run.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def links(text: str) -> list[str]:
    """Where a Markdown file leads within the repository."""
    found = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    return [one for one in found if "://" not in one]


def sources() -> list[Path]:
    return sorted((ROOT / "desktop").rglob("*.py"))


def locked(name: str) -> dict[str, int]:
    """The distributions of a locked list, each with the number of its hashes."""
    found: dict[str, int] = {}
    current = ""
    for line in (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if start := re.match(r"([a-z0-9-]+)(?:\[[a-z]+\])?==", line):
            current = start[1]
            found[current] = 0
        elif "--hash=sha256:" in line:
            found[current] += 1
    return found


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    wrong = []
    for file in tracked():
        if file.suffix not in TEXT or file == Path(__file__):
            continue
        text = file.read_text(encoding="utf-8")
        wrong += [f"{place(file)}: {hit[0]}" for hit in REGISTRIES.finditer(text)]
        wrong += [f"{place(file)}: {hit[0]}" for hit in OWN_MACHINE.finditer(text)]
    assert wrong == []


def test_no_merge_was_left_unfinished() -> None:
    mark = re.compile(r"^\s*(<{7}|>{7}) \S", re.MULTILINE)
    texts = [file for file in tracked() if file.suffix in TEXT]
    assert [place(file) for file in texts if mark.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_every_locked_distribution_has_hashes(name: str) -> None:
    distributions = locked(name)
    assert len(distributions) > 10
    assert [one for one, hashes in distributions.items() if not hashes] == []


def test_the_tests_run_with_the_versions_that_are_shipped() -> None:
    def versions(name: str) -> set[str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^[][a-z0-9-]+==[^ ]+", text, re.MULTILINE))

    assert versions("runtime") <= versions("dev")


def test_the_wheel_needs_what_the_locked_list_was_made_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "requirements" / "runtime.in").read_text(encoding="utf-8").splitlines()
    assert project["dependencies"] == [line for line in lines if not line.startswith("#")]


def test_every_locked_distribution_stands_in_the_third_party_list() -> None:
    text = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8")
    shipped, _, used = text.partition("## Used to build and test")
    listed = re.compile(r"^\| ([a-z0-9-]+) \| [A-Z]", re.MULTILINE)
    assert set(listed.findall(shipped)) == set(locked("runtime"))
    assert set(listed.findall(used)) == set(locked("dev")) - set(locked("runtime"))


def test_no_module_is_long() -> None:
    # A revision is frozen: the first one holds every table in one piece.
    lengths = {
        place(file): len(file.read_text("utf-8").splitlines())
        for file in tracked()
        if file.suffix == ".py" and "migrations" not in file.parts
    }
    assert {name: length for name, length in lengths.items() if length > 450} == {}


def test_every_module_that_the_docs_name_is_there() -> None:
    names = [place(file) for file in tracked() if file.suffix == ".py"]
    docs = [ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    told = {
        (place(file), one)
        for file in docs
        for line in file.read_text("utf-8").splitlines()
        if not line.startswith("| picard:")  # another project's
        for one in re.findall(r"`([a-z_0-9/]+\.py)`", line)
    }
    assert [
        pair for pair in told if not any(f"/{one}".endswith(f"/{pair[1]}") for one in names)
    ] == []


def test_no_room_is_a_drawer_for_odds_and_ends() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
    assert [place(file) for file in sources() if vague & {file.stem, file.parent.name}] == []


def test_no_binary_float_comes_near_an_amount() -> None:
    wrong = []
    for file in sources():
        if place(file).startswith(FLOAT_IS_RIGHT):
            continue
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if re.search(r"\bfloat\((?!\))", line) or ("_fen" in line and "float" in line):
                wrong.append(f"{place(file)}:{number}: {line.strip()}")
    assert wrong == []


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^{}]*\}|%\([a-z_]+\)[sd]", text))


def test_the_chinese_words_are_complete() -> None:
    with CATALOG.open("rb") as file:
        messages = [message for message in read_po(file, locale="zh_CN") if message.id]
    assert messages
    wrong = []
    for message in messages:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        if message.fuzzy or not all(texts):
            wrong.append(f"not translated: {ids[0]}")
        elif any(placeholders(text) != placeholders(ids[-1]) for text in texts):
            wrong.append(f"other placeholders: {ids[0]}")
    assert wrong == []


def test_no_words_hide_from_whoever_collects_them() -> None:
    """Those within an f-string are not found, and stay English."""
    with CATALOG.open("rb") as file:
        known = {m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file) if m.id}
    asked = {(place(file), words) for file in sources() for words in _asked(file)}
    assert {(file, words) for file, words in asked if words not in known} == set()


def _asked(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            words = node.args[0]
            if node.func.id in ("_", "N_", "ngettext") and isinstance(words, ast.Constant):
                yield words.value


def test_the_chinese_words_are_those_of_the_code() -> None:
    keywords: dict[str, tuple[int, ...] | None] = {}
    for keyword in KEYWORDS:
        name, _, places = keyword.partition(":")
        keywords[name] = tuple(int(one) for one in places.split(",")) if places else None
    found = extract_from_dir(ROOT / "desktop", [("**.py", "python")], keywords=keywords)
    said = {words if isinstance(words, str) else words[0] for _, _, words, _, _ in found}
    with CATALOG.open("rb") as file:
        known = {m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file) if m.id}
    assert said == known


def test_what_pages_share_is_shown_by_two_of_them() -> None:
    views = ROOT / "desktop" / "views"
    for part in sorted((views / "shared").glob("[!_]*.py")):
        named = f"desktop.views.shared.{part.stem} import"
        users = {
            file.relative_to(views).parts[0]
            for file in views.rglob("*.py")
            if named in file.read_text("utf-8")
        }
        assert len(users) > 1, part.name


def test_no_document_leads_nowhere() -> None:
    wrong = [
        f"{place(file)}: {link}"
        for file in tracked()
        if file.suffix == ".md"
        for link in links(file.read_text("utf-8"))
        if not (file.parent / link).exists()
    ]
    assert wrong == []


def test_the_two_readmes_lead_to_each_other() -> None:
    both = ("README.md", "README.zh-CN.md")
    for here, there in (both, both[::-1]):
        assert there in links((ROOT / here).read_text("utf-8"))
