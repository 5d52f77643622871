"""The audit trail: every change, who made it, and what it was before."""

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from desktop.basics.i18n import N_, _
from desktop.queries.audit import CHANGES, AuditDetail, AuditRow, Fact, audit_detail
from desktop.views.kit.desk import Desk
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.record_table import Column, short_list
from desktop.views.kit.parts import Head, empty
from desktop.views.kit.words import joined

if TYPE_CHECKING:
    from desktop.services.office import Reading


class AuditPage(ListPage[AuditRow]):
    """Everything that was written, the newest first; nothing here can be changed."""

    name: ClassVar[str] = "audit"
    title: ClassVar[str] = N_("Changes")
    records = CHANGES
    search_words: ClassVar[str] = N_("person, name or number")
    empty_title: ClassVar[str] = N_("No changes yet")
    empty_words: ClassVar[str] = N_("Everything that is written in the office is kept here.")
    nothing_open: ClassVar[str] = N_("Choose a line on the left.")
    columns = (
        Column(N_("When"), lambda row: row.at, 128, "at"),
        Column(N_("Who"), lambda row: row.who, 60, "who"),
        Column(N_("What"), lambda row: row.action, 110, "what"),
        Column(
            N_("Record"),
            lambda row: joined(row.record, row.named),
            130,
            "record",
            stretch=True,
        ),
    )
    shares: ClassVar[tuple[int, int]] = (54, 46)

    def make_detail(self) -> Detail:
        return ChangeView(self.desk, self)


class ChangeView(Detail):
    """One change, fact by fact."""

    def __init__(self, desk: Desk, page: ListPage[Any]) -> None:
        super().__init__(desk, page)
        self._head = Head()
        self._facts = QVBoxLayout()
        self.body.addWidget(self._head)
        self.body.addLayout(self._facts, 1)

    def load(self, session: "Reading", key: int) -> AuditDetail:
        return audit_detail(session, key)

    def show_row(self, row: AuditDetail) -> None:
        head = row.row
        self._head.show_head(
            head.action, [(head.record, "quiet")], joined(head.named, head.at, head.who)
        )
        empty(self._facts)
        self._facts.addWidget(short_list(_FACTS, row.facts, _("What changed")))
        self._facts.addStretch(1)


_FACTS: tuple[Column[Fact], ...] = (
    Column(N_("What"), lambda fact: fact.name, 110),
    Column(N_("Before"), lambda fact: fact.before, 130, tone=lambda _fact: "quiet"),
    Column(N_("After"), lambda fact: fact.after, 150, stretch=True, tip=lambda fact: fact.after),
)
