"""The photos of a shop on the first page of its file: small pictures, read after all else."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, ngettext
from desktop.queries.attachments import FileRow, is_picture, pictures_of
from desktop.queries.client_page import OpenClient
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.thumbnails import Thumbnail, ThumbnailsView, small_picture
from desktop.views.kit.blocks.ways import Way, WaysView
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.file_list import open_file
from desktop.views.kit.parts import column
from desktop.views.kit.words import day, joined

_MOST_PICTURES, _MOST_PAPERS = 4, 2
_MOST_KEPT = 120  # small pictures of shops that were looked at before


class Photos(Block[OpenClient]):
    """The newest pictures, then the newest papers by name, and how many more there are."""

    def __init__(self, desk: Desk, asker: QWidget, show_all: Callable[[], object]) -> None:
        self._desk, self._asker, self._show_all = desk, asker, show_all
        self._pictures: dict[int, QImage] = {}
        self.shown: Sequence[Thumbnail] = ()
        self.thumbnails = ThumbnailsView()
        self._papers = WaysView()
        super().__init__(column(self.thumbnails, self._papers, spacing=6), N_("Photos"))

    def fill(self, item: OpenClient) -> bool:
        files = item.page.files
        pictures = [one for one in files if is_picture(one)][:_MOST_PICTURES]
        papers = [one for one in files if not is_picture(one)][:_MOST_PAPERS]
        self.shown = [self._thumbnail(one) for one in pictures]
        self._show()
        ways = [self._way(one) for one in papers]
        if more := len(files) - len(pictures) - len(papers):
            words = ngettext("{number} more file", "{number} more files", more).format(number=more)
            ways.append(Way(words, do=self._show_all))
        self._papers.show_ways(self.heading, ways)
        self._papers.setVisible(bool(ways))
        self._ask([one.id for one in pictures if one.id not in self._pictures])
        return bool(files)

    @property
    def ways(self) -> Sequence[Way]:
        """The lines of papers below the pictures."""
        return self._papers.ways

    def _show(self) -> None:
        self.thumbnails.show_thumbnails(self.heading, self.shown, self._pictures)

    def _ask(self, ids: Sequence[int]) -> None:
        """Read and shrink what isn't known yet, off the GUI thread."""
        ratio = self.devicePixelRatioF()

        def take(found: Mapping[int, QImage]) -> None:
            if len(self._pictures) > _MOST_KEPT:
                self._pictures.clear()
            self._pictures |= found
            self._show()

        if ids:
            self._desk.ask(
                self._asker,
                lambda session: {
                    key: small_picture(content, ratio) for key, content in pictures_of(session, ids)
                },
                take,
                slot="photos",
            )

    def _thumbnail(self, one: FileRow) -> Thumbnail:
        about = joined(day(one.added_on), one.note)
        return Thumbnail(one.id, one.name, about, partial(open_file, self._desk, one.id, one.name))

    def _way(self, one: FileRow) -> Way:
        about = joined(day(one.added_on), one.note)
        return Way(one.name, under=about, do=partial(open_file, self._desk, one.id, one.name))
