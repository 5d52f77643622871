"""What works: which kind of suggestion brought what in which kind of shop (G8)."""

from collections.abc import Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from desktop.basics.drafts.suggestion import CATEGORIES
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.basics.order_key import order_key
from desktop.basics.typed import narrow
from desktop.queries.facts.effects import signed
from desktop.queries.listing import Wanted
from desktop.queries.what_works import Told, WorksRow, told_like, what_works
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Figures
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.text import Text
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, tone_of
from desktop.views.shared.suggestion_history import effect_tone, short_effect

if TYPE_CHECKING:
    from desktop.services.office import Reading


def _category(row: WorksRow) -> str:
    return _(CATEGORIES[row.category])


def _mean(row: WorksRow) -> str:
    return "" if row.mean_fen is None else signed(row.mean_fen)


def _tone(fen: int | None) -> str:
    return "good" if (fen or 0) > 0 else "wrong" if (fen or 0) < 0 else ""


def _mean_tone(row: WorksRow) -> str:
    """Quiet what can't be told from chance."""
    return "quiet" if row.by_chance else _tone(row.mean_fen)


def _expected_tone(row: WorksRow) -> str:
    """Quiet as long as it is but the office's mean, nothing of its own being measured."""
    return _tone(row.shrunk_fen) if row.measured else "quiet"


BY_CHANCE = N_("What it brought can't be told from chance: shops swing as far by themselves.")


class Works:
    """The table, reckoned once; searched and sorted after that."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._known: dict[int, WorksRow] | None = None
        self._reckoning = Lock()  # the list and the open line ask at once

    def ids(self, session: "Reading", wanted: Wanted) -> list[int]:
        """The rows wanted; as long as none is sorted by, what brought most stands first."""
        words = narrow(wanted.search).lower().split()
        rows = [
            row
            for row in self._all(session).values()
            if all(word in f"{_category(row)} {row.segment}".lower() for word in words)
        ]
        if by := _SORTS.get(wanted.sort):
            rows.sort(key=by, reverse=wanted.descending)
        if wanted.sort == "mean":
            rows.sort(key=lambda row: row.mean_fen is None)  # what wasn't measured comes last
        return [row.key for row in rows]

    def rows(self, session: "Reading", keys: Sequence[int]) -> dict[int, WorksRow]:
        """These rows."""
        known = self._all(session)
        return {key: known[key] for key in keys if key in known}

    def _all(self, session: "Reading") -> dict[int, WorksRow]:
        with self._reckoning:
            if self._known is None:
                self._known = {row.key: row for row in what_works(session, self._today)}
            return self._known


_SORTS: dict[str, Any] = {
    "category": lambda row: order_key(_category(row)),
    "segment": lambda row: order_key(row.segment),
    "presented": lambda row: row.presented,
    "rate": lambda row: row.adoption_rate,
    "mean": lambda row: row.mean_fen or 0,
    "shrunk": lambda row: row.shrunk_fen,
}


class ToldWorks(NamedTuple):
    """A row of the table, with the suggestions that it rests on."""

    row: WorksRow
    told: Sequence[Told]


class WorksPage(ListPage[WorksRow]):
    """Category by kind of shop, what brought most first."""

    name: ClassVar[str] = "works"
    title: ClassVar[str] = N_("What works")
    search_words: ClassVar[str] = N_("kind of suggestion or segment")
    begun_at: ClassVar[tuple[str, str]] = ("suggestions", N_("Suggestions"))
    empty_title: ClassVar[str] = N_("Nothing to learn from yet")
    empty_words: ClassVar[str] = N_(
        "Once suggestions were presented and their results entered, it stands here which kind of "
        "suggestion brought what in which segment."
    )
    nothing_open: ClassVar[str] = N_("Choose a line on the left.")
    columns = (
        Column(N_("Suggested"), _category, 80, "category", stretch=True),
        Column(N_("Segment"), lambda row: row.segment, 76, "segment"),
        Column(N_("Put to"), lambda row: str(row.presented), 60, "presented", right=True),
        Column(N_("Adopted"), lambda row: percent(row.adoption_rate), 64, "rate", right=True),
        Column(
            N_("Brought a day"),
            _mean,
            84,
            "mean",
            right=True,
            tone=_mean_tone,
            tip=lambda row: _(BY_CHANCE) if row.by_chance else "",
        ),
        Column(
            N_("Expected"),
            lambda row: signed(row.shrunk_fen),
            84,
            "shrunk",
            right=True,
            tone=_expected_tone,
        ),
    )
    shares: ClassVar[tuple[int, int]] = (46, 54)

    def listing(self) -> Listing[WorksRow]:
        works = Works(self.desk.today)
        return Listing(works.ids, works.rows)

    def refresh(self) -> None:
        """Reckon anew: results may have been entered since."""
        self._listing = self.listing()
        self._foot.say_number(_("Working …"))  # of many thousand suggestions it takes seconds
        super().refresh()

    def make_detail(self) -> "WorksView":
        return WorksView(self.desk, self)

    def row(self, session: "Reading", key: int) -> WorksRow:
        """One row of the table."""
        return self._listing.rows(session, [key])[key]


class WorksView(Detail[ToldWorks]):
    """One kind of suggestion at one kind of shop, with those it rests on."""

    page: WorksPage

    def blocks(self) -> Sequence[Block[ToldWorks]]:
        return (
            Head(lambda one: Heading(_category(one.row), [(one.row.segment, "accent")])),
            Figures(_figures),
            Text(lambda one: _(BY_CHANCE) if one.row.by_chance else "", tone="quiet"),
            Lines(_TOLD, lambda one: one.told, title=_rests_on, enter=self._open),
        )

    def load(self, session: "Reading", key: int) -> ToldWorks:
        return ToldWorks(self.page.row(session, key), told_like(session, key, self.desk.today))

    def _open(self, told: Told) -> None:
        self.desk.open(Link("suggestions", told.id))


def _figures(one: ToldWorks) -> Sequence[Fact]:
    row = one.row
    return (
        Fact(_("Adopted"), f"{row.adopted} / {row.presented}"),
        Fact(_("Brought a day"), _mean(row) or "—", _mean_tone(row)),
        Fact(_("Measured"), str(row.measured)),
        Fact(_("To be expected"), signed(row.shrunk_fen), _expected_tone(row)),
    )


def _rests_on(one: ToldWorks) -> str:
    if len(one.told) < one.row.presented:
        return _("The newest {number} of the suggestions").format(number=len(one.told))
    return _("Suggestions it rests on")


_TOLD: tuple[Column[Told], ...] = (
    Column(N_("Client"), lambda row: row.client, 90),
    Column(N_("Suggestion"), lambda row: row.content, 220, stretch=True),
    Column(N_("Day"), lambda row: day(row.told_on), 88),
    Column(
        N_("State"),
        lambda row: state_word("suggestion", row.state),
        66,
        tone=lambda row: tone_of(row.state),
    ),
    Column(
        N_("Effect"),
        lambda row: short_effect(row.effect),
        100,
        right=True,
        tone=lambda row: effect_tone(row.effect),
    ),
)
