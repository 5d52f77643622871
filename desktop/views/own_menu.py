"""The menu under one's name: password, looks, row height, keys, the other office, signing out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.lists.heading_menu import add_height
from desktop.views.kit.memory import Memory
from desktop.views.looks import SHADES, Looks, sizes_that_fit


@dataclass(frozen=True)
class OwnActs:
    """What the menu leads to; ``said`` tells quietly what a choice does."""

    password: Callable[[], object]
    keys: Callable[[], object]
    connection: Callable[[], object]
    other_office: Callable[[], object]
    sign_out: Callable[[], object]
    said: Callable[[str], object]


class OwnMenu(QMenu):
    """What is the person's own, not a page's. ``by_words`` is for the search box."""

    def __init__(
        self, parent: QWidget, looks: Looks, memory: Memory, acts: OwnActs, *, training: bool
    ) -> None:
        super().__init__(parent)
        self._looks = looks
        self._acts = acts
        self._connection = {} if training else {_("Database connection"): acts.connection}
        other = _("Back to our own office") if training else _("Look at the training office")
        self.addAction(_("Change password"), acts.password)
        self._shades = self._choices(_("Shade"), self._shade_words(), looks.shade, self._shade)
        sizes = {str(size): f"{size} %" for size in sizes_that_fit()}
        self._choices(_("Size of everything"), sizes, str(looks.size), self._size)
        self._low_rows = add_height(self, memory)
        self.addAction(_("Keys") + "\tF1 F1", acts.keys)
        if not training:
            for words, connect in self._connection.items():
                self.addAction(words, connect)
        self.addAction(other, acts.other_office)
        self.addSeparator()
        self.addAction(_("Sign out"), acts.sign_out)

    @property
    def by_words(self) -> Mapping[str, Callable[[], object]]:
        """What is done at once by its words."""
        shades = {
            _("Shade: {name}").format(name=words): lambda name=name: self._take_shade(name)
            for name, words in self._shade_words().items()
        }
        return {
            _("Change password"): self._acts.password,
            _("Low rows"): self._low_rows.trigger,
            _("Keys"): self._acts.keys,
            _("Sign out"): self._acts.sign_out,
            **self._connection,
            **shades,
        }

    @staticmethod
    def _shade_words() -> dict[str, str]:
        return {name: _(words) for name, words in SHADES.items()}

    def _choices(
        self,
        title: str,
        words: Mapping[str, str],
        now: str,
        take: Callable[[str], None],
    ) -> dict[str, QAction]:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        made = {}
        for name, text in words.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(name == now)
            action.triggered.connect(lambda _on=False, name=name: take(name))
            group.addAction(action)
            made[name] = action
        return made

    def _take_shade(self, name: str) -> None:
        self._shades[name].setChecked(True)
        self._shade(name)

    def _shade(self, name: str) -> None:
        self._looks.choose_shade(name)

    def _size(self, name: str) -> None:
        self._looks.choose_size(int(name))
        self._acts.said(_("It holds from the next start of the program."))
