"""The work that offices do: events of stories, steps of documents, and pieces of neither.

Every kind of work comes as often as the others: what a story does on the way, such as taking on
people, would else be most of it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from random import Random
from time import perf_counter

from sqlalchemy.orm import Session

from bench.faults.contents import but_for_keys, contents
from bench.faults.ground import Moment, Names, Place, at_each, office_at
from bench.faults.pieces import PIECES, PRINTED, Act, Piece
from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.replay.replay import Player, Replayed, begin, state_after
from desktop.replay.scenario import Event, Scenario, read_scenario
from desktop.replay.waves import is_second_wave
from desktop.services.database import make_database
from desktop.services.engine import read_url
from desktop.services.moves import STEPS
from desktop.services.office import Office
from desktop.services.undoing import STAYS, TAKEN_BACK
from tests.office import PEOPLE, Team, fill_team
from tests.services.through_states import STORIES as STATES
from tests.services.tried import TRIES, Attempt

STORIES = Path(__file__).parents[2] / "tests" / "scenarios"
# A sheet is only looked at; a whole office is moved by bench/faults/files.py.
NOT_HERE = frozenset({"check.sheet", "office.move", "office.move_back"})
_ANEW = "fault"  # the key of a piece of work, as of a form


@cache
def stories() -> tuple[Scenario, ...]:
    """All stories of the tests."""
    paths = sorted(STORIES.glob("*.json"))
    return tuple(read_scenario(one) for one in paths if not one.name.endswith(".state.json"))


def told_actions() -> Mapping[str, int]:
    """How often the stories do each action."""
    return Counter(event.do for story in stories() for event in story.events)


def other_actions() -> frozenset[str]:
    """What no story does: a document's steps, tried on documents of every state."""
    known = {*told_actions(), *(piece.partition(" ")[0] for piece in PIECES), *NOT_HERE}
    return frozenset({*STAYS, *TAKEN_BACK} - known)


def moments(place: Place, kills: int, chance: Random) -> Iterator[Moment]:
    """Work of every kind, about as often each that ``kills`` have their moments; for ever."""
    often = _share(kills)
    told = told_actions()

    def falls(event: Event) -> bool:
        return chance.random() < often / told[event.do]

    tellers: list[Callable[[], Iterator[Moment]]] = [
        *(partial(of_story, place, one, number, falls) for number, one in enumerate(stories())),
        *(partial(of_piece, place, name, piece, often) for name, piece in PIECES.items()),
        *(partial(of_noun, place, noun, often) for noun in STATES),
    ]
    while True:
        chance.shuffle(tellers)
        for tell in tellers:
            yield from tell()


def _share(kills: int) -> int:
    """How often each kind comes in one round, so that a round has about so many moments."""
    told, others = told_actions(), len(PIECES) + len(other_actions())
    often = 1
    while sum(min(one, often) for one in told.values()) + others * often < kills:
        often += 1
    return often


# --- events of stories ------------------------------------------------------------------------


def of_story(
    place: Place,
    story: Scenario,
    number: int = 0,
    falls: Callable[[Event], bool] = lambda _event: True,
) -> Iterator[Moment]:
    """The events of one story, one after the other: those on which something ``falls``."""
    place.make("now")
    office = Office(make_database(read_url(place.url("now"))))
    begin(office, story)
    player, second_wave = Player(), any(map(is_second_wave, story.events))
    for told in story.events:
        event = replace(told, key=told.key or f"{number}.{told.number}")
        if not falls(event):
            player.play(office, event)
            continue
        first = deepcopy(player)
        act, look = partial(_play, first, event), partial(_told_of, event, second_wave)
        office.engine.dispose()
        place.copy("now", "before")
        moment = _moment(place, "now", event.do, act, look, first)
        player = deepcopy(moment.then)
        yield moment
    office.engine.dispose()


def _play(first: Player, event: Event, office: Office) -> Player:
    player = deepcopy(first)
    player.play(office, event)
    return player


