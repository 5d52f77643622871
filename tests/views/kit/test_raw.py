"""What stood in an editor is told in words, as in a conflict, never as the program keeps it."""

from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.raw import plain

GOODS = Field(
    "lines",
    "Goods",
    "rows",
    rows=(
        Field("product", "Product", "lookup"),
        Field("quantity", "Quantity", "whole"),
        Field("free", "gratis", "tick"),
        Field("price", "Price", "money", locked=True),
    ),
)


def test_lines_are_told_by_what_a_person_typed_into_them() -> None:
    soap = {"value": "XZ12", "text": "洗衣皂 (XZ12)"}
    lines = [
        {"product": soap, "quantity": "7", "free": True, "price": "162.10"},
        {"product": soap, "quantity": "1", "free": False, "price": "162.10"},
    ]
    assert plain(GOODS, lines) == "洗衣皂 (XZ12) 7 gratis；洗衣皂 (XZ12) 1"
    assert "{" not in plain(GOODS, [{"product": None, "quantity": "", "free": False}])


def test_choices_and_ticks_are_told_by_their_words() -> None:
    ticks = Field("lines", "Lines", "ticks", choices={"a": "First", "b": "Second"})
    assert plain(ticks, ["a", "b"]) == "First、Second"
    assert plain(Field("tls", "TLS", "choice", choices={"a": "First"}), "a") == "First"
    assert plain(Field("again", "Again", "tick"), False) == "否"
    assert plain(Field("name", "Name"), "") == "（空）"
