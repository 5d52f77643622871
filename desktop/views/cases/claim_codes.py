"""The claim codes of a new case: shown once, until they are handed over (V2)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.services.cases import Reported
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import button, column, empty, label, line, rule

_DIGITS = 4


class ClaimCodes(QWidget):
    """One code a reporter; ``done`` tells that they were handed over and are forgotten."""

    done = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._reported: Reported | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(12)
        self._print = button(_("Reward slips"), self.show_slips, "", "Ctrl+P")
        self._given = button(_("Handed over"), self.forget, "primary", "Ctrl+Return")
        words = _(
            "Each reporter gets one code, and a reward is paid only against it. They are shown "
            "this once: only a trace that can't be read back is kept. Print the slips, or write "
            "the codes down, and hand each reporter one."
        )
        self.setLayout(
            column(
                label(_("Claim codes"), "title"),
                label(words, tone="quiet", wrap=True),
                self._lines,
                None,
                rule(),
                line(None, self._print, self._given),
                spacing=14,
            )
        )

    @property
    def waiting(self) -> bool:
        """Whether codes stand here that were not handed over yet."""
        return self._reported is not None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that are shown."""
        return self._reported.claim_codes if self._reported else ()

    def show_codes(self, reported: Reported) -> None:
        """Show the codes of a case that was reported just now."""
        self._reported = reported
        empty(self._lines)
        for number, code in enumerate(reported.claim_codes, 1):
            digits = label(_spaced(code), "figure")
            digits.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            name = _("Reporter {number}").format(number=number)
            digits.setAccessibleName(_("Claim code of reporter {number}").format(number=number))
            self._lines.addLayout(column(label(name, "label"), digits, spacing=1))
        self._print.setFocus()

    def show_slips(self) -> None:
        """The slips, one a code; what they say is kept nowhere."""
        from desktop.services.papers.slips import print_reward_slips

        office, reported = self._desk.office, self._reported
        if reported is not None:
            self._desk.show_paper(
                _("Reward slips"),
                lambda: print_reward_slips(office, reported.case_id, reported.claim_codes),
            )

    def forget(self) -> None:
        """They were handed over."""
        self._reported = None
        empty(self._lines)
        self.done.emit()


def _spaced(code: str) -> str:
    return "  ".join(code[place : place + _DIGITS] for place in range(0, len(code), _DIGITS))
