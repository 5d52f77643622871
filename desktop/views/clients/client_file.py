"""The client file: the facts above, everything else in tabs that are read when they are opened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.i18n import N_, _
from desktop.queries.client_page import OpenClient, open_client
from desktop.queries.clients import ClientFile
from desktop.queries.search import find_clients
from desktop.queries.words import state_word
from desktop.views.clients.form import ClientForm, client_draft, client_values
from desktop.views.clients.overview import Overview
from desktop.views.clients.tabs import file_tabs
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.blocks.tabs import Tabs
from desktop.views.kit.declared import facts_of
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.doing.file_list import attaching
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.words import day, joined, tone_of, yuan_words
from desktop.views.shared.neighbours import density_words, led_words, outlets_within

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading


class ClientFileView(Detail[OpenClient]):
    """One client."""

    kind: ClassVar[str] = "client"

    def blocks(self) -> Sequence[Block[OpenClient]]:
        survey = button(_("New survey"), lambda: self._begin("proposals", "survey", self.item))
        keep_if(survey, self.desk.may("survey.record"))
        blank = button(_("Blank survey form"), lambda: self._show_blank(self.item))
        keep_if(blank, self.desk.may("paper.issue"))
        self._tabs: Tabs[OpenClient] = Tabs(
            N_("Parts of the client file"),
            (
                (
                    N_("At a glance"),
                    lambda: Overview(self.desk, self, self._show_tab),
                ),
                (N_("Basics"), lambda: Facts(self._facts, columns=2)),
                *file_tabs(self.desk, self, (blank, survey)),
            ),
        )
        return (
            Head(
                _head,
                self._beginning(
                    N_("New suggestion"), "suggestion.prepare", "suggestions", "Ctrl+J"
                ),
                self._beginning(N_("New order"), "order.add", "orders", "Ctrl+O"),
                Tool(N_("Edit"), self.edit, "Ctrl+E", there=self.may("client.edit")),
                self.paper(
                    N_("Client file"),
                    "client_file",
                    lambda file: Issue(file.code, file.name),
                    there=self.may("paper.issue"),
                ),
            ),
            Figures(_figures),
            self._tabs,
        )

    def _show_tab(self, words: str) -> None:
        self._tabs.show_tab(words)

    def _beginning(self, words: str, action: str, page: str, shortcut: str) -> Tool[OpenClient]:
        return Tool(
            words,
            lambda file: self._begin(page, "new", file),
            shortcut,
            lambda file: _("This client is closed.") if file.state == "closed" else "",
            self.may(action),
        )

    def _begin(self, page: str, do: str, file: ClientFile) -> None:
        self.desk.open(Link(page, do=do, values=(("client", file.code),)))

    def _show_blank(self, file: ClientFile) -> None:
        name = _("Survey form {client}").format(client=file.name)
        self.desk.show_issued(name, "survey_form", file.code)

    def ask_moves(self, row: OpenClient, key: int) -> Sequence["Move"]:
        """A photo can be attached at any time."""
        return [*super().ask_moves(row, key), *self.free("attach")]

    def steps(self) -> Sequence[Action]:
        """A photo of the shop; closing a client whose business is done (C2)."""
        return (
            attaching("client", N_("Attach photo"), N_("Photos, papers")),
            Action(
                "client.close",
                N_("Close this client"),
                _close,
                done=N_("Client closed"),
                ask=(
                    Field("reason", N_("Why"), needed=True),
                    Field(
                        "successor",
                        N_("New owner's file"),
                        "lookup",
                        lookup=self.desk.look_up(find_clients),
                    ),
                ),
                note=N_("Needs no open order or case, and nothing owed either way."),
            ),
        )

    def load(self, session: "Reading", key: int) -> OpenClient:
        return open_client(session, key, self.desk.today)

    def edit(self, file: OpenClient) -> None:
        """Change the facts; somebody else's change meanwhile is shown beside (E2)."""
        self.open_form(
            "client.edit",
            _("Edit {name}").format(name=file.name),
            lambda: ClientForm(self.desk, known=True),
            _save_edited,
            _("Client saved"),
            values=client_values,
        )

    def _facts(self, row: ClientFile) -> Sequence[Fact]:
        place = f"{row.lat}, {row.lon}" if row.lat is not None and row.lon is not None else ""
        elsewhere = ("code", "name", "class", "closes", "break_from", "break_to", "lon")
        together: dict[str, Fact | str | None] = {
            "rep": row.rep_name,
            "opens": Fact(_("Open"), row.hours),
            "lat": Fact(_("Place"), place),
        }
        payable = yuan_words(row.payable_fen) if row.payable_fen else ""
        return (
            *facts_of(ClientDraft, row, self.desk, {**dict.fromkeys(elsewhere), **together}),
            Fact(
                outlets_within(self.desk),
                density_words(row.density),
                "careful" if row.is_dense else "",
            ),
            Fact(_("Led by neighbours too"), led_words(row.led_near), "careful"),
            Fact(_("Added on"), day(row.added_on)),
            Fact(_("Active since"), day(row.active_since)),
            Fact(_("Settled, to be paid"), payable),
            Fact(_("Closed on"), day(row.closed_on)),
            Fact(_("Why"), row.closing_reason),
            Fact(_("New owner's file"), row.successor),
        )


def _head(file: ClientFile) -> Heading:
    row, left = file.line, file.line.days_left
    late = _("visit {days} days late").format(days=row.overdue_days) if row.overdue_days else ""
    ends = ""
    if row.to_renew and left is not None:
        ends = _("agreement ends in {days} days").format(days=left)
    klass = _("class {name}").format(name=file.client_class) if file.client_class else ""
    state = state_word("client", file.state) if file.state != "active" else ""
    chips = [
        (klass, "accent"),
        (state, tone_of(file.state)),
        (_("dense") if file.is_dense else "", "careful"),
        (_("fund frozen") if row.frozen else "", "wrong"),
        (late, "wrong"),
        (ends, "careful"),
    ]
    return Heading(file.name, chips, joined(file.code, file.area, file.segment, file.address))


def _figures(file: ClientFile) -> Sequence[Fact]:
    owes = "wrong" if file.receivable_fen > 0 else ""
    return (
        Fact(_("Delivered this quarter"), yuan_words(file.ordered_fen)),
        Fact(_("In the fund"), yuan_words(file.fund_fen)),
        Fact(_("Owes us"), yuan_words(file.receivable_fen), owes),
        Fact(_("Adopted"), f"{file.adopted} / {file.suggested}"),
    )


def _save_edited(office: "Office", key: int, given: Given) -> None:
    from desktop.services.clients import edit_client

    edit_client(office, key, given["version"], client_draft(given.values))


def _close(office: "Office", key: int, given: Given) -> None:
    from desktop.services.clients import close_client

    close_client(office, key, given["reason"], given["successor"])
