"""A client's lines among its neighbours', and what the plan gives it instead (P6)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.i18n import N_, _
from desktop.queries.lines import LinesDetail, Near, lines_detail
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, plain
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, listed

if TYPE_CHECKING:
    from desktop.services.office import Reading


class LinesView(Detail[LinesDetail]):
    """One client with its neighbours, the nearest first."""

    kind: ClassVar[str] = "lines"

    def blocks(self) -> Sequence[Block[LinesDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.row.id),
                self.way(N_("Agreement"), "agreements", lambda row: row.agreement_id),
                self.way(N_("Agreement being made"), "agreements", lambda row: row.being_made_id),
            ),
            Facts(_facts),
            Lines(
                _NEAR,
                lambda row: row.near,
                title=N_("Neighbours"),
                none=N_("No active client lies near it."),
                enter=lambda near: self.desk.open(Link("lines", near.client_id)),
            ),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services.lines import amend_lines

        return (
            Action(
                "agreement.amend",
                N_("Draft the amendment, then the next"),
                plain(amend_lines),
                N_("Amendment drafted: it stands among the agreements"),
                goes_on=True,
                primary=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> LinesDetail:
        return lines_detail(session, key, self.desk.today)


def _head(row: LinesDetail) -> Heading:
    chips = [(line, "accent") for line in row.row.now]
    number = row.agreement or _("(no number yet)")
    until = _("until {day}").format(day=day(row.ends_on))
    return Heading(
        row.row.client, chips, joined(row.row.code, row.row.segment, row.rep, number, until)
    )


def _facts(row: LinesDetail) -> Sequence[Fact]:
    now, left = row.row.conflicts, row.row.left
    tone = "wrong" if now else "good"
    facts = [Fact(_("Conflicts today"), str(now), tone)]
    if row.row.planned is not None:
        kept = _("stays as it is")
        planned = listed(row.row.planned) if row.row.changes else kept
        facts += [
            Fact(_("By the plan"), planned, "accent" if row.row.changes else ""),
            Fact(_("Conflicts then"), str(left)),
        ]
        if row.row.changes and row.being_made_id is not None:
            facts.append(Fact(_("Amendment"), _("a new agreement is being made already")))
    return facts


_NEAR: tuple[Column[Near], ...] = (
    Column(N_("Client"), lambda row: row.client, 120, stretch=True),
    Column(N_("Metres"), lambda row: str(row.apart_m), 50, right=True),
    Column(N_("Leads"), lambda row: listed(row.now), 110),
    Column(
        N_("Both lead"),
        lambda row: listed(row.both),
        90,
        tone=lambda row: "wrong" if row.both else "",
    ),
    Column(N_("By the plan"), lambda row: listed(row.planned or ()), 110),
    Column(
        N_("Then both"),
        lambda row: listed(row.left),
        90,
        tone=lambda row: "careful" if row.left else "",
    ),
)
