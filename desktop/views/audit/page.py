"""The audit trail: every change, who made it, and what it was before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.i18n import N_
from desktop.queries.audit import CHANGES, AuditDetail, AuditRow, Fact, audit_detail
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import joined

if TYPE_CHECKING:
    from desktop.services.office import Reading


class AuditPage(ListPage[AuditRow]):
    """Everything that was written, the newest first; nothing here can be changed."""

    name: ClassVar[str] = "audit"
    title: ClassVar[str] = N_("Changes")
    records = CHANGES
    search_words: ClassVar[str] = N_("person, name, number or PC")
    empty_title: ClassVar[str] = N_("No changes yet")
    empty_words: ClassVar[str] = N_("Everything that is written in the office is kept here.")
    nothing_open: ClassVar[str] = N_("Choose a line on the left.")
    columns = (
        Column(N_("When"), lambda row: row.at, 128, "at"),
        Column(N_("Who"), lambda row: row.who, 60, "who"),
        Column(N_("What"), lambda row: row.action, 110, "what"),
        Column(
            N_("Record"), lambda row: joined(row.record, row.named), 130, "record", stretch=True
        ),
        Column(
            N_("PC"),
            lambda row: row.pc,
            84,
            "pc",
            tip=lambda row: row.pc,
            whole=((N_("PC"), lambda row: row.pc), (N_("As a sentence"), lambda row: row.sentence)),
        ),
    )
    shares: ClassVar[tuple[int, int]] = (54, 46)

    def make_detail(self) -> "ChangeView":
        return ChangeView(self.desk, self)


class ChangeView(Detail[AuditDetail]):
    """One change, fact by fact."""

    def blocks(self) -> Sequence[Block[AuditDetail]]:
        return Head(_head), Lines(_FACTS, lambda row: row.facts, name=N_("What changed"))

    def load(self, session: "Reading", key: int) -> AuditDetail:
        return audit_detail(session, key)


def _head(row: AuditDetail) -> Heading:
    head = row.row
    return Heading(head.action, [(head.record, "quiet")], head.sentence)


_FACTS: tuple[Column[Fact], ...] = (
    Column(N_("What"), lambda fact: fact.name, 110),
    Column(N_("Before"), lambda fact: fact.before, 130, tone=lambda _fact: "quiet"),
    Column(N_("After"), lambda fact: fact.after, 150, stretch=True, tip=lambda fact: fact.after),
)
