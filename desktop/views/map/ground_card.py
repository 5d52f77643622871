"""The picture below the map, as a person sees it: shown or not, how strong; laid and removed."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.basics.ground import Ground
from desktop.basics.i18n import _
from desktop.queries.map_ground import KeptGround
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.choice_list import ChoiceList
from desktop.views.kit.parts import button, column, keep_if, label
from desktop.views.shared.map_ground import STRENGTHS, GroundWish, remember, wished


class GroundCard(QWidget):
    """``changed``: it is to be shown otherwise. What is chosen is remembered per person."""

    changed = Signal()

    def __init__(self, desk: Desk, lay: Callable[[], object], drop: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        self.kept: KeptGround | None = None
        self.shown = QCheckBox(_("Picture below the map"))
        self.strength = ChoiceList()
        self.strength.setAccessibleName(_("How strong the picture is"))
        for percent in STRENGTHS:
            self.strength.addItem(_("{percent} % strong").format(percent=percent), percent)
        wish = wished(desk)
        self.shown.setChecked(wish.shown)
        self.strength.setCurrentIndex(self.strength.findData(wish.strength))
        self.lay = button(_("Lay a picture …"), lay, "link")
        self.drop = button(_("Remove it"), drop, "link")
        self._name = label(kind="label", wrap=True)
        self.setLayout(
            column(self.shown, self._name, self.strength, self.lay, self.drop, spacing=4)
        )
        self.shown.toggled.connect(lambda _on: self._on_change())
        self.strength.currentIndexChanged.connect(lambda _place: self._on_change())
        self.show_kept(None)

    def show_kept(self, kept: KeptGround | None) -> None:
        """Say which picture the office has."""
        self.kept = kept
        may = self._desk.may("map.ground")
        for one in (self.shown, self.strength):
            one.setVisible(kept is not None)
        self._name.setText(kept.name if kept else "")
        self._name.setVisible(kept is not None)
        self.lay.setText(_("Lay it otherwise …") if kept else _("Lay a picture …"))
        keep_if(self.lay, may)
        keep_if(self.drop, may)
        self.drop.setVisible(may and kept is not None)

    @property
    def ground(self) -> Ground | None:
        """What the map stands on; None for nothing."""
        return self._wish.ground(self.kept)

    @property
    def _wish(self) -> GroundWish:
        return GroundWish(self.shown.isChecked(), int(self.strength.currentData()))

    def _on_change(self) -> None:
        remember(self._desk, self._wish)
        self.changed.emit()