def _told_of(event: Event, second_wave: bool, office: Office, player: Player) -> str:
    state = state_after(office, Replayed(player.names, [], [], event.on, second_wave))
    return f"state {json.dumps(state, ensure_ascii=False, sort_keys=True)}\n{contents(office)}"


# --- pieces and steps -------------------------------------------------------------------------


class _OfForms(Team):
    """People who save forms: what they do is done once."""

    def __getattr__(self, code: str) -> Office:
        found: Office = super().__getattr__(code)
        return found.saving(_ANEW, {})


def of_piece(place: Place, name: str, piece: Piece, often: int = 1) -> Iterator[Moment]:
    """A piece of work, as often as it is wanted."""
    team = _team(place)
    act = piece(team)
    team.office.engine.dispose()
    place.copy("now", "before")
    people, look = (Team, _but_for_keys) if name in PRINTED else (_OfForms, _contents)
    moment = _moment(place, "now", name, partial(_by, act, people, team.day), look)
    for _once in range(often):
        yield replace(moment, printed=name in PRINTED)


def _team(place: Place) -> Team:
    place.make("now")
    office = Office(make_database(read_url(place.url("now"))))
    fill_team(office)
    return Team(office)


def _by(act: Act, people: type[Team], day: date, office: Office) -> None:
    try:
        act(people(office, day))
    except (Refused, ChangedElsewhere):
        return  # it was done before


def _contents(office: Office, _names: Names) -> str:
    return contents(office)


def _but_for_keys(office: Office, _names: Names) -> str:
    return but_for_keys(office)


def of_noun(place: Place, noun: str, often: int = 1) -> Iterator[Moment]:
    """The steps of a document that no story takes, each in the first state that lets it through."""
    wanted = {action: TRIES[noun][action] for action in sorted(other_actions() & set(TRIES[noun]))}
    if not wanted:
        return
    team = _team(place)
    for key in STATES[noun](team):
        with team.office.reading() as session:
            tries = {
                action: tried(session, _record(session, noun, key))
                for action, tried in wanted.items()
            }
        for action, attempts in tries.items():
            found = _that_goes(team, attempts)
            if found is None:
                continue
            del wanted[action]
            team.office.engine.dispose()
            place.copy("now", "before")
            place.copy("now", "done")
            act = partial(_by, found, _OfForms, team.day)
            moment = _moment(place, "done", action, act, _contents)
            for _once in range(often):
                yield moment
    team.office.engine.dispose()
    if wanted:
        raise RuntimeError(f"{noun}: nobody may {', '.join(wanted)} in any state")


def _record(session: Session, noun: str, key: int) -> object:
    return session.get_one(STEPS[noun][0].noun.record, key)


class _Undone(Exception):
    """Ends an attempt that went well, so that it leaves no trace."""


def _that_goes(team: Team, attempts: Sequence[Attempt]) -> Act | None:
    for attempt in attempts:
        for code in PEOPLE:
            try:
                with getattr(team, code).batch() as together:
                    attempt(together)
                    raise _Undone
            except _Undone:
                return partial(_attempted, attempt, code)
            except (Refused, ChangedElsewhere):
                continue
    return None


def _attempted(attempt: Attempt, code: str, people: Team) -> object:
    return attempt(getattr(people, code))


def _moment(
    place: Place,
    name: str,
    what: str,
    act: Callable[[Office], Names],
    look: Callable[[Office, Names], str],
    first: Names = None,
) -> Moment:
    """The moment before some work, which is done at once in the office of this name."""
    with office_at(place.url(name)) as office:
        stood = look(office, first)
        seen: list[int] = []
        end = at_each(office.engine, seen.append)
        begun = perf_counter()
        then = act(office)
        seconds, statements = perf_counter() - begun, len(seen)
        end()
        stands = look(office, then)
    return Moment(place, what, act, look, statements, seconds, first, then, stood, stands)
