"""What the page of a list declares: its columns, its words, its records and their detail."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.basics.i18n import _
from desktop.queries.lists import Filter, PageList
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.lists.many import ManyAct
from desktop.views.kit.page import Page
from desktop.views.kit.tables.record_table import Column, Row


class DeclaredList(Page, Generic[Row]):
    """What a ``ListPage`` is made of; each page says its own."""

    columns: Sequence[Column[Row]] = ()
    records: PageList[Row] | None = None
    edit_kind: ClassVar[str] = ""  # the import that takes a list of all its fields
    new_words: ClassVar[str] = ""
    new_action: ClassVar[str] = ""
    search_words: ClassVar[str] = ""
    empty_title: ClassVar[str] = ""
    empty_words: ClassVar[str] = ""
    begun_at: ClassVar[tuple[str, str]] = ("", "")
    needs: ClassVar[tuple[str, ...]] = ()  # what must be there before the first can be entered
    nothing_open: ClassVar[str] = ""
    sort: ClassVar[tuple[str, bool]] = ("", False)
    shares: ClassVar[tuple[int, int]] = (42, 58)
    only_one: ClassVar[bool] = False  # of its rows is ever chosen

    @property
    def filters(self) -> Sequence[Filter]:
        """What stands above the list to filter it by."""
        return self.records.filters if self.records else ()

    def listing(self) -> Listing[Row]:
        """Where the list comes from."""
        assert self.records is not None
        return Listing.of(self.records, self.desk)

    def make_detail(self) -> Detail[Any]:
        """The widget of the open item."""
        raise NotImplementedError

    def edit_new(self, link: Link) -> Edit | None:
        """The form for a new item; ``link.values`` may fill it in advance."""
        return None

    def first_ways(self) -> Sequence[QPushButton]:
        """What an empty list offers before a new record."""
        return ()

    def acts(self) -> Sequence[ManyAct]:
        """What can be done with several records at once."""
        return ()

    def step_of(self, row: Row) -> object:
        """What a row waits for, such as its state: after it comes the next that waits so."""
        return None

    def tools(self) -> Sequence[QWidget]:
        """What else stands above the list."""
        return ()

    def count_words(self, number: int) -> str:
        """What stands below the list."""
        return _("{number} in the list").format(number=number)
