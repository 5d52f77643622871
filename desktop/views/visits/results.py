"""The results of a day's visits in one grid: a figure says the outcome, Enter goes on (G3, G6)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import N_, _
from desktop.queries.visits import PlannedVisit
from desktop.queries.words import OUTCOMES
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.grid.editor import GridEditor
from desktop.views.kit.forms.grid.rows import GridRow
from desktop.views.kit.parts import button, label, line
from desktop.views.shared.cut_out import CutOut, doubts_of
from desktop.views.shared.left_open import LeftOpen

if TYPE_CHECKING:
    from desktop.services.office import Office
    from desktop.services.scans import ScannedPaper

FAILED = "failed"
_RESULTS = {**OUTCOMES, FAILED: N_("visit failed")}
_MARKS = {str(mark): str(mark) for mark in range(1, 6)}
_USUAL = "adopted"
_COLUMNS = (
    Field("place", N_("#"), width=46, right=True),
    Field("name", N_("Client"), width=150),
    Field("suggestion", N_("Suggestion"), wide=True),
    Field("result", N_("Outcome"), "choice", choices=_RESULTS, width=96),
    Field("mark", N_("Mark"), "choice", choices=_MARKS, width=50),
    Field("words", N_("What the client said, or why it failed"), width=230),
)
_OPEN = frozenset({"result", "mark", "words"})
_KEYS = N_(", ")


class VisitResults(Form):
    """The visits of a plan that have no result yet, a row each.

    Space says that a suggestion was adopted. A row in which nothing stands stays as it is.
    """

    def __init__(
        self, desk: Desk, visits: Sequence[PlannedVisit], scan: "ScannedPaper | None" = None
    ) -> None:
        self._visits = visits
        self._scan = scan
        grid = Field("visits", N_("Visits of this plan"), "grid", True, rows=_COLUMNS)
        super().__init__(desk, (grid,))
        editor = self.editor("visits")
        assert isinstance(editor, GridEditor)
        self.grid = editor
        rest = button(_("All the rest adopted"), self.take_the_rest, "", "Ctrl+Shift+A")
        keys = _(_KEYS).join(
            f"{number} {_(words)}" for number, words in enumerate(_RESULTS.values(), 1)
        )
        told = label(_("Outcome: {keys}").format(keys=keys), tone="quiet")
        self._left_open = LeftOpen(self.grid, self._doubtful) if scan is not None else None
        ways = (told, None, *((self._left_open.next,) if self._left_open is not None else ()), rest)
        self._grid.addLayout(line(*ways), self._grid.rowCount(), 0, 1, -1)
        self.grid.wrote.connect(lambda _key: self._say_how_far())
        if scan is not None:
            seen = CutOut(scan, steady=True)
            self._grid.addWidget(seen, self._grid.rowCount(), 0, 1, -1)
            self.grid.came.connect(seen.show_row)
            self.grid.grid.chosen.connect(self._look_on)
            self.grid.grid.usual.connect(lambda key: self._look_on(key, "result"))

    def begin(self) -> None:
        """Begin where a person has to look: what is sure is there."""
        if self._left_open is None:
            super().begin()
        else:
            self._left_open.begin()

    def left_open(self) -> str:
        said = (super().left_open(), self._left_open.question() if self._left_open else "")
        return "\n".join(words for words in said if words)

    def _doubtful(self) -> Sequence[tuple[str, str]]:
        """The cells that the scan leaves open, from top to bottom."""
        assert self._scan is not None
        found = []
        typed = self.grid.rows.typed
        for one in self._visits:
            answers = self._scan.answers.items()
            fields = {name for (row, name), said in answers if row == one.code and said.doubt}
            if fields & {"result", "reason"}:
                found.append((one.code, "result"))
            if "mark" in fields and typed.get(one.code, {}).get("result") != FAILED:
                found.append((one.code, "mark"))
        return found

    def _look_on(self, key: str, column: str) -> None:
        """After an open cell comes the next one; a visit that failed says first why."""
        if self._left_open is None:
            return
        if column == "result" and self.grid.rows.typed.get(key, {}).get(column) == FAILED:
            self.grid.grid.pick(key, "words")
        else:
            self._left_open.answered(key, column)

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self.grid.show_value([_row(one, self._scan) for one in self._visits])
        if self._scan is not None:
            for one in self._visits:
                self.grid.write(one.code, _scanned(self._scan, one.code))
        self._say_how_far()

    def take_the_rest(self) -> None:
        """Say that every suggestion in whose row nothing stands was adopted, but where a ? is."""
        left = self._left_open
        number = self.grid.take_usual_for_the_rest(left.rows if left is not None else ())
        words = _("{number} adopted: look them over, then save").format(number=number)
        self.desk.say(words if left is None else left.said(words))
        self.grid.setFocus()

    def _say_how_far(self) -> None:
        done = sum("result" in cells for cells in self.grid.rows.typed.values())
        words = _("{done} of {number} have their result")
        self.grid.say(words.format(done=done, number=len(self._visits)))


def _row(visit: PlannedVisit, scan: "ScannedPaper | None") -> GridRow:
    shown = {"place": str(visit.turn), "name": visit.name, "suggestion": visit.suggestion}
    tones: dict[str, str] = {}
    if scan is not None and doubts_of(scan, visit.code):
        result = scan.answers.get((visit.code, "result"))
        meant = _(_RESULTS[result.values[0]]) if result and len(result.values) == 1 else ""
        shown["result"] = _("? {meant}").format(meant=meant).strip()
        tones = {"result": "careful", "name": "careful"}
    return GridRow(visit.code, shown, _OPEN, {"result": _USUAL}, found=(visit.code,), tones=tones)


def _scanned(scan: "ScannedPaper", code: str) -> dict[str, str]:
    """What a scan surely says of a visit; nothing where it says two things."""
    sure = {
        field: one.values[0]
        for (row, field), one in scan.answers.items()
        if row == code and one.values and not one.doubt
    }
    reason, result = sure.pop("reason", ""), scan.answers.get((code, "result"))
    if reason and result is not None and (result.values or result.doubt):
        sure.pop("result", None)
    elif reason:
        sure |= {"result": FAILED, "words": reason}
    failed = scan.answers.get((code, "reason"))
    if failed is not None and failed.doubt:
        sure.pop("result", None)
    return sure


def save_results(office: "Office", plan_id: int, codes: Sequence[str], given: Given) -> int:
    """Record every row that has a result, all or none; how many.

    ``codes`` are the clients of the rows, in their order.
    """
    typed: Mapping[str, Mapping[str, Any]] = given["visits"]
    wanted = [code for code in codes if code in typed]
    if not wanted and codes:
        words = _("Give at least one visit its result.")
        raise Refused("invalid", words, "visits", Spot(codes[0], "result"))
    with office.batch() as together:
        for code in wanted:
            _save_one(together, plan_id, code, typed[code])
    return len(wanted)


def _save_one(office: "Office", plan_id: int, code: str, cells: Mapping[str, Any]) -> None:
    from desktop.services.visits import fail_visit, record_visit

    result, said, mark = cells.get("result"), cells.get("words") or "", cells.get("mark")
    if not result:  # words or a mark on it would be lost
        words = _("Give the result too.")
        raise Refused("invalid", words, "visits", Spot(code, "result"))
    try:
        if result == FAILED:
            fail_visit(office, plan_id, code, said)
        else:
            record_visit(office, plan_id, code, result, int(mark) if mark else None, said)
    except Refused as refusal:
        column = RESULT_COLUMNS.get(refusal.field or "", "result")
        raise Refused(refusal.code, refusal.message, "visits", Spot(code, column)) from refusal


# Where a refusal of one visit stands in the row of its client.
RESULT_COLUMNS = {"reason": "words", "mark": "mark"}
