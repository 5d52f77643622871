"""A newer version of the program: looked for, offered, and installed when a person says so."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

import desktop
from desktop.basics.i18n import _
from desktop.basics.office_clock import office_day
from desktop.views.kit.desk import Desk
from desktop.views.kit.tasks import Progress
from desktop.views.kit.updates import Updates

if TYPE_CHECKING:
    from desktop.services.office import Office
    from desktop.services.updates import Offer
    from desktop.views.sign_in.update import UpdateActs


_SWEEP_MS = 60_000  # an installer that just started this program has ended by then


class Updating(Updates):
    """The newer versions of one window; ``page`` is to be shown, ``started`` ends the window.

    ``desk`` is nobody's, ``own`` the office of this computer while it is open, ``may_leave`` tells
    whether nothing typed would be lost for good.
    """

    page = Signal(object)
    started = Signal()

    def __init__(
        self,
        parent: QWidget,
        folder: Path,
        desk: Callable[[], Desk],
        own: Callable[[], "Office | None"],
        may_leave: Callable[[], bool],
    ) -> None:
        super().__init__(parent)
        self._data, self._desk, self._own, self._may_leave = folder, desk, own, may_leave
        self.asked.connect(self.show_page)
        self.renewed.connect(self._follow_office)
        QTimer.singleShot(_SWEEP_MS, self, self._sweep)

    def show_page(self) -> None:
        """What is new in the version that was found, and the button that installs it."""
        from desktop.views.sign_in.update import UpdatePage

        offer = self.offer
        if offer is None:
            return
        acts, running = update_acts(self._data, offer), desktop.__version__
        page = UpdatePage(self._desk(), offer, running, acts, self._may_leave)
        page.started.connect(lambda: QTimer.singleShot(0, self, self.started.emit))
        self.page.emit(page)

    def _sweep(self) -> None:
        """What was fetched and is installed by now takes no room any more."""

        def work(_progress: object) -> None:
            from desktop.services.updates import throw_away_installed

            throw_away_installed(self._data / "updates")

        self._desk().tasks.read(self, work, lambda _none: None)

    def _follow_office(self) -> None:
        """The office may name another folder now: look there."""
        office = self._own()
        if office is None:
            return

        def work(_progress: object) -> str:
            from desktop.queries.settings import updates_detail

            with office.reading() as session:
                return updates_detail(session).updates_folder

        self._desk().tasks.read(self, work, self.follow, slot="updates")


def update_acts(folder: Path, offer: "Offer") -> "UpdateActs":
    """What is done to install an offer in the office of a data folder."""
    from desktop import offices
    from desktop.services.updates import start_installer, why_not_here
    from desktop.services.versions import HEAD
    from desktop.views.sign_in.update import UpdateActs

    def take(offer: "Offer", progress: Progress) -> Path:
        from desktop.services.updates import check_fetched, take_update

        besides = offices.own_size(folder)
        installer = take_update(offer, folder / "updates", progress, besides=besides)
        progress.report(0, 0, _("Backing up the office"))
        offices.back_up_own(folder, office_day())
        check_fetched(installer, offer.release, progress)
        return installer

    others = ""
    on_server = offices.own_database(folder).get_backend_name() != "sqlite"
    if on_server and offer.release.schema != HEAD:
        others = _(
            "Where several PCs work in one office on a server, all of them need the new version: "
            "once one has it, the others can't open the office without it."
        )
    return UpdateActs(take, start_installer, why_not_here(), others)
