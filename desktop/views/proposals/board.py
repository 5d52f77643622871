"""The form of a proposal with its shelf above the lines: what is done in one is done in both."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.basics.shelf import Pack, Shelf
from desktop.queries.proposals import ProposalDetail
from desktop.queries.shelf_board import BoardGround, board_ground, shelf_of
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.shelf import ShelfView
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.live_form import LiveForm
from desktop.views.kit.parts import column, label
from desktop.views.kit.words import joined, money


class ProposalForm(LiveForm):
    """Lines with facings and levels, and the shelf on which they stand; either changes the other.

    ``client`` is the code of a draft's client, which stays; ``proposal_id`` the draft's own.
    """

    def __init__(
        self,
        desk: Desk,
        fields: Sequence[Field],
        client: str = "",
        proposal_id: int | None = None,
    ) -> None:
        super().__init__(desk, fields, columns=2)
        self._client = client
        self._proposal_id = proposal_id
        self._asked = ""
        self._ground = BoardGround()
        self._first: int | None = None  # what the shelf earned a month as it was opened
        self.shelf = ShelfView(editable=True)
        self._earns = label(tone="quiet")
        self._wrong = label(tone="wrong", wrap=True)
        self._keys = label(
            _("Arrows choose, with Ctrl they move, + and − change facings, Ctrl+Z takes back"),
            "label",
            wrap=True,
        )
        self._board = QWidget()
        self._board.setLayout(column(self._earns, self._keys, self._wrong, self.shelf, spacing=4))
        self._board.hide()
        self._grid.addWidget(self._board, self.row_of("lines") - 1, 0, 1, -1)
        QWidget.setTabOrder(self.shelf, self.editor("lines").control)
        self.shelf.arranged.connect(self._arranged)

    def look(self) -> None:
        """Ask once for what a shop's shelf is arranged with, then follow the lines."""
        client = self._client or self.typed("client") or ""
        if client and client != self._asked:
            self._asked = client
            today, proposal_id = self.desk.today, self._proposal_id
            self.desk.ask(
                self,
                lambda session: board_ground(session, client, today, proposal_id),
                self._take_ground,
                slot="board",
            )
        self._follow()

    def _take_ground(self, ground: BoardGround) -> None:
        self._ground = ground
        self._follow()
        if self._client and self._board.isVisible() and not self.touched:
            # What a person changes of what was computed is how it stands there.
            self.shelf.setFocus(Qt.FocusReason.TabFocusReason)

    def _follow(self) -> None:
        shelf = Shelf.of(self._ground.levels, self._placed())
        self._board.setVisible(bool(shelf.levels))
        if not shelf.levels:
            return
        self.shelf.follow(shelf)
        self._tell(shelf)

    def _placed(self) -> list[tuple[int, Pack]]:
        """What the lines put on the shelf, as far as they can be read."""
        found: dict[str, tuple[int, Pack]] = {}
        for row in self.editor("lines").raw():
            code = _code(row)
            facings, level = _number(row["facings"]), _number(row["level"])
            pack = self._ground.pack(code, facings) if code and facings else None
            if pack is not None and level and code not in found:
                found[code] = (level, pack)
        return list(found.values())

    def _tell(self, shelf: Shelf) -> None:
        month_fen = shelf.month_fen
        if self._first is None and month_fen:
            self._first = month_fen
        more = month_fen - (self._first or 0)
        change = ""
        if more and self._first is not None:
            sign = "+" if more > 0 else "−"
            change = f"{sign}{money(abs(more))}"
        told = _("Earns the shop {amount} a month").format(amount=money(month_fen))
        uncounted = ""
        if shelf.uncounted:
            names = _(", ").join(pack.name for pack in shelf.uncounted)
            uncounted = _("without {products}: no price known").format(products=names)
        self._earns.setText(joined(told, change, uncounted) if month_fen else "")
        faults = shelf.faults()
        self._wrong.setText(" ".join(faults))
        self._wrong.setVisible(bool(faults))

    def _arranged(self, shelf: Shelf) -> None:
        """Write what was arranged into the lines, in the shelf's order."""
        editor = self.editor("lines")
        rows = {_code(row): row for row in editor.raw()}
        written = []
        for spot, pack in shelf:
            row = rows.pop(pack.code)
            written.append({**row, "facings": str(pack.facings), "level": str(spot.level + 1)})
        editor.show_raw([*written, *rows.values()])
        editor.changed.emit()

    def show_values(self, values: Mapping[str, Any]) -> None:
        self._first = None
        super().show_values(values)


class ShelfBlock(Block[ProposalDetail]):
    """The shelf of a proposal, to scale, as wide and high as the survey found it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown = 0
        self.view = ShelfView()
        super().__init__(self.view, N_("The shelf"))

    def fill(self, item: ProposalDetail) -> bool:
        key = item.row.id
        if key != self._shown:
            self.view.show_shelf(Shelf((), ()))
            self._shown = key
        self._desk.ask(
            self, lambda session: shelf_of(session, key), self.view.show_shelf, slot="shelf"
        )
        return bool(item.lines)


def _code(row: Mapping[str, Any]) -> str:
    product = row["product"]
    return str(product.get("value") or "") if isinstance(product, dict) else ""


def _number(text: object) -> int:
    """What was typed as a whole number; 0 as long as it is none."""
    typed = str(text or "").strip()
    return int(typed) if typed.isascii() and typed.isdecimal() else 0
