"""What sheets put on the clipboard, cell by cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.basics.pasted import cells_of, one_cell
from desktop.views.kit.tables.copying import as_cells


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("P01\t箱\t3\r\nP02\t瓶\t12\r\n", [["P01", "箱", "3"], ["P02", "瓶", "12"]]),
        ('"红星\n500ml"\t3\n', [["红星\n500ml", "3"]]),
        ('"5"" 屏"\t3', [['5" 屏', "3"]]),
        ('5" 屏\t3', [['5" 屏', "3"]]),
        ('"红星"超市\t3\n下一行\t4', [['"红星"超市', "3"], ["下一行", "4"]]),
        ('"没有收尾\t3\n下一行\t4', [['"没有收尾', "3"], ["下一行", "4"]]),
        ("\tb\n\n\n", [["", "b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ("a\rb", [["a"], ["b"]]),
        ("", []),
        ('"P1"\t"3"', [["P1", "3"]]),
        ('""\t""', []),
    ],
)
def test_cells_are_read_as_the_sheet_meant_them(text: str, rows: list[list[str]]) -> None:
    assert cells_of(text) == rows


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("红星\r\n", "红星"),
        ('"红星\n500ml"\r\n', "红星\n500ml"),
        ("\t红星\t\t\r\n", "红星"),
        ("", ""),
        ("a\tb", None),
        ("a\nb", None),
        ('"a\nb"\tc', None),
        ('"红星"', '"红星"'),
    ],
)
def test_one_cell_is_told_from_several(text: str, cell: str | None) -> None:
    assert one_cell(text) == cell


_SIGNS = st.text(st.sampled_from('a1 红"\t\n'), max_size=8)


@given(st.lists(st.lists(_SIGNS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_a_list_copies_is_read_again_as_it_was(rows: list[list[str]]) -> None:
    marked = [["x", *row] for row in rows]  # no row is empty
    assert cells_of(as_cells(marked)) == marked
