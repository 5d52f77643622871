"""The office's settings: a list of what can be set, each with its facts and its form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.basics.order_key import order_key
from desktop.queries import first_count
from desktop.queries.areas import areas_detail, holidays_to_come
from desktop.queries.listing import Wanted
from desktop.queries.margins import margins_detail
from desktop.queries.promotions import promotions_from
from desktop.queries.settings import (
    clauses_detail,
    profile_detail,
    rules_detail,
    updates_detail,
)
from desktop.queries.word_lists import word_lists_detail
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, Given, opening
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.parts import button
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined
from desktop.views.settings import first_count as count
from desktop.views.settings import forms, logistics, margins, updates

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading


@dataclass(frozen=True)
class Section:
    """Something that can be set. ``facts`` says how it stands; ``values`` fills the form.

    ``beside`` is what else can be done with it, unless ``why_not`` says why it can't be now; of
    ``choices`` one is chosen for it. ``why_closed`` says why it isn't changed any more, ``known``
    what the window knows of it besides.
    """

    words: str
    action: str
    load: Callable[["Reading", date], Any]
    facts: Callable[[Any], Sequence[Fact]]
    form: Callable[[Desk], Form]
    values: Callable[[Any], Mapping[str, Any]]
    save: Callable[["Office", Given], None]
    note: str
    under: Callable[[Any], str] = lambda _read: ""
    beside: Action | None = None
    choices: Callable[[Any], Mapping[str, str]] | None = None
    why_not: Callable[[Any], str] = lambda _read: ""
    why_closed: Callable[[Any], str] = lambda _read: ""
    known: Callable[[Desk], Sequence[Fact]] = lambda _desk: ()

    @property
    def actions(self) -> tuple[str, ...]:
        """All that can be done with it."""
        return (self.action,) if self.beside is None else (self.action, self.beside.name)


@dataclass(frozen=True)
class Standing:
    """How a section stands, and why what is beside it can't be done now."""

    key: int
    section: Section
    facts: Sequence[Fact]
    under: str
    why_not: str
    why_closed: str
    choices: Mapping[str, str]


_UPDATES = 12


def _clauses(title: str, kind: str) -> Section:
    return Section(
        title,
        "clauses.edit",
        lambda session, _today: clauses_detail(session, kind),
        forms.clauses_facts,
        forms.clauses_form,
        forms.clauses_values,
        lambda office, given: forms.save_clauses(office, kind, given),
        N_("One paragraph a clause. Agreements approved before keep theirs."),
        lambda read: joined(day(read.changed_on), read.changed_by),
    )


_SECTIONS: Mapping[int, Section] = {
    1: Section(
        N_("Office"),
        "office.edit",
        lambda session, _today: profile_detail(session),
        forms.profile_facts,
        forms.profile_form,
        forms.profile_values,
        forms.save_profile,
        N_("It stands on every paper; papers issued before keep what they say."),
    ),
    2: Section(
        N_("Rules and their numbers"),
        "rules.change",
        lambda session, _today: rules_detail(session),
        forms.rules_facts,
        forms.rules_form,
        forms.rules_values,
        forms.save_rules,
        N_("A number holds from now on, for what is open too."),
    ),
    3: _clauses(N_("Clauses: protected lowest prices"), "protected_prices"),
    4: _clauses(N_("Clauses: suggested retail prices"), "suggested_prices"),
    5: Section(
        N_("Legal review of the clauses"),
        "office.review",
        lambda session, _today: profile_detail(session),
        forms.review_facts,
        forms.review_form,
        lambda _read: {},
        forms.save_review,
        N_("Without a review in force, an agreement is signed only after a warning."),
    ),
    6: Section(
        N_("Words to choose from"),
        "words.edit",
        lambda session, _today: word_lists_detail(session),
        forms.words_facts,
        forms.words_form,
        forms.words_values,
        forms.save_words,
        N_("Offered where one is typed; any other can be typed too."),
        beside=Action(
            "words.start",
            N_("Take the starter set"),
            forms.take_words,
            done=N_("Words added"),
            shortcut="Ctrl+Return",
        ),
        why_not=forms.why_no_words,
    ),
    7: Section(
        N_("Promotions"),
        "promotion.add",
        promotions_from,
        forms.promotions_facts,
        forms.promotion_form,
        lambda _read: {},
        forms.save_promotion,
        N_("While it runs, its price may not be undercut, instead of the protected one (V1b)."),
        beside=Action(
            "promotion.end",
            N_("End a promotion"),
            forms.end_promotion,
            done=N_("Ended: today is its last day"),
        ),
        choices=forms.promotions_to_end,
        why_not=forms.why_no_promotion,
    ),
    8: Section(
        N_("Areas and delivery days"),
        "area.set",
        lambda session, _today: areas_detail(session),
        logistics.areas_facts,
        logistics.areas_form,
        logistics.areas_values,
        logistics.save_areas,
        N_("Orders taken before keep their day. A client is in the area that its file names."),
    ),
    9: Section(
        N_("Holidays"),
        "holiday.set",
        holidays_to_come,
        logistics.holidays_facts,
        logistics.holiday_form,
        lambda _read: {},
        logistics.save_holiday,
        N_("Nothing is delivered then: open orders due on it move to the next delivery day."),
    ),
    10: Section(
        N_("First count"),
        "stock.start",
        lambda session, _today: first_count.first_count(session),
        count.count_facts,
        count.count_form,
        lambda _read: {},
        count.save_count,
        N_("From it on stock is kept by lot. It is posted once; long lists are brought in."),
        why_closed=count.why_no_count,
    ),
    11: Section(
        N_("Trade's margins by category"),
        "margin.set",
        lambda session, _today: margins_detail(session),
        margins.margins_facts,
        margins.margins_form,
        margins.margins_values,
        margins.save_margins,
        N_("Proposals measure against it; papers issued before keep what they say."),
    ),
    _UPDATES: Section(
        N_("Newer versions"),
        "office.edit",
        lambda session, _today: updates_detail(session),
        updates.updates_facts,
        updates.updates_form,
        updates.updates_values,
        updates.save_updates,
        N_("The programs of this office look there, and install nothing unless somebody says so."),
        known=updates.found_facts,
    ),
}


