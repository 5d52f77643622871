"""What was typed into rows that take it no more: others took them out, or dealt with them."""

from collections.abc import Callable, Mapping, Sequence

from desktop.basics.i18n import _
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.grid.rows import Rows, Typed

_MOST = 8  # rows that are told one by one
NAMES = ""  # a draft keeps under it, which is no row, how its rows are called


class LostRows:
    """The rows of a draft that nobody can save here any more, told with what was typed into them.

    A draft keeps how its rows are called (``names``): one that is gone can't say it itself.
    """

    def __init__(self, columns: Sequence[Field], rows: Rows) -> None:
        self._columns, self._rows = columns, rows
        self.names: dict[str, str] = {}
        self.why: Callable[[str], str] = lambda _key: ""  # what happened to a row, if that is known

    @property
    def typed(self) -> Typed:
        """By row the cells that it doesn't take; none before the rows are there."""
        found: Typed = {}
        for key, cells in self._rows.typed.items() if self._rows.visible else ():
            open_ = self._rows.row(key).open if self._rows.knows(key) else ()
            if lost := {name: text for name, text in cells.items() if name not in open_}:
                found[key] = lost
        return found

    def note_names(self) -> dict[str, str]:
        """How the rows are called in which something is typed."""
        named = {key: self.name_of(key) for key in self._rows.typed}
        self.names |= named
        return named

    def name_of(self, key: str) -> str:
        """How a row is called: what stands in its second column."""
        if not self._rows.knows(key):
            return self.names.get(key, key)
        name = self._rows.row(key).shown.get(self._columns[1].name, key)
        under = self._rows.row(key).under
        return _("{row}, {line}").format(row=self.name_of(under), line=name) if under else name

    @property
    def words(self) -> str:
        """What was typed where, and what happened there; "" for nothing."""
        lost = self.typed
        lines = [self._told(key, cells) for key, cells in list(lost.items())[:_MOST]]
        if len(lost) > _MOST:
            lines.append(_("… and {number} more").format(number=len(lost) - _MOST))
        return "\n".join(lines)

    @property
    def question(self) -> str:
        """What is asked before all else is saved; "" where nothing is lost by it."""
        if not (lost := self.typed):
            return ""
        names = _(", ").join(self.name_of(key) for key in list(lost)[:_MOST])
        words = _("What you typed here of {rows} isn't saved, and is gone then.")
        return words.format(rows=names)

    def _told(self, key: str, cells: Mapping[str, str]) -> str:
        typed = "、".join(self._cell(name, text) for name, text in cells.items())
        why = self.why(key) or _("somebody else dealt with it or took it out")
        words = _("{row}: {why}. What you typed of it is not saved here: {cells}")
        return words.format(row=self.name_of(key), why=why, cells=typed)

    def _cell(self, name: str, text: str) -> str:
        column = next((one for one in self._columns if one.name == name), None)
        if column is None:
            return text
        choices = column.choices() if callable(column.choices) else column.choices
        said = _(choices[text]) if choices and text in choices else text
        return f"{_(column.words)} {said}"
