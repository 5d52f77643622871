"""Assortment rules: a table that a manager edits, and what each edit changes (P2)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_, _
from desktop.queries.assortment import RULES, RuleRow, rule_rows
from desktop.queries.products import offered_categories
from desktop.queries.rule_reasons import said, stored, typed
from desktop.queries.search import find_products
from desktop.queries.word_lists import offered_groups, offered_segments
from desktop.queries.words import state_word
from desktop.queries.would_differ import Differing, DifferRow, would_differ
from desktop.views.kit.blocks.block import Block, Later
from desktop.views.kit.blocks.facts import Fact, Facts
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.declared import Find, facts_of, fields_of
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, Given, opening, plain
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, listed

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading

_MOST_NAMED = 3
_MONTHS = {str(month): str(month) for month in range(1, 13)}
_SETS = {"care": N_("for a maker of personal care: cleanser, soap, shampoo …")}


class AssortmentPage(ListPage[RuleRow]):
    """Every rule, by its code."""

    name: ClassVar[str] = "assortment"
    title: ClassVar[str] = N_("Assortment rules")
    records = RULES
    search_words: ClassVar[str] = N_("code, category, product, reason")
    new_words: ClassVar[str] = N_("New rule")
    new_action: ClassVar[str] = "rule.set"
    empty_title: ClassVar[str] = N_("No rules yet")
    empty_words: ClassVar[str] = N_(
        "A rule says what suits which shop, and why. Proposals are computed by them: begin with "
        "the shipped ones, and change what is otherwise here."
    )
    nothing_open: ClassVar[str] = N_("Choose a rule on the left.")
    columns = (
        Column(N_("Code"), lambda row: row.code, 56, "code"),
        Column(N_("About"), lambda row: row.about, 84, "about"),
        Column(
            N_("Weight"),
            lambda row: f"{row.weight:+d}",
            52,
            "weight",
            right=True,
            tone=lambda row: "wrong" if row.weight < 0 else "",
        ),
        Column(
            N_("Holds for"),
            lambda row: joined(row.conditions, _("must") if row.must else ""),
            150,
            unsorted=N_("It is put together of several facts."),
        ),
        Column(
            N_("Why, for the shop owner"),
            said,
            130,
            stretch=True,
            unsorted=N_("It is a sentence."),
        ),
    )
    shares: ClassVar[tuple[int, int]] = (50, 50)

    def tools(self) -> Sequence[QWidget]:
        """Who has no rules yet begins with those that ship."""
        self._shipped = button(_("Take the shipped rules"), self.start_shipped)
        self._shipped.setEnabled(False)
        keep_if(self._shipped, self.desk.may("rule.start"))
        return (self._shipped,)

    def first_ways(self) -> Sequence[QPushButton]:
        """Who has none begins with those that ship."""
        self._begin = button(_("Take the shipped rules"), self.start_shipped)
        self._begin.setEnabled(False)
        return (self._begin,) if self.desk.may("rule.start") else ()

    def go(self, link: Link) -> None:
        """Go where a link says, also to the choice of the shipped rules."""
        super().go(link)
        if link.do == "rule.start" and self.desk.may("rule.start"):
            self.start_shipped()

    def refresh(self) -> None:
        """Read the list again, and whether the shipped rules can be taken."""
        from desktop.services.assortment import why_not_shipped

        super().refresh()
        self.desk.ask(self, why_not_shipped, self._offer_shipped, slot="shipped")

    def _offer_shipped(self, why_not: str) -> None:
        for one in (self._shipped, self._begin):
            one.setEnabled(not why_not)
            one.setToolTip(why_not)

    def make_detail(self) -> "RuleView":
        return RuleView(self.desk, self)

    def count_words(self, number: int) -> str:
        return _("{number} rules").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A new rule; its code is one that is free."""
        return Edit(
            title=_("New rule"),
            note=_("Each condition may be left open; all that are given must hold."),
            form=lambda: rule_form(self.desk),
            save=_save,
            draft_key="assortment.new",
            saved=self.saved,
            done=_("Rule set"),
            values={"spending": ""} | dict(link.values),
        )

    def start_shipped(self) -> None:
        """Ask which shipped set is taken."""
        self.edit(
            Edit(
                title=_("Take the shipped rules"),
                note=_("They are rules like others then: change them, or remove what is wrong."),
                form=lambda: Form(
                    self.desk, (Field("set", N_("Which"), "choice", True, choices=_SETS),)
                ),
                save=_take_shipped,
                draft_key="assortment.start",
                saved=lambda _number: self.refresh(),
                done=_("Rules taken"),
                values={"set": "care"},
            )
        )


