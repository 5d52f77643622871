"""Columns share the room of their table; what was dragged stays."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.views.kit.tables.column_widths import Wish, share_width
from desktop.views.kit.tables.headings import Headings
from desktop.views.kit.tables.record_table import Column, RecordTable, RecordView

pixels = st.integers(0, 500)
wishes = st.lists(
    st.builds(Wish, usual=pixels, need=pixels, least=st.integers(0, 120), elastic=st.booleans()),
    min_size=1,
    max_size=9,
)


@given(st.integers(0, 2000), wishes)
def test_no_overflow_no_gap_and_no_cut_heading(room: int, wishes: list[Wish]) -> None:
    widths = share_width(room, wishes)
    least = sum(wish.least for wish in wishes)
    assert all(width >= wish.least for width, wish in zip(widths, wishes, strict=True))
    assert sum(widths) <= max(room, least)
    if any(wish.elastic for wish in wishes):
        assert sum(widths) == max(room, least)


@given(st.integers(0, 2000), wishes)
def test_whole_words_where_the_room_allows(room: int, wishes: list[Wish]) -> None:
    needs = [max(wish.need, wish.least) for wish in wishes]
    if sum(needs) <= room:
        widths = share_width(room, wishes)
        assert all(width >= need for width, need in zip(widths, needs, strict=True))


def test_the_shortest_want_is_met_first() -> None:
    name, area = Wish(100, 110, 48), Wish(100, 400, 48)
    assert share_width(220, [area, name]) == [110, 110]


def test_an_empty_column_gives_its_room_to_a_cut_one() -> None:
    name, flag = Wish(90, 130, 48, elastic=True), Wish(92, 0, 0)
    assert share_width(182, [name, flag]) == [130, 52]


def test_figures_and_states_are_cut_last() -> None:
    name, area = Wish(130, 200, 48, elastic=True), Wish(124, 300, 48)
    figure, state = Wish(76, 70, 48), Wish(66, 70, 0)
    assert share_width(290, [name, area, figure, state]) == [102, 48, 70, 70]
    assert share_width(200, [name, area, figure, state])[2:] == [61, 43]


def test_a_long_state_stays_whole_and_a_long_name_is_cut() -> None:
    name, state = Wish(130, 200, 48, elastic=True), Wish(66, 146, 48, whole=True)
    assert share_width(220, [name, state]) == [74, 146]


def test_a_heading_is_cut_before_the_name_is_a_sign_or_two() -> None:
    name = Wish(130, 150, 48, elastic=True)
    due, state = Wish(60, 120, 120, tight=56), Wish(66, 70, 48, whole=True, tight=70)
    assert share_width(250, [name, due, state]) == [104, 76, 70]
    assert share_width(180, [name, due, state]) == [54, 56, 70]


def test_a_name_of_few_signs_is_cut_before_days_and_amounts() -> None:
    name, day, amount = Wish(120, 116, 48, elastic=True), Wish(88, 90, 48), Wish(70, 76, 48)
    assert share_width(250, [name, day, amount]) == [84, 90, 76]


def test_other_words_give_way_before_the_name_is_a_sign_or_two() -> None:
    name, area = Wish(130, 150, 48, elastic=True), Wish(84, 96, 48, tight=96, words=True)
    day, amount = Wish(52, 56, 48, tight=56, figures=True), Wish(70, 76, 48, tight=76, figures=True)
    assert share_width(290, [name, area, day, amount]) == [85, 73, 56, 76]
    assert share_width(270, [name, area, day, amount]) == [76, 62, 56, 76]


def test_a_span_of_days_stays_whole_and_a_long_word_is_cut() -> None:
    name, span = Wish(100, 150, 48, elastic=True), Wish(140, 160, 48, tight=160, figures=True)
    word = Wish(100, 200, 48, tight=200, words=True)
    assert share_width(340, [name, span, word]) == [92, 160, 88]


def test_figures_stand_near_their_names_in_a_wide_window() -> None:
    name = Wish(150, 140, 48, elastic=True, words=True)
    sales, share = Wish(100, 80, 48), Wish(64, 60, 48)
    assert share_width(1234, [name, sales, share]) == [537, 367, 330]
    dragged = Wish(64, 64, 64, fixed=True)
    assert share_width(1234, [name, sales, dragged]) == [670, 500, 64]
    for sentence in (Wish(150, 480, 48, elastic=True, words=True), Wish(80, 80, 80, elastic=True)):
        assert share_width(1234, [sentence, sales, share]) == [1070, 100, 64]


def test_sentences_give_way_before_numbers_and_states() -> None:
    said = Wish(120, 120, 120, elastic=True, tight=80)
    number, state = Wish(90, 104, 48, tight=104), Wish(60, 60, 48, whole=True, tight=60)
    assert share_width(250, [said, number, state]) == [86, 104, 60]


def test_a_cut_heading_is_whole_in_its_tip(qtbot: QtBot) -> None:
    view = show(qtbot, 500)
    head = view.horizontalHeader()
    assert isinstance(head, Headings)
    assert head.tip_at(0) == ""
    head.resizeSection(0, 20)
    assert head.tip_at(0) == "名称"


def show(qtbot: QtBot, width: int) -> RecordView:
    columns = (
        Column("Name", lambda row: row[0], 60, stretch=True),
        Column("State", lambda row: row[1], 50),
    )
    view = RecordView(RecordTable(columns), "list")
    qtbot.addWidget(view)
    view.resize(width, 200)
    view.show()
    view.table.set_ids([1], {1: ("A shop", "a state of many words")})
    QApplication.processEvents()
    return view


def test_columns_follow_the_rows_and_the_window(qtbot: QtBot) -> None:
    view = show(qtbot, 500)
    words = view.fontMetrics().horizontalAdvance("a state of many words")
    assert view.columnWidth(1) > words
    assert view.columnWidth(0) + view.columnWidth(1) == view.viewport().width()
    view.resize(700, 200)
    QApplication.processEvents()
    assert view.columnWidth(0) + view.columnWidth(1) == view.viewport().width()


def test_a_dragged_column_stays_as_it_is(qtbot: QtBot) -> None:
    view = show(qtbot, 500)
    with qtbot.waitSignal(view.widths.dragged):
        view.horizontalHeader().resizeSection(1, 77)
    view.resize(600, 200)
    view.table.set_ids([2], {2: ("Another", "a state of very, very many words")})
    QApplication.processEvents()
    assert view.columnWidth(1) == 77
    assert view.widths.by_hand == {"State": 77}


def test_a_sentence_is_read_whole_in_rows_as_high_as_it_needs(qtbot: QtBot) -> None:
    columns = (
        Column("Product", lambda row: row[0], 80, wraps=True),
        Column("Price", lambda row: row[1], 60, right=True),
        Column("Why", lambda row: row[2], 120, stretch=True, wraps=True),
    )
    view = RecordView(RecordTable[tuple[str, str, str]](columns), "Proposed")
    qtbot.addWidget(view)
    view.resize(270, 400)
    view.show()
    why = "住校的学生人手一块香皂，洗面奶天天要用；同类小店有 12 家在卖"
    view.table.set_ids([0, 1], {0: ("香皂", "3.10\n3.90", why), 1: ("牙膏", "4.80\n5.90", "稳")})
    view.fit()
    words = view.fontMetrics()
    lines = -(-words.horizontalAdvance(why) // (view.columnWidth(2) - 18))
    assert lines > 1
    assert view.rowHeight(0) >= lines * words.height()
    assert 2 * words.height() <= view.rowHeight(1) < view.rowHeight(0)
    assert view.height() >= view.rowHeight(0) + view.rowHeight(1)
    narrow, high = view.columnWidth(2), view.rowHeight(0)
    view.resize(700, 400)
    assert view.columnWidth(2) > narrow
    assert view.rowHeight(0) < high
