"""Client files of other programs: shops stay apart by their codes."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.basics.codes import FIRST_CODES, codes_from
from desktop.basics.datums import kept_place
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.fields import editable, stored
from desktop.basics.hours import Hours
from desktop.basics.i18n import _
from desktop.models import Client, Staff
from desktop.services.change import Change
from desktop.services.flushing import plain_record
from desktop.services.imports.alike import Reps, says_the_same
from desktop.services.imports.kind import EditList, ImportKind, columns_of, exported
from desktop.services.imports.outcome import (
    NOTHING_GIVEN,
    Differences,
    RowSaid,
    Say,
    What,
    said_fields,
)
from desktop.services.imports.shops import Shops
from desktop.services.imports.taking import Taking
from desktop.spreadsheets import clients as lists
from desktop.spreadsheets.clients import ClientRow, client_rows

if TYPE_CHECKING:
    from desktop.spreadsheets.listing import Value

_OF_HOURS = tuple(field.name for field in fields(Hours))
# What a list calls the attributes of a record.
_CALLED = {"rep_id": "rep"} | {one.name: one.called for one in editable(ClientDraft)}


def take_clients(session: Change, taking: Taking) -> None:
    """Write every good row: a known code is brought up to date, others are new prospects.

    A row without a code is the client of the same name and address, or a new one; what can't be
    told is refused, see ``Shops``.
    """
    shops = Shops(list(session.scalars(select(Client))), taking)
    rows = taking.rows
    codes = codes_from(FIRST_CODES["client"], [*shops.by_code, *(row.code for row in rows)])
    reps = Reps(session)
    ours = {"segment": NOTHING_GIVEN, "added_on": session.today, "added_by_id": session.actor_id}
    for row in taking.watched(rows, session):
        if row.code and not taking.is_first(row.row, "code", row.code):
            continue
        client, is_clear = shops.find(row)
        given = _given(taking, row, reps, client) if is_clear else None
        if given is None:
            continue
        if client is None:
            code = row.code or next(codes)
            client = plain_record(Client, ours, given, {"code": code})
            taking.made.append(client)
            shops.add(code, client, row)
            taking.outcome.add_new(_said_new(row, client, given, reps.names))
        elif client.state == "closed" and _differences(client, given):
            taking.reading.refuse(
                row.row,
                "code" if row.code else "name",
                _("client {code} is closed; a shop with a new owner is a new client").format(
                    code=client.code
                ),
            )
        else:
            shops.is_of(client, row)
            differences = _bring_up_to_date(client, given)
            said = _said(row, client, differences, reps.names)
            taking.outcome.add_known(bool(differences), said)
    taking.write(session)
    taking.write_made(session)


def _given(
    taking: Taking, row: ClientRow, reps: Reps, client: Client | None
) -> dict[str, Any] | None:
    """What the row says; blank cells say nothing. None when its rep can't be told."""
    rep_id = None
    if row.rep:
        rep_id, why_not = reps.choose(row.rep, client)
        if why_not:
            taking.reading.refuse(row.row, "rep", why_not)
            return None
    given = dict(row.given)
    if rep_id is not None:
        given["rep_id"] = rep_id
    if row.lat is not None and row.lon is not None:
        given["lat"], given["lon"] = kept_place(row.lat, row.lon, taking.datum)
    return given if _break_fits(taking, row, given, client) else None


def _break_fits(
    taking: Taking, row: ClientRow, given: dict[str, Any], client: Client | None
) -> bool:
    """Refuse a row after which a break would lie outside of the hours, as the form does."""
    if given.keys().isdisjoint(_OF_HOURS):
        return True
    hours = _hours(*(given.get(name, "") or getattr(client, name, "") for name in _OF_HOURS))
    if hours.has_whole_break:
        return True
    reason = _(
        "with the break {start}–{end} these hours don't fit: a break lies between opening and "
        "closing; write all four times"
    ).format(start=hours.break_from, end=hours.break_to)
    columns = taking.reading.header.columns
    brought = [name for name in (*reversed(_OF_HOURS), "hours") if name in columns]
    taking.reading.refuse(row.row, brought[0], reason)
    return False


@lru_cache(maxsize=1_000)  # most shops open and close with many others
def _hours(*times: str) -> Hours:
    return Hours(*times)


def _differences(client: Client, given: dict[str, Any]) -> Differences:
    return {
        name: (getattr(client, name), value)
        for name, value in given.items()
        if not says_the_same(getattr(client, name), value)
    }


def _bring_up_to_date(client: Client, given: dict[str, Any]) -> Differences:
    """What differed, and what it is now."""
    changed = _differences(client, given)
    for name, (_before, value) in changed.items():
        setattr(client, name, value)
    return changed


def _said_new(row: ClientRow, client: Client, given: dict[str, Any], names: dict[int, str]) -> Say:
    def say(what: What) -> RowSaid:
        fresh = {name: ("", value) for name, value in given.items()}
        return _said(row, client, fresh, names)(what)

    return say


def _said(row: ClientRow, client: Client, differences: Differences, names: dict[int, str]) -> Say:
    def write(name: str, value: Any) -> str:
        return names[value] if name == "rep_id" else str(value)

    def say(what: What) -> RowSaid:
        fields = said_fields(differences, write)
        named = tuple((_CALLED[name], before, now) for name, before, now in fields)
        return RowSaid(row.row.number, what, client.code, client.name, named)

    return say


def _all_rows(session: Change) -> Iterator[Sequence["Value"]]:
    reps = dict(session.execute(select(Staff.id, Staff.code)).all())
    for client in session.scalars(select(Client).order_by(Client.code_key)):
        found = {**stored(ClientDraft, client), "rep": reps.get(client.rep_id or 0)}
        yield tuple(found[one.name] for one in exported(ClientDraft))


CLIENTS = ImportKind(
    lists.CLIENTS,
    lambda reading, _today: client_rows(reading),
    take_clients,
    EditList("客户", columns_of(exported(ClientDraft)), _all_rows),
)
