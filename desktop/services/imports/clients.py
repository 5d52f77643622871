"""Client files of other programs: shops stay apart by their codes."""

from typing import Any

from sqlalchemy import select

from desktop.basics.i18n import _
from desktop.models import Client, Staff
from desktop.services.imports.outcome import NOTHING_GIVEN, Outcome, free_codes
from desktop.services.office import Change
from desktop.spreadsheets.reading import ClientRow, Reading, client_rows

_Place = tuple[str, str, str]


def take_clients(session: Change, reading: Reading, _create_missing: bool) -> Outcome:
    """Write every good row: a known code is brought up to date, others are new prospects.

    A row without a code is the client of the same name, address and phone, or a new one.
    """
    outcome = Outcome()
    clients = list(session.scalars(select(Client)))
    by_code = {client.code: client for client in clients}
    by_place = {_place(client.name, client.address, client.phone): client for client in clients}
    codes = free_codes("K", by_code)
    reps = {staff.name: staff.id for staff in session.scalars(select(Staff))}
    reps |= {staff.code: staff.id for staff in session.scalars(select(Staff))}
    first_row: dict[str, int] = {}
    for row in client_rows(reading):
        if row.code in first_row:
            reading.refuse(
                row.row,
                "code",
                _("the code stands in row {row} too").format(row=first_row[row.code]),
            )
            continue
        if row.rep and row.rep not in reps:
            reading.refuse(row.row, "rep", _("nobody of this name or code works here"))
            continue
        if row.code:
            first_row[row.code] = row.row.number
        given = _given(row, reps)
        place = _place(row.name, row.address, given.get("phone", ""))
        client = by_code.get(row.code) if row.code else by_place.get(place)
        if client is None:
            client = _new(session, row.code or next(codes), given)
            by_code[client.code] = by_place[place] = client
            outcome.count(changed=True)
        else:
            outcome.count(changed=_bring_up_to_date(client, given))
    session.flush()
    return outcome


def _place(name: str, address: str, phone: str) -> _Place:
    return name, address, phone


def _given(row: ClientRow, reps: dict[str, int]) -> dict[str, Any]:
    """What the row says; blank cells say nothing."""
    values = {
        "name": row.name,
        "segment": row.segment,
        "client_class": row.client_class,
        "phone": " / ".join(row.phones),
        "address": row.address,
        "area": row.area,
        "contact": row.contact,
        "lat": row.lat,
        "lon": row.lon,
        "households": row.households,
        "opens": row.opens,
        "closes": row.closes,
        "rep_id": reps.get(row.rep),
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _new(session: Change, code: str, given: dict[str, Any]) -> Client:
    segment = given.pop("segment", NOTHING_GIVEN)
    client = Client(
        code=code,
        segment=segment,
        added_on=session.today,
        added_by_id=session.actor_id,
        **given,
    )
    session.add(client)
    return client


def _bring_up_to_date(client: Client, given: dict[str, Any]) -> bool:
    """Whether anything differed."""
    changed = {name: value for name, value in given.items() if getattr(client, name) != value}
    for name, value in changed.items():
        setattr(client, name, value)
    return bool(changed)
