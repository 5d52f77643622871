"""The part of a scan that is about one line, beside the line that is filled in from it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.basics.i18n import N_, _
from desktop.views.kit.parts import Remark, column

if TYPE_CHECKING:
    from desktop.services.scans import ScannedPaper

HIGH_PX = 140
_FIELDS: Mapping[str, str] = {
    "result": N_("Outcome"),
    "reason": N_("Why it failed"),
    "mark": N_("Mark"),
    "means": N_("Means"),
    "shop_type": N_("Shop"),
    "spending": N_("Spending power"),
    "groups": N_("Buyers"),
}


class CutOut(QWidget):
    """Shows a row's part of a scanned paper, and what is doubtful of it; its width follows.

    A ``steady`` one moves nothing where doubts come and go from row to row.
    """

    def __init__(
        self, paper: "ScannedPaper", high_px: int = HIGH_PX, *, steady: bool = False
    ) -> None:
        super().__init__()
        self._high_px = high_px
        self._paper = paper
        self._seen = QPixmap()
        self.doubts = Remark()
        held = self.doubts.sizePolicy()
        held.setRetainSizeWhenHidden(steady)
        self.doubts.setSizePolicy(held)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.picture.setFixedHeight(high_px)
        self.picture.setAccessibleName(_("The line on the scan"))
        whole = column(self.doubts, self.picture, spacing=4)
        whole.setContentsMargins(0, 4, 0, 4)
        self.setLayout(whole)

    def show_row(self, row: str) -> None:
        """Show this row of the paper; "" for none."""
        self._seen = QPixmap()
        self._seen.loadFromData(self._paper.pictures.get(row, b""))
        words = doubts_of(self._paper, row)
        self.doubts.say(_("Look at it: {words}").format(words=words) if words else "")
        self._fit()

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        if self._seen.isNull():
            self.picture.clear()
            return
        smooth = Qt.TransformationMode.SmoothTransformation
        keep = Qt.AspectRatioMode.KeepAspectRatio
        size = self._seen.size().scaled(self.picture.width(), self._high_px, keep)
        self.picture.setPixmap(self._seen.scaled(size, keep, smooth))


def doubts_of(paper: "ScannedPaper", row: str) -> str:
    """What is doubtful in a row, in words; "" for nothing."""
    from desktop.queries.scanned import DOUBTS

    said = _("{field}: {why}")
    found = [
        said.format(field=_(_FIELDS[one.field]), why=_(DOUBTS[one.doubt]))
        for one in paper.answers.values()
        if one.row == row and one.doubt
    ]
    return _("; ").join(found)
