"""The client list."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from desktop.basics.i18n import N_, _
from desktop.queries.clients import CLIENTS, ClientRow
from desktop.queries.codes import next_client_code
from desktop.views.clients.client_file import ClientFileView
from desktop.views.clients.form import ClientForm, client_draft
from desktop.views.clients.many import client_acts
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import ManyAct
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, money, short_day


def _flag(row: ClientRow) -> tuple[str, str]:
    """What to notice about a client, with its tone: the most pressing first."""
    if row.frozen:
        return _("fund frozen"), "wrong"
    if row.overdue_days:
        return _("visit {days} days late").format(days=row.overdue_days), "wrong"
    if row.to_renew and row.days_left is not None:
        words = _("renew in {days} days") if row.days_left else _("renew today")
        return words.format(days=row.days_left), "careful"
    if row.state == "prospect":
        return _("prospect"), "quiet"
    return "", ""


class ClientsPage(ListPage[ClientRow]):
    """Every shop of the office; the client file beside it."""

    name: ClassVar[str] = "clients"
    title: ClassVar[str] = N_("Client files")
    records = CLIENTS
    search_words: ClassVar[str] = N_("name, pinyin, initials, phone")
    edit_kind: ClassVar[str] = "clients"
    new_words: ClassVar[str] = N_("New client")
    new_action: ClassVar[str] = "client.add"
    empty_title: ClassVar[str] = N_("No clients yet")
    empty_words: ClassVar[str] = N_("Every shop that the office works with gets a file here.")
    nothing_open: ClassVar[str] = N_("Choose a client on the left.")
    shares: ClassVar[tuple[int, int]] = (50, 50)

    def __init__(self, desk: Desk) -> None:
        self.columns = _columns(desk.today)
        super().__init__(desk)

    def make_detail(self) -> ClientFileView:
        """The client file."""
        return ClientFileView(self.desk, self)

    def count_words(self, number: int) -> str:
        return _("{number} clients").format(number=number)

    def acts(self) -> Sequence[ManyAct]:
        """What several clients get at once."""
        return client_acts(self.desk)

    def go(self, link: Link) -> None:
        """Also choose the clients that were picked elsewhere, such as on the map (``chosen``)."""
        chosen = dict(link.values).get("chosen", ())
        if chosen:
            self.several.want(chosen)
            self.search.clear()
        super().go(link)

    def edit_new(self, link: Link) -> Edit:
        """A new shop; it starts as a prospect (C1)."""
        from desktop.services.clients import add_client

        person = self.desk.office.person
        mine = {"rep": person.code} if person and self.desk.has_role("rep") else {}
        return Edit(
            title=_("New client"),
            form=lambda: ClientForm(self.desk),
            save=lambda office, given: add_client(office, client_draft(given.values)),
            draft_key="client.new",
            saved=self.saved,
            done=_("Client added"),
            values={**mine, **dict(link.values)},
            offer=lambda session: {"code": next_client_code(session)},
        )


def _columns(today: date) -> Sequence[Column[ClientRow]]:
    def tone(row: ClientRow) -> str:
        return "wrong" if row.overdue_days else ""

    return (
        Column(
            N_("Client"),
            lambda row: row.name,
            130,
            "name",
            stretch=True,
            whole=((N_("Client"), lambda row: row.name), (N_("Code"), lambda row: row.code)),
        ),
        Column(N_("Area"), lambda row: row.area, 78, "area"),
        Column(N_("Class"), lambda row: row.client_class, 36, "class"),
        Column(
            N_("Last visit"),
            lambda row: short_day(row.visited_on, today),
            64,
            "visited",
            tone=tone,
            whole=((N_("Last visit"), lambda row: day(row.visited_on)),),
        ),
        Column(N_("Fund"), lambda row: money(row.fund_fen), 76, "fund", right=True),
        Column(N_("Remark"), lambda row: _flag(row)[0], 66, "flag", tone=lambda row: _flag(row)[1]),
        Column(N_("Segment"), lambda row: row.segment, 84, "segment", extra=True),
        Column(N_("Rep"), lambda row: row.rep, 70, "rep", extra=True),
        Column(N_("Code"), lambda row: row.code, 70, "code", extra=True),
        Column(
            N_("Agreement until"), lambda row: day(row.agreement_ends_on), 92, "ends", extra=True
        ),
    )
