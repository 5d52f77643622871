"""What a person can do with a document now, and why not (for greying, before anything is tried).

The reasons are the refusals of the steps that the nouns declare and the services act by. What
only the attempt itself can tell (an amount, a day, what changed meanwhile) is not judged here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.basics.errors import Refused
from desktop.basics.roles import may
from desktop.services import (
    accepted,
    agreements,
    assortment,
    benefits,
    cases,
    clients,
    closing,
    deliveries,
    effects,
    letters,
    lines,
    orders,
    payments,
    product_pictures,
    products,
    promotions,
    proposals,
    rebates,
    returns,
    runs,
    settlements,
    staff,
    stock,
    suggestions,
    trials,
    vehicles,
    visits,
)
from desktop.services.change import Change
from desktop.services.office import Office
from desktop.services.steps import Step

# The modules that declare steps; a noun's may stand in several.
DECLARING = (
    agreements,
    lines,
    cases,
    clients,
    orders,
    runs,
    closing,
    deliveries,
    returns,
    payments,
    benefits,
    rebates,
    staff,
    products,
    product_pictures,
    stock,
    promotions,
    proposals,
    accepted,
    assortment,
    settlements,
    letters,
    suggestions,
    effects,
    trials,
    vehicles,
    visits,
)


def _declared() -> Iterator[Step[Any, ...]]:
    for module in DECLARING:
        for one in vars(module).values():
            if isinstance(one, Step):
                yield one


STEPS: Mapping[str, Sequence[Step[Any, ...]]] = {
    kind: [step for step in _declared() if step.noun.name == kind]
    for kind in dict.fromkeys(step.noun.name for step in _declared())
}


@dataclass(frozen=True)
class Move:
    """An action that the person's roles allow; ``reason`` says why it can't be done now.

    ``code`` is the refusal's: ``wrong_state`` is a step of another day, the others are in the way.
    """

    action: str
    allowed: bool
    reason: str = ""
    code: str = ""


def moves(office: Office, kind: str, key: int) -> Sequence[Move]:
    """What the signed-in person may do with a document, in the order of the steps.

    ``kind`` is the noun; a payout's key is the number of its settlement entry. Nothing is
    written and no lock is taken.
    """
    with office.looking(kind) as session:
        steps = STEPS[kind]
        person, record = session.person, steps[0].noun.get(session, key)
        if person is None or record is None:
            return ()
        allowed = [step for step in steps if may(person.roles, step.action)]
        return tuple(_judged(session, step, record) for step in allowed)


def _judged(session: Change, step: Step[Any, ...], record: Any) -> Move:
    try:
        step.check(session, record)
    except Refused as refusal:
        return Move(step.action, False, refusal.message, refusal.code)
    return Move(step.action, True)
