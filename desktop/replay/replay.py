"""Replaying a scenario through the services the windows call, under the same rules."""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.errors import CODES, NeedsConfirmation, Refused
from desktop.basics.fields import drafted, editable
from desktop.basics.garbage import collecting_rarely
from desktop.basics.i18n import _
from desktop.basics.rules import Rules
from desktop.queries.facts.rules import read_rules
from desktop.queries.state import office_state
from desktop.queries.state_second import second_state
from desktop.replay.action import Action
from desktop.replay.actions import ACTIONS
from desktop.replay.doing import Values
from desktop.replay.fields import later_readers, read_fields
from desktop.replay.names import Names
from desktop.replay.scenario import Event, Scenario
from desktop.replay.waves import is_second_wave
from desktop.services.agreements import UNREVIEWED, sign_agreement
from desktop.services.change import Person
from desktop.services.find import not_found
from desktop.services.office import Office
from desktop.services.settings import name_office

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Refusal:
    """An event that was refused: as the file says, or not."""

    event: Event
    code: str
    message: str
    field: str | None


@dataclass(frozen=True)
class Replayed:
    """How a replay went: refusals in order, and the events that went otherwise than told.

    ``second_wave`` says whether the file has actions of it: only then the state shows its parts.
    """

    names: Names
    refused: list[Refusal]
    unexpected: list[str]
    last_day: date | None
    second_wave: bool


def replay(office: Office, scenario: Scenario, progress: Progress | None = None) -> Replayed:
    """Do all that the file says in one transaction; each event is all or nothing.

    Raises SavedAlready when this file was played into this office before.
    """
    player = Player()
    played = hashlib.sha256(repr(scenario).encode()).hexdigest()
    whole = office.saving(f"replay:{played}", {})
    with collecting_rarely(), whole.batch(hold=True) as together:
        begin(together, scenario)
        for event in scenario.events:
            player.play(together, event)
            if progress and (event.number % 50 == 0 or event is scenario.events[-1]):
                progress(event.number, len(scenario.events))
    last_day = scenario.events[-1].on if scenario.events else None
    second_wave = any(map(is_second_wave, scenario.events))
    return Replayed(player.names, player.refused, player.unexpected, last_day, second_wave)


def begin(office: Office, scenario: Scenario) -> None:
    """Name an empty office as the file says, on its first day."""
    first_day = scenario.events[0].on if scenario.events else office.today
    _name(office.on(first_day, None), scenario.office)


def _name(office: Office, given: dict[str, Any]) -> None:
    words = {one.called for one in editable(ProfileDraft)}
    later = later_readers(ProfileDraft)
    own = read_fields({name: given[name] for name in later if name in given}, {}, later)
    numbers = {name: number for name, number in given.items() if name not in words}
    try:
        Rules().changed(numbers)
    except (ValueError, TypeError) as error:
        raise Refused(
            "invalid", _("“office”: there is no setting {name}.").format(name=error)
        ) from error
    name_office(office, drafted(ProfileDraft, given | own), numbers)


class Player:
    """Plays events one by one and keeps what came of them."""

    def __init__(self) -> None:
        self.names = Names()
        self.refused: list[Refusal] = []
        self.unexpected: list[str] = []
        self._people: dict[str, Person] = {}

    def play(self, office: Office, event: Event) -> None:
        """Do one event whole, or keep why it was refused."""
        try:
            self._do(office, event)
        except Refused as refusal:
            self.refused.append(Refusal(event, refusal.code, refusal.message, refusal.field))
            if refusal.code != event.refused:
                self._note(event, f"{refusal.code}: {refusal.message}")
        else:
            if event.refused:
                self._note(event, _("accepted, though marked “{code}”").format(code=event.refused))

    def _note(self, event: Event, what: str) -> None:
        place = _("event {number} (line {line}, {action})").format(
            number=event.number, line=event.line, action=event.do
        )
        self.unexpected.append(f"{place}: {what}")

    def _do(self, office: Office, event: Event) -> None:
        action = ACTIONS[event.do]
        values = read_fields(event.fields, action.required, action.optional)
        try:
            here = office.on(event.on, self._person(office, event))
        except Refused as nobody:
            self._refuse(office.on(event.on, None), event, action, values, nobody)
        if event.key:
            here = here.saving(f"event:{event.key}", {})
        ref = values.get(action.called_by, "")
        if not action.makes or not ref:
            self._run(here, event, action, values, self.names)
        elif self.names.is_taken(action.makes, ref):
            message = _("The file has a {ref} already.").format(ref=ref)
            again = Refused("duplicate", message, action.called_by)
            self._refuse(here, event, action, values, again)
        else:
            made = self._run(here, event, action, values, self.names)
            assert made is not None
            self.names.known[action.makes, ref] = made

    def _refuse(
        self, office: Office, event: Event, action: Action, values: Values, refusal: Refused
    ) -> NoReturn:
        """Refuse an event; by what its action says, if that comes first in the order of codes."""
        with office.batch() as together, together.transaction(event.do):
            try:
                self._run(together, event, action, values, self.names.apart())
            except Refused as first:
                if CODES.index(first.code) < CODES.index(refusal.code):
                    raise
            raise refusal

    def _run(
        self, office: Office, event: Event, action: Action, values: Values, names: Names
    ) -> int | None:
        try:
            with names.refusing():
                return action.run(office, names, values)
        except NeedsConfirmation as question:
            if question.name != UNREVIEWED:
                raise
            # What a window would ask is taken as confirmed, and recorded so.
            sign_agreement(
                office,
                names.id("agreement", values["ref"]),
                values.get("dated"),
                frozenset({UNREVIEWED}),
            )
            return None

    def _person(self, office: Office, event: Event) -> Person | None:
        if event.by is None:
            if self._people or event.do != "staff.add":
                raise Refused(
                    "invalid", _("The field “{field}” is missing.").format(field="by"), "by"
                )
            return None
        if event.by not in self._people:
            person = office.find_person(event.by)
            if person is None:
                raise not_found("by", event.by)
            self._people[event.by] = person
        return self._people[event.by]


def state_after(office: Office, played: Replayed) -> dict[str, Any]:
    """The state as of the last event's day, with the refusals (docs: replay format)."""
    by_kind: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (kind, ref), number in played.names.known.items():
        by_kind[kind].append((ref, number))
    with office.reading() as session:
        day = played.last_day or office.today
        state = office_state(session, day, read_rules(session), by_kind)
        if played.second_wave:
            state |= second_state(session, day, by_kind)
    refused = [{"event": one.event.number, "code": one.code} for one in played.refused]
    return {**state, "refused": refused}
