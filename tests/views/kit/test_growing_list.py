"""A list whose first rows are shown goes on with the rest, and keeps what was chosen of it."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication

from desktop.views.kit.tables.record_table import Column, RecordTable, RecordView

ROWS = {key: str(key) for key in range(1, 60)}


def table() -> RecordTable[str]:
    made = RecordTable([Column[str]("Name", str, name="name")], lambda _keys: None)
    made.set_ids([3, 1, 2], {key: ROWS[key] for key in (1, 2, 3)})
    return made


def test_the_rest_comes_below_and_the_chosen_row_stays(qapp: QApplication) -> None:
    made = table()
    view = RecordView(made, "list")
    view.pick(1)
    added, reset = [], []
    made.rowsInserted.connect(lambda _where, first, last: added.append((first, last)))
    made.modelReset.connect(lambda: reset.append(1))
    made.go_on([3, 1, 2, 9, 8])
    assert (added, reset) == ([(3, 4)], [])
    assert list(made.ids) == [3, 1, 2, 9, 8]
    assert view.key == 1
    assert made.row_of(3) == "3"
    assert made.rowCount(QModelIndex()) == 5


def test_a_list_that_changed_meanwhile_is_shown_as_it_is(qapp: QApplication) -> None:
    made = table()
    made.go_on([1, 2, 9])
    assert list(made.ids) == [1, 2, 9]
    assert made.row_of(2) == "2"


def test_rows_of_a_page_that_had_only_begun_are_asked_for(qapp: QApplication) -> None:
    asked: list[list[int]] = []
    made = RecordTable([Column[str]("Name", str, name="name")], asked.append)
    made.set_ids([1, 2], {1: "1"})
    made.data(made.index(1, 0))
    made.go_on([1, 2, 3])
    made.data(made.index(2, 0))
    assert asked == [[1, 2], [1, 2, 3]]