def section_words() -> dict[int, str]:
    """The settings by their keys, as they are read."""
    return {key: _(one.words) for key, one in _SECTIONS.items()}


class SectionView(Detail[Standing]):
    """How one setting stands."""

    page: "SettingsPage"

    def __init__(self, desk: Desk, page: "SettingsPage") -> None:
        super().__init__(desk, page)
        desk.updates.looked_anew.connect(self._show_found)

    def blocks(self) -> Sequence[Block[Standing]]:
        look = Tool[Standing](
            N_("Look now"), lambda _row: self.desk.updates.renewed.emit(), there=_of_updates
        )
        install = Tool[Standing](
            N_("What is new …"),
            lambda _row: self.desk.updates.asked.emit(),
            there=lambda row: _of_updates(row) and self.desk.updates.offer is not None,
        )
        return Head(_head, look, install), Facts(lambda row: row.facts)

    def _show_found(self) -> None:
        """What was found of newer versions stands here at once."""
        if self.key == _UPDATES and self.isVisible():
            self.open(self.key)

    def steps(self) -> Sequence[Action]:
        actions = dict.fromkeys(section.action for section in _SECTIONS.values())
        changes = [
            opening(name, N_("Change"), self.change, "Ctrl+E", primary=True) for name in actions
        ]
        return [*changes, *(self._beside(one) for one in _SECTIONS.values() if one.beside)]

    def _beside(self, section: Section) -> Action:
        assert section.beside is not None
        if section.choices is None:
            return section.beside
        which = Field("which", N_("Which"), "choice", True, choices=lambda: self.item.choices)
        return replace(section.beside, ask=(which,))

    def change(self, row: Standing) -> None:
        """Open the form of what is set here."""
        self.page.change(row.key)

    def load(self, session: "Reading", key: int) -> Standing:
        section = _SECTIONS[key]
        read = section.load(session, self.desk.today)
        facts = [*section.facts(read), *section.known(self.desk)]
        choices = section.choices(read) if section.choices else {}
        return Standing(
            key,
            section,
            facts,
            section.under(read),
            section.why_not(read),
            section.why_closed(read),
            choices,
        )

    def ask_moves(self, row: Standing, key: int) -> Sequence["Move"]:
        from desktop.services.moves import Move

        section = row.section
        found = []
        if self.desk.may(section.action):
            found.append(Move(section.action, not row.why_closed, row.why_closed))
        if section.beside is not None and self.desk.may(section.beside.name):
            found.append(Move(section.beside.name, not row.why_not, row.why_not))
        return found


def _of_updates(row: Standing) -> bool:
    return row.key == _UPDATES


def _head(row: Standing) -> Heading:
    section = row.section
    return Heading(_(section.words), (), joined(_(section.note), row.under))


class SettingsPage(ListPage[Section]):
    """What the office can set for itself."""

    name: ClassVar[str] = "settings"
    title: ClassVar[str] = N_("Office and rules")
    search_words: ClassVar[str] = N_("Search")
    nothing_open: ClassVar[str] = N_("Choose a setting on the left.")
    columns = (Column(N_("Setting"), lambda row: _(row.words), 100, "name", stretch=True),)
    shares: ClassVar[tuple[int, int]] = (30, 70)
    only_one: ClassVar[bool] = True

    def tools(self) -> Sequence[QWidget]:
        """What is no setting of the office but of this PC."""
        return (button(_("Database connection"), self.desk.connection.emit),)

    def listing(self) -> Listing[Section]:
        return Listing(_found, lambda _session, keys: {key: _SECTIONS[key] for key in keys})

    def make_detail(self) -> SectionView:
        return SectionView(self.desk, self)

    def go(self, link: Link) -> None:
        """Also begin what an action of a section changes, such as ``office.review``.

        What stands beside that is only shown: it is one key away.
        """
        if not (link.do and self.desk.may(link.do)):
            super().go(link)
            return
        key = next(key for key, one in _SECTIONS.items() if link.do in one.actions)
        super().go(Link(self.name, key))
        if _SECTIONS[key].action == link.do:
            self.change(key)

    def change(self, key: int) -> None:
        """Open a section's form."""
        section = _SECTIONS[key]
        self.edit(
            Edit(
                title=_(section.words),
                note=_(section.note),
                form=lambda: section.form(self.desk),
                save=section.save,
                draft_key=f"settings:{key}",
                saved=lambda _none: self._saved(key),
                done=_("Setting saved"),
                load=lambda session: section.values(section.load(session, self.desk.today)),
            )
        )

    def _saved(self, key: int) -> None:
        self.saved(key)
        if key == _UPDATES:
            self.desk.updates.renewed.emit()

    def count_words(self, number: int) -> str:
        return ""


def _found(_session: "Reading", wanted: Wanted) -> list[int]:
    found = [key for key, one in _SECTIONS.items() if wanted.search.lower() in _(one.words).lower()]
    if wanted.sort == "name":
        found.sort(key=lambda key: order_key(_(_SECTIONS[key].words)), reverse=wanted.descending)
    return found
