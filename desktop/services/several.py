"""A step taken for several documents at once: for all of them, or for none.

Those that can't be are named with the reason of each. Where somebody can be asked, the others are
done with a yes; else nothing is.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import select

from desktop.basics.errors import CODES, NeedsConfirmation, Refused
from desktop.basics.i18n import _
from desktop.models import Base
from desktop.queries.facts.parts import some_at_once
from desktop.services.change import Change
from desktop.services.steps import Noun, Step

Record = TypeVar("Record", bound=Base)
Told = ParamSpec("Told")

_NAMED = 20  # that a message names for each reason


def for_each(
    session: Change,
    step: Step[Record, Told],
    keys: Sequence[int],
    act: Callable[[Change, Record], object],
    *told: Told.args,
    **named: Told.kwargs,
) -> int:
    """Take a step for the documents that a window holds under these keys; how many it was.

    ``act`` does what the step's own service does, once its check of what was ``told`` has passed.
    Raises as ``each_that_can`` does.
    """
    done = 0
    for record in each_that_can(session, step, keys, *told, **named):
        _act(session, act, record)
        done += 1
    return done


def each_that_can(
    session: Change,
    step: Step[Record, Told],
    keys: Sequence[int],
    *told: Told.args,
    **named: Told.kwargs,
) -> Iterator[Record]:
    """The documents under these keys for which a step can be taken, one after the other.

    What is posted for them, or written otherwise in one go, takes them as a list. At the end it
    raises NeedsConfirmation that names those that can't be, or Refused when nobody can be asked
    or none can be.
    """
    session.allow()
    left: list[tuple[str, Refused]] = []
    can = 0
    for record in _records(session, step.noun, keys):
        try:
            step.check(session, record, *told, **named)
        except Refused as refusal:
            left.append((record.title, refusal))
            continue
        yield record
        can += 1
    gone = len(keys) - can - len(left)
    if gone:
        words = _("{number} are there no more").format(number=gone)
        left.append((words, Refused("not_found", _("Somebody took them away meanwhile."))))
    need_all(session, left, can, len(keys))


def need_all(session: Change, left: Sequence[tuple[str, Refused]], can: int, of: int) -> None:
    """Refuse, or ask whether to go on with the others, when some of several are ``left`` out."""
    if not left:
        return
    said = _said(left)
    if can and session.confirmed is not None:
        name = f"without {hashlib.sha256(said.encode()).hexdigest()[:16]}"
        if name in session.confirmed:
            return
        words = _("{can} of {all} can be done. The others stay as they are:\n{left}\nDo the {can}?")
        raise NeedsConfirmation(name, words.format(can=can, all=of, left=said))
    code = min((one.code for _title, one in left), key=CODES.index)
    words = _("Nothing was done. {number} of {all} can't be:\n{left}")
    raise Refused(code, words.format(number=of - can, all=of, left=said))


def _act(session: Change, act: Callable[[Change, Record], object], record: Record) -> None:
    title = record.title
    try:
        act(session, record)
    except Refused as refusal:
        message = _("{document}: {reason}").format(document=title, reason=refusal.message)
        raise Refused(refusal.code, message) from refusal


def _records(session: Change, noun: Noun[Record], keys: Sequence[int]) -> list[Record]:
    """The documents with these keys, in their order, each once; those that are gone left out."""
    by: Any = noun.by if noun.by is not None else noun.record.id  # type: ignore[attr-defined]
    found: dict[int, Record] = {}
    for some in some_at_once(keys):
        rows = session.execute(select(by, noun.record).where(by.in_(some)))
        found |= {key: record for key, record in rows}  # noqa: C416 - typed
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _said(left: Sequence[tuple[str, Refused]]) -> str:
    """Who is left out, by reason."""
    named: dict[str, list[str]] = {}
    for title, refusal in left:
        # A reason that names the document itself is the same reason for each.
        named.setdefault(refusal.message.replace(title, "").strip(" :："), []).append(title)
    lines = []
    for reason, titles in named.items():
        some = _(", ").join(filter(None, titles[:_NAMED]))
        if not some:
            lines.append(reason)
            continue
        more = len(titles) - _NAMED
        if more > 0:
            some = _("{some} and {number} more").format(some=some, number=more)
        lines.append(_("{document}: {reason}").format(document=some, reason=reason))
    return "\n".join(lines)
