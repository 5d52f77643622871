"""The client file: the facts above, everything else in tabs that are read when they are opened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.fields import drafted, facts_of
from desktop.basics.i18n import N_, _
from desktop.queries.clients import ClientFile, client_file
from desktop.queries.search import find_clients
from desktop.queries.words import state_word
from desktop.views.clients.form import client_form, client_values
from desktop.views.clients.tabs import TABS, Tab
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.doing.file_list import attaching
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.record_table import RecordView, short_list
from desktop.views.kit.parts import (
    EmptyState,
    Facts,
    Figures,
    Head,
    button,
    column,
    empty,
    keep_if,
    label,
    line,
)
from desktop.views.kit.words import day, joined, tone_of, yuan_words

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading


class ClientFileView(Detail):
    """One client."""

    kind: ClassVar[str] = "client"

    def __init__(self, desk: Desk, page: ListPage[Any]) -> None:
        super().__init__(desk, page)
        self._file: ClientFile | None = None
        self._figures = Figures()
        self._edit = button(_("Edit"), self.edit, "", "Ctrl+E")
        self._suggest = button(_("New suggestion"), self._new_suggestion, "", "Ctrl+J")
        self._order = button(_("New order"), self._new_order, "", "Ctrl+O")
        keep_if(self._edit, desk.may("client.edit"))
        keep_if(self._suggest, desk.may("suggestion.prepare"))
        keep_if(self._order, desk.may("order.add"))
        self._head = Head(self._suggest, self._order, self._edit)
        self._tabs = QTabBar()
        self._tabs.setAccessibleName(_("Parts of the client file"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.addTab(_("Facts"))
        for tab in TABS:
            self._tabs.addTab(_(tab.words))
        self._facts = Facts(2)
        self._shown = QStackedWidget()
        self._shown.addWidget(_top(self._facts))
        self._holder = QWidget()
        self._lines = QVBoxLayout(self._holder)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._shown.addWidget(self._holder)
        self.body.addWidget(self._head)
        self.body.addWidget(self._figures)
        self.body.addWidget(self._tabs)
        self.body.addWidget(self._shown, 1)
        self._tabs.currentChanged.connect(self._open_tab)
        self.setFocusProxy(self._tabs)

    def ask_moves(self, row: ClientFile, key: int) -> Sequence["Move"]:
        """A photo can be attached at any time."""
        from desktop.services.moves import Move

        photo = [Move("attach", True)] if self.desk.may("attach") else []
        return [*super().ask_moves(row, key), *photo]

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

    def load(self, session: "Reading", key: int) -> ClientFile:
        return client_file(session, key, self.desk.today)

    def show_row(self, row: ClientFile) -> None:
        self._file = row
        left = row.line.days_left
        closed = row.state == "closed"
        for begins in (self._suggest, self._order):
            begins.setEnabled(not closed)
            begins.setToolTip(_("This client is closed.") if closed else "")
        chips = [
            (_("class {name}").format(name=row.client_class) if row.client_class else "", "accent"),
            (state_word("client", row.state) if row.state != "active" else "", tone_of(row.state)),
            (_("fund frozen") if row.line.frozen else "", "wrong"),
            (
                _("visit {days} days late").format(days=row.line.overdue_days)
                if row.line.overdue_days
                else "",
                "wrong",
            ),
            (
                _("agreement ends in {days} days").format(days=left)
                if row.line.to_renew and left is not None
                else "",
                "careful",
            ),
        ]
        self._head.show_head(row.name, chips, joined(row.code, row.area, row.segment, row.address))
        self._figures.show_figures(
            (
                (_("Delivered this quarter"), yuan_words(row.ordered_fen)),
                (_("In the fund"), yuan_words(row.fund_fen)),
                (
                    _("Owes us"),
                    yuan_words(row.receivable_fen),
                    "wrong" if row.receivable_fen > 0 else "",
                ),
                (_("Adopted"), f"{row.adopted} / {row.suggested}"),
            )
        )
        self._facts.show_facts(_facts(row, self.desk))
        self._open_tab(self._tabs.currentIndex())

    def edit(self) -> None:
        """Change the facts; somebody else's change meanwhile is shown beside (E2)."""
        from desktop.services.clients import edit_client

        key, file = self.key, self._file
        if key is None or file is None:
            return
        today = self.desk.today
        self.page.edit(
            Edit(
                title=_("Edit {name}").format(name=file.name),
                form=lambda: client_form(self.desk, known=True),
                save=lambda office, given: edit_client(
                    office, key, given["version"], drafted(ClientDraft, given.values)
                ),
                draft_key=f"client.edit:{key}",
                saved=lambda _none: self.page.saved(key),
                done=_("Client saved"),
                load=lambda session: client_values(client_file(session, key, today)),
            )
        )

    def _open_tab(self, place: int) -> None:
        if place <= 0 or self.key is None:
            self._shown.setCurrentIndex(0)
            return
        tab, key, today = TABS[place - 1], self.key, self.desk.today
        self.desk.ask(
            self,
            lambda session: tab.ask(session, key, today),
            lambda rows: self._show_tab(tab, rows),
            slot="tab",
        )

    def _show_tab(self, tab: Tab, rows: Sequence[Any]) -> None:
        before = self._holder.findChild(RecordView)
        place = before.currentIndex().row() if before is not None and before.hasFocus() else None
        empty(self._lines)
        if not rows:
            self._lines.addWidget(EmptyState(_(tab.none)))
        else:
            view = short_list(tab.columns, rows, _(tab.words))
            view.setMinimumHeight(120)
            view.setMaximumHeight(16_000_000)
            if tab.open is not None:
                open_ = tab.open
                view.activated_key.connect(lambda place: open_(self.desk, rows[place]))
                self._lines.addWidget(label(_("Enter opens a line."), "label"))
            self._lines.addWidget(view, 1)
            if place is not None:  # read again: the keyboard stays on its line
                view.setFocus()
                view.selectRow(min(place, len(rows) - 1))
        if tab.begin is not None:
            self._lines.addWidget(self._begin_button(*tab.begin))
        self._shown.setCurrentWidget(self._holder)

    def _begin_button(self, action: str, words: str, page: str, do: str) -> QWidget:
        made = button(_(words), lambda: self._begin(page, do))
        keep_if(made, self.desk.may(action))
        holder = QWidget()
        holder.setLayout(line(None, made))
        return holder

    def _new_suggestion(self) -> None:
        self._begin("suggestions", "new")

    def _new_order(self) -> None:
        self._begin("orders", "new")

    def _begin(self, page: str, do: str) -> None:
        if self._file is not None:
            self.desk.open(Link(page, do=do, values=(("client", self._file.code),)))


def _top(inside: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(inside, None))
    return holder


def _close(office: "Office", key: int, given: Given) -> None:
    from desktop.services.clients import close_client

    close_client(office, key, given["reason"], given["successor"])


def _facts(row: ClientFile, desk: Desk) -> list[tuple[str, str]]:
    place = f"{row.lat}, {row.lon}" if row.lat is not None and row.lon is not None else ""
    elsewhere = dict.fromkeys(("code", "name", "class", "closes", "break_from", "break_to", "lon"))
    together = {
        "rep": (_("Rep"), row.rep_name),
        "opens": (_("Open"), row.hours),
        "lat": (_("Place"), place),
    }
    return [
        *facts_of(ClientDraft, row, {**elsewhere, **together}, desk.number),
        (_("Added on"), day(row.added_on)),
        (_("Active since"), day(row.active_since)),
        (_("Settled, to be paid"), yuan_words(row.payable_fen) if row.payable_fen else ""),
        (_("Closed on"), day(row.closed_on)),
        (_("Why"), row.closing_reason),
        (_("New owner's file"), row.successor),
    ]
