"""Whatever the window names is found by its own words, and by the first letters of their pinyin."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop import views
from desktop.basics.i18n import _, choose_language
from desktop.basics.pinyin import initials
from desktop.basics.roles import may
from desktop.queries.begun import BEGUN
from desktop.queries.found import Found
from desktop.queries.named_steps import ALSO, PRINTED, STEPS
from desktop.queries.search import find_anything
from desktop.queries.words import PAPERS
from desktop.views.named_places import named_places
from desktop.views.pages import FAMILIES, places_of
from tests.office import Team, new_team

_FOLDER = Path(views.__file__).parent
_ELSEWHERE = {"products/stock.py": "stock"}  # the steps of a lot, made for two pages
_NOT_PRINTED = {"layout"}


@pytest.fixture(autouse=True)
def in_chinese() -> None:
    choose_language("zh_CN")


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def declared() -> Iterator[tuple[str, str, str]]:
    """Each step that a page declares: its action, its words, its page."""
    for path in sorted(_FOLDER.rglob("*.py")):
        within = path.relative_to(_FOLDER).as_posix()
        page = _ELSEWHERE.get(within, within.split("/")[0])
        for one in ast.walk(ast.parse(path.read_text("utf-8"))):
            match one:
                case ast.Call(
                    args=[
                        ast.Constant(value=str(action)),
                        ast.Call(func=ast.Name("N_"), args=[ast.Constant(value=str(words))]),
                        *_,
                    ]
                ) if "." in action:
                    yield action, words, page


def test_each_declared_step_is_named() -> None:
    assert set(STEPS) == set(declared())
    assert set(PRINTED) == PAPERS.keys() - _NOT_PRINTED


def found(team: Team, typed: str) -> list[Found]:
    with team.office.reading() as session:
        return find_anything(session, typed, places_of(FAMILIES), lambda _action: True)


def test_what_is_named_is_found_by_its_words_and_their_letters(team: Team) -> None:
    places = places_of(FAMILIES)
    named = [(words, name) for name, words in places.items()]
    named += [(_(words), page) for _action, words, page in STEPS]
    named += [(_(one.words), one.page) for one in BEGUN]
    named += [(_(PAPERS[kind]), page) for kind, page in PRINTED.items()]
    missed = [
        (words, typed)
        for words, page in named
        for typed in (words, initials(words))
        if (words, page) not in [(one.words, one.page) for one in found(team, typed)]
    ]
    assert missed == []


def test_what_people_call_it_leads_there(team: Team) -> None:
    for name, words in ALSO.items():
        for one in _(words).split():
            hits = found(team, one)
            assert any(name in (hit.page, hit.do) for hit in hits), one
    for typed in ("退余款", "退款", "退余额", "tyk", "tye"):
        assert ("payments", "refund") in [(one.page, one.do) for one in found(team, typed)], typed
    assert "letters" in [one.page for one in found(team, "对账")]
    assert {"deliveries", "runs"} <= {one.page for one in found(team, "打单")}


def test_each_report_and_section_of_the_settings_is_found(team: Team) -> None:
    places = places_of(FAMILIES)
    for office in (team.m1, team.ad, team.a1):
        named = named_places(SimpleNamespace(office=office), places, ["深色"])  # type: ignore[arg-type]
        assert len(named) > 2
        with office.reading() as session:
            for one in named:
                for typed in (one.words, initials(one.words)):
                    hits = find_anything(session, typed, places, lambda _action: True, named)
                    assert one in hits, typed


def test_whose_work_it_is_is_told(team: Team) -> None:
    with team.office.reading() as session:
        person = frozenset({"rep"})
        hits = find_anything(
            session, "退余款", places_of(FAMILIES), lambda action: may(person, action)
        )
    assert [(one.words, one.leads) for one in hits][:1] == [("退余款", False)]