class RuleView(Detail[RuleRow]):
    """One rule, and the open proposals that would come out otherwise."""

    kind: ClassVar[str] = "rule"

    def blocks(self) -> Sequence[Block[RuleRow]]:
        differing: Lines[Differing, DifferRow] = Lines(
            _DIFFERING,
            lambda found: found.rows,
            title=_differing_title,
            none=N_("No open proposal that was looked at would come out otherwise."),
            enter=lambda row: self.desk.open(Link("proposals", row.id)),
        )
        return Head(_head), Facts(self._facts), Later(self._ask_differing, differing)

    def steps(self) -> Sequence[Action]:
        from desktop.services.assortment import remove_rule

        return (
            Action(
                "rule.remove",
                N_("Remove this rule"),
                plain(remove_rule),
                N_("Rule removed"),
                sure=N_("Remove this rule? Proposals that aren't decided are computed without it."),
                then=lambda _none: self.page.gone(),
            ),
            opening("rule.edit", N_("Edit"), self.edit, "Ctrl+E", primary=True),
        )

    def load(self, session: "Reading", key: int) -> RuleRow:
        return rule_rows(session, [key])[key]

    def _facts(self, row: RuleRow) -> Sequence[Fact]:
        instead: dict[str, Fact | str | None] = {"code": None, "product": None, "category": None}
        return (
            Fact(_("Holds for"), row.conditions),
            *facts_of(
                AssortmentDraft,
                row,
                self.desk,
                instead
                | {"segment": None, "group": None, "share": None, "spending": None}
                | {"weight": f"{row.weight:+d}", "reason": said(row)},
            ),
            Fact(_("Must"), _("yes") if row.must else _("no")),
        )

    def _ask_differing(self, _row: RuleRow, show: Callable[[Differing], None]) -> None:
        """Some at a time, until all were looked at or something newer is asked."""
        today = self.desk.today

        def look(before: Differing) -> None:
            self.desk.ask(
                self, lambda session: would_differ(session, today, before), take, slot="differing"
            )

        def take(found: Differing) -> None:
            show(found)
            if not found.is_done and self.isVisible():
                look(found)

        look(Differing())

    def edit(self, row: RuleRow) -> None:
        """Change a rule; its code stays."""
        self.open_form(
            "rule.edit",
            _("Edit rule {code}").format(code=row.code),
            lambda: rule_form(self.desk, known=True),
            _save_edited,
            _("Rule saved"),
            values=_values,
        )


def _differing_title(found: Differing) -> str:
    """What would change, and while not all were looked at, among how many."""
    words = _("What would change by today's rules and sales (looked at: {number} of {all})")
    if found.is_done:
        return _("What would change by today's rules and sales")
    return words.format(number=found.looked, all=found.all)


def _named(products: Sequence[str]) -> str:
    """A few products by name, and how many more there are."""
    names, more = listed(products[:_MOST_NAMED]), len(products) - _MOST_NAMED
    return _("{names} and {number} more").format(names=names, number=more) if more > 0 else names


_DIFFERING: tuple[Column[DifferRow], ...] = (
    Column(N_("Client"), lambda row: row.client, 100, wraps=True),
    Column(N_("Number"), lambda row: row.number, 104),
    Column(N_("State"), lambda row: state_word("proposal", row.state), 60),
    Column(
        N_("In addition"),
        lambda row: _named(row.more),
        130,
        stretch=True,
        wraps=True,
        tip=lambda row: listed(row.more),
    ),
    Column(
        N_("No more"),
        lambda row: _named(row.fewer),
        130,
        stretch=True,
        wraps=True,
        tip=lambda row: listed(row.fewer),
    ),
)


def _head(row: RuleRow) -> Heading:
    must = [(_("must"), "accent")] if row.must else []
    return Heading(joined(row.code, row.about), must, joined(day(row.set_on), row.set_by))


def rule_form(desk: Desk, *, known: bool = False) -> Form:
    """What it speaks of, when it holds, and what that weighs; a known rule keeps its code."""
    finds: dict[str, Find] = {
        "category": offered_categories,
        "product": find_products,
        "segment": offered_segments,
        "group": offered_groups,
    }
    fields = fields_of(AssortmentDraft, desk, known=known, finds=finds)
    months = Field(
        "months", N_("Months; none: all year"), "ticks", choices=_MONTHS, limit=6, wide=True
    )
    return Form(desk, (*fields, months, Field("must", N_("Must"), "tick")), columns=2, fluid=True)


def _draft(given: Given) -> AssortmentDraft:
    months = [int(month) for month in given["months"]]
    values = {**given.values, "reason": stored(given["reason"])}
    return drafted(AssortmentDraft, values, months=months, must=bool(given["must"]))


def _values(row: RuleRow) -> dict[str, Any]:
    return {
        **asked(AssortmentDraft, row),
        "reason": typed(row.reason),
        "months": [str(month) for month in row.months],
        "must": row.must,
        "version": row.version,
    }


def _save(office: "Office", given: Given) -> int:
    from desktop.services.assortment import add_rule

    return add_rule(office, _draft(given))


def _save_edited(office: "Office", key: int, given: Given) -> None:
    from desktop.services.assortment import edit_rule

    edit_rule(office, key, given["version"], _draft(given))


def _take_shipped(office: "Office", _given: Given) -> int:
    from desktop.services.assortment import take_shipped

    return take_shipped(office)
