"""The results of a run in one grid: as planned by one key, exceptions typed (D6)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from desktop.basics.errors import Refused
from desktop.basics.i18n import N_, _
from desktop.queries.run_results import GoodsBack, GoodsOut, RunResults, StopOut
from desktop.queries.words import CONDITIONS, MEANS, state_word
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.grid.editor import GridEditor
from desktop.views.kit.forms.grid.rows import GridRow
from desktop.views.kit.parts import bind, button, line
from desktop.views.kit.said_rules import paper_days
from desktop.views.kit.words import money, short_day
from desktop.views.kit.words_to_values import typed_text
from desktop.views.runs.before import recorded_cells, standing_fen, standing_words
from desktop.views.runs.scanned import ScannedStops
from desktop.views.shared.cut_out import CutOut
from desktop.views.shared.left_open import LeftOpen

if TYPE_CHECKING:
    from desktop.services.office import Office
    from desktop.services.results import StopResult
    from desktop.services.scans import ScannedPaper

FULL, REFUSED, UNSERVED = "full", "refused", "unserved"
_RESULTS = {FULL: N_("as loaded"), REFUSED: N_("all refused"), UNSERVED: N_("not served")}
_COLUMNS = (
    Field("place", N_("#"), width=46, right=True),
    Field("name", N_("Client, goods"), wide=True),
    Field("out", N_("On the vehicle"), width=92, right=True),
    Field("result", N_("Result"), "choice", choices=_RESULTS, width=76),
    Field("accepted", N_("Signed for"), "whole", width=58),
    Field("due", N_("Due"), width=78, right=True),
    Field("collected", N_("Money taken"), "money", width=82),
    Field("means", N_("Means"), "choice", choices=MEANS, width=60),
    Field("arrived", N_("Arrived"), "time", width=76),
    Field("why", N_("Why"), width=120),
)
_OF_STOP = frozenset({"result", "collected", "means", "arrived", "why"})
_OF_LINE = frozenset({"accepted", "why"})
_OF_MONEY = frozenset({"collected", "means"})
_OF_BACK = frozenset({"accepted", "result"})


class ResultsForm(Form):
    """A run's stops with their goods below them, and what its clients gave back.

    ``Space`` says that a stop went as planned, a button that all the rest did. A number that is
    scanned or typed above leads to its row. ``paid`` says whether that includes the money. What
    is left of it by another means stands in a row of its own, which one key makes.
    """

    def __init__(self, desk: Desk, results: RunResults, scan: "ScannedPaper | None" = None) -> None:
        from desktop.services.results import row_of

        self._row_of = row_of
        self._scan = ScannedStops(scan, results.stops) if scan is not None else None
        self._stops = {row_of(one.order_id): one for one in results.stops}
        super().__init__(
            desk,
            (
                Field("dated", N_("Paper's day"), "day", True, paper_days, width=130),
                Field(
                    "paid",
                    N_("As planned, paid by"),
                    "choice",
                    choices=MEANS,
                    hint=N_("what is due counts as taken with each stop that went as planned"),
                    width=130,
                ),
                Field("stops", N_("Stops of this run"), "grid", True, rows=_COLUMNS),
            ),
            columns=2,
        )
        editor = self.editor("stops")
        assert isinstance(editor, GridEditor)
        self.grid = editor
        self.number = QLineEdit()
        self.number.setPlaceholderText(_("scan or type a note's number (Ctrl+B)"))
        self.number.setAccessibleName(_("Number of a note"))
        self.number.returnPressed.connect(self._look_for)
        bind(self, "Ctrl+B", _("Number of a note"), self.number.setFocus)
        rest = button(_("All the rest as planned"), self.take_the_rest, "", "Ctrl+Shift+A")
        back = button(_("Goods given back"), self.grid.open_apart, "", "Ctrl+R")
        other = button(_("The rest by another means"), self.pay_otherwise, "", "Ctrl+M")
        self._left_open = LeftOpen(self.grid, self._doubtful) if scan is not None else None
        ways = (self._left_open.next,) if self._left_open is not None else ()
        tools = line(self.number, *ways, other, back, rest)
        self._grid.addLayout(tools, self.row_of("stops") - 1, 0, 1, -1)
        self.grid.explain_lost(self._what_happened)
        self.grid.wrote.connect(self._follow)
        self.editor("paid").changed.connect(self.show_rows)
        if self._left_open is not None and scan is not None:
            answered = self._left_open.answered
            self.grid.grid.usual.connect(lambda key: answered(key, "result"))
            seen = CutOut(scan, steady=True)
            self._grid.addWidget(seen, self._grid.rowCount(), 0, 1, -1)
            self.grid.came.connect(lambda key: seen.show_row(self._line_of(key)))

    def left_open(self) -> str:
        said = (super().left_open(), self._left_open.question() if self._left_open else "")
        return "\n".join(words for words in said if words)

    def _doubtful(self) -> Sequence[tuple[str, str]]:
        """The results that the scan leaves open, from top to bottom."""
        stops, scan = self._stops.items(), self._scan
        return [
            (key, "result")
            for key, stop in stops
            if scan and stop.is_open and scan.doubt(stop) and not self._has_goods(stop)
        ]

    def _what_happened(self, key: str) -> str:
        """What others recorded meanwhile of the stop of a row; "" where it left the run."""
        found = re.match(r"\d+", key)
        stop = self._stops.get(found[0]) if found else None
        words = _("somebody else recorded meanwhile: {state}")
        return "" if stop is None else words.format(state=_state_words(stop))

    def _has_goods(self, stop: StopOut) -> bool:
        """Whether what was accepted of its goods is typed, which says its result."""
        keys = (self._row_of(stop.order_id, one.position) for one in stop.lines)
        return any(key in self.grid.rows.typed for key in keys)

    def _line_of(self, key: str) -> str:
        """What the scan calls the line of the manifest that a row belongs to; "" for none."""
        top = self.grid.rows.row(key).under or key if key else ""
        stop = self._stops.get(top)
        return self._scan.row_of(stop) if self._scan is not None and stop is not None else ""

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self.show_rows()
        scan = self._scan  # a paper that came back goes before what was typed from it
        left = (one for one in self._stops.values() if scan is None or not scan.cells(one))
        if before := recorded_cells(left):
            self.fill_raw("stops", before)
        for key, stop in self._stops.items() if self._scan is not None else ():
            if self._scan is not None and stop.is_open:
                self.grid.write(key, self._scan.cells(stop))

    def begin(self) -> None:
        """Begin at the first stop: in the day, which is filled in, its keys would be typed text.

        Of a scan, at the first that a person has to look at.
        """
        if self._left_open is None:
            self.grid.come()
        else:
            self._left_open.begin()

    def show_rows(self) -> None:
        """Show the rows anew, with what is usual for each."""
        paid = self.editor("paid").value()
        self.grid.show_value(
            [row for one in self._stops.values() for row in self._rows_of(one, paid)]
        )
        for key in list(self.grid.rows.typed):
            self._reckon(key)
        self._say_how_far()

    def take_the_rest(self) -> None:
        """Say that every stop in which nothing stands went as planned, but where a ? is."""
        left = self._left_open
        number = self.grid.take_usual_for_the_rest(left.rows if left is not None else ())
        words = _("{number} stops as planned: look them over, then save").format(number=number)
        self.desk.say(words if left is None else left.said(words))
        self.grid.setFocus()

    def pay_otherwise(self) -> None:
        """Put what is left of the money of a stop into a row below it, with another means."""
        key = self.grid.grid.key
        top = self.grid.rows.row(key).under or key if key else ""
        stop = self._stops.get(top)
        if stop is None or not stop.is_open:
            return
        typed = self.grid.rows.typed
        first = _amount(typed.get(top, {}).get("collected", ""))
        if not first:
            self.grid.grid.pick(top, "collected")
            self.desk.say(_("Type first what was paid by one means; the rest follows from it."))
        else:
            rest_fen = _due_fen(stop, self._accepted(stop, typed)) - standing_fen(stop) - first
            means = "cash" if typed[top].get("means", "cash") != "cash" else "wechat"
            cells = {"means": means}
            if rest_fen > 0:
                cells["collected"] = typed_text("money", rest_fen)
            self.grid.write_below(self._row_of(stop.order_id, also=True), cells, "collected")
        self.grid.setFocus()

    def _look_for(self) -> None:
        found = self.grid.look_for(self.number.text())
        theme.set_tone(self.number, "" if found else "wrong")
        self.number.setToolTip("" if found else _("No stop of this run has this number or name."))
        if found:
            self.number.clear()
        else:
            self.number.selectAll()

    # --- its rows -----------------------------------------------------------------------

    def _rows_of(self, stop: StopOut, paid: str | None) -> Iterable[GridRow]:
        key = self._row_of(stop.order_id)
        usual = {"result": FULL}
        left_fen = stop.due_fen - standing_fen(stop)
        if paid and left_fen > 0:
            usual |= {"collected": typed_text("money", left_fen), "means": paid}
        shown = {
            "place": str(stop.place),
            "name": stop.client,
            "out": _("{number} lines").format(number=len(stop.lines)),
            "due": "" if stop.state == "unserved" else money(stop.due_fen),
            "result": "" if stop.is_open else _state_words(stop),
            "why": stop.why,
            **_taken_words(stop),
            **standing_words(stop),
        }
        numbers = (stop.note, stop.number)
        if not stop.is_open:
            yield GridRow(key, shown, found=numbers, tones=dict.fromkeys(shown, "quiet"))
            return
        doubt = self._scan.doubt(stop) if self._scan is not None else ""
        tones = dict.fromkeys(standing_words(stop), "quiet")
        tones |= {"result": "careful", "name": "careful"} if doubt else {}
        shown |= {"result": doubt} if doubt else {}
        yield GridRow(key, shown, _OF_STOP, usual, found=numbers, tones=tones)
        other = {"name": _("paid by another means")}
        also = self._row_of(stop.order_id, also=True)
        yield GridRow(also, other, _OF_MONEY, under=key, alone=True)
        for one in stop.lines:
            yield self._line_row(stop, one)
        for goods in stop.back:
            yield self._back_row(stop, goods)

    def _line_row(self, stop: StopOut, one: GoodsOut) -> GridRow:
        short = one.loaded < one.ordered
        out = f"{one.loaded} / {one.ordered}" if short else str(one.loaded)
        shown = {"name": one.name, "out": f"{out} {one.unit}", "accepted": ""}
        shown["due"] = money(one.due_fen(one.loaded))
        key = self._row_of(stop.order_id, one.position)
        tones = {"out": "careful"} if short else {}
        top = self._row_of(stop.order_id)
        return GridRow(key, shown, _OF_LINE, under=top, tones=tones, seldom=frozenset({"why"}))

    def _back_row(self, stop: StopOut, one: GoodsBack) -> GridRow:
        words = _("back: {goods}, {note} of {day}")
        day = short_day(one.dated, self.desk.today)
        name = words.format(goods=one.name, note=one.note, day=day)
        shown = {
            "name": name,
            "out": _("at most {left} {unit}").format(left=one.left, unit=one.unit),
        }
        key = self._row_of(stop.order_id, back=one.line_id)
        under = self._row_of(stop.order_id)
        choices = {"result": CONDITIONS}
        return GridRow(key, shown, _OF_BACK, under=under, apart=True, choices=choices)

    # --- what follows from what is typed ------------------------------------------------

    def _follow(self, key: str) -> None:
        """Of one row, or of all of them ("")."""
        self._share_arrival(key)
        for one in [key] if key else list(self._stops):
            self._reckon(one)
        self._say_how_far()

    def _share_arrival(self, key: str) -> None:
        """The orders of a client are one drop, with one arrival (D2)."""
        arrived = self.grid.rows.typed.get(key, {}).get("arrived")
        stop = self._stops.get(key)
        if arrived and stop is not None:
            for other, one in self._stops.items():
                typed = self.grid.rows.typed.get(other, {})
                alike = one.client_id == stop.client_id and one.is_open and other != key
                if alike and "arrived" not in typed:
                    self.grid.write(other, {"arrived": arrived})

    def _reckon(self, key: str) -> None:
        """Show what is due for what was accepted at a stop and of each line of it.

        And whether the money is otherwise.
        """
        top = self.grid.rows.row(key).under or key if self.grid.rows.knows(key) else ""
        stop = self._stops.get(top)
        if stop is None or not stop.is_open:
            return
        accepted = self._accepted(stop, self.grid.rows.typed)
        due_fen = _due_fen(stop, accepted)
        for one, quantity in zip(stop.lines, accepted, strict=True):
            key = self._row_of(stop.order_id, one.position)
            self.grid.show_in_row(key, {"due": money(one.due_fen(quantity))}, {})
        taken_fen = self._taken_fen(stop)
        differs = taken_fen is not None and taken_fen + standing_fen(stop) != due_fen
        self.grid.show_in_row(top, {"due": money(due_fen)}, {"due": "careful" if differs else ""})

    def _accepted(self, stop: StopOut, typed: Mapping[str, Mapping[str, Any]]) -> list[int]:
        """What was accepted by line, as far as it can be read; as loaded where nobody says."""
        result = typed.get(self._row_of(stop.order_id), {}).get("result")
        if result == UNSERVED:
            return [0 for _line in stop.lines]
        found = []
        for one in stop.lines:
            said = typed.get(self._row_of(stop.order_id, one.position), {}).get("accepted")
            usual = 0 if result == REFUSED else one.loaded
            found.append(int(said) if said is not None and str(said).isdecimal() else usual)
        return found

    def _taken_fen(self, stop: StopOut) -> int | None:
        """The money of a stop by all means; None where none is typed."""
        rows = (self._row_of(stop.order_id), self._row_of(stop.order_id, also=True))
        typed = [_amount(self.grid.rows.typed.get(one, {}).get("collected", "")) for one in rows]
        return None if typed == [None, None] else sum(one or 0 for one in typed)

    def _say_how_far(self) -> None:
        """How many stops have their result, what is due for them and what was taken."""
        open_stops = {key: one for key, one in self._stops.items() if one.is_open}
        typed = self.grid.rows.typed
        done = [key for key in open_stops if self.grid.is_typed(key)]
        due_fen = sum(
            _due_fen(open_stops[key], self._accepted(open_stops[key], typed)) for key in done
        )
        taken = [self._taken_fen(open_stops[key]) or 0 for key in done]
        taken += [standing_fen(open_stops[key]) for key in done]
        to_do = {one.client_id for one in open_stops.values()}
        left = {one.client_id for key, one in open_stops.items() if key not in done}
        words = _("{done} of {open} stops filled in · due {due} · taken {taken}")
        self.grid.say(
            words.format(
                done=len(to_do - left),
                open=len(to_do),
                due=money(due_fen),
                taken=money(sum(taken)),
            )
        )


def _state_words(stop: StopOut) -> str:
    return _("came back") if stop.state == "unserved" else state_word("order", stop.state)


def _taken_words(stop: StopOut) -> dict[str, str]:
    """The money of a stop that has its result."""
    taken = stop.recorded.taken if stop.recorded is not None else {}
    if not taken:
        return {}
    words = [_(MEANS[one]) for one in taken]
    return {"collected": money(sum(taken.values())), "means": "+".join(words)}


def _amount(text: str) -> int | None:
    from desktop.views.kit.words_to_values import read_money

    try:
        return read_money(text)
    except ValueError:
        return None


def _due_fen(stop: StopOut, accepted: Sequence[int]) -> int:
    return sum(line.due_fen(quantity) for line, quantity in zip(stop.lines, accepted, strict=True))


def save_results(office: "Office", results: RunResults, given: Given) -> int:
    """Record every stop that has its result, all or none; how many."""
    from desktop.services.results import record_results

    typed: Mapping[str, Mapping[str, Any]] = given["stops"]
    found = [
        result
        for stop in results.stops
        if stop.is_open and (result := _result(stop, typed)) is not None
    ]
    return record_results(office, results.run_id, found, given["dated"])


def _whys(stop: StopOut, typed: Mapping[str, Mapping[str, Any]]) -> str:
    """Why goods were refused, where their lines say so; the stop's own why is the money's then."""
    from desktop.services.results import row_of

    keys = (row_of(stop.order_id, one.position) for one in stop.lines)
    said = (typed.get(key, {}).get("why") or "" for key in keys)
    return _("; ").join(dict.fromkeys(words for words in said if words))


def _result(stop: StopOut, typed: Mapping[str, Mapping[str, Any]]) -> "StopResult | None":
    """What was typed of a stop; refuses (``invalid``) what says two things, or no result."""
    from desktop.basics.errors import Spot
    from desktop.services.results import StopResult, TakenBack, row_of

    key = row_of(stop.order_id)
    cells = typed.get(key, {})
    said = {
        one.position: cell
        for one in stop.lines
        if (cell := typed.get(row_of(stop.order_id, one.position), {}).get("accepted")) is not None
    }
    back = tuple(
        TakenBack(one.line_id, cell["accepted"], cell.get("result") or "good")
        for one in stop.back
        if (cell := typed.get(row_of(stop.order_id, back=one.line_id), {})).get("accepted")
    )
    result = cells.get("result")
    is_paid = row_of(stop.order_id, also=True) in typed
    of_lines = _whys(stop, typed)
    if result is None and not said:
        if cells or back or is_paid or of_lines:
            raise Refused("invalid", _("Give the result too."), "stops", Spot(key, "result"))
        return None
    if result in (REFUSED, UNSERVED) and any(said.values()):
        words = _("Nothing was accepted, says its result.")
        line_key = row_of(stop.order_id, next(one for one, cell in said.items() if cell))
        raise Refused("invalid", words, "stops", Spot(line_key, "accepted"))
    accepted = [
        said.get(one.position, 0 if result == REFUSED else one.loaded) for one in stop.lines
    ]
    collected_fen = cells.get("collected") or 0
    more = typed.get(row_of(stop.order_id, also=True), {})
    also = (more["collected"], more.get("means") or "cash") if more.get("collected") else None
    taken_fen = collected_fen + (also[0] if also else 0) + standing_fen(stop)
    why = cells.get("why") or ""
    differs = bool(taken_fen) and taken_fen != _due_fen(stop, accepted)
    return StopResult(
        stop.order_id,
        None if result == UNSERVED else accepted,
        [(one.product, one.unit, one.ordered) for one in stop.lines],
        cells.get("arrived") or "",
        collected_fen,
        cells.get("means") or "cash",
        of_lines or why,
        why if differs else "",
        back,
        also,
    )
