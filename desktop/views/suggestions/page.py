"""The list of suggestions; for a manager it is the queue to confirm (G1)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.suggestion import CATEGORIES
from desktop.basics.i18n import N_, _
from desktop.queries.suggestions import SUGGESTIONS, SuggestionRow
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import Done, ManyAct
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.tables.state_column import state_column
from desktop.views.kit.words import day, short_day
from desktop.views.suggestions.detail import SuggestionView
from desktop.views.suggestions.form import SuggestionForm, save_new

if TYPE_CHECKING:
    from desktop.services.office import Office


class SuggestionsPage(ListPage[SuggestionRow]):
    """What is being prepared, what waits for the manager, what it brought."""

    name: ClassVar[str] = "suggestions"
    title: ClassVar[str] = N_("Suggestions")
    records = SUGGESTIONS
    search_words: ClassVar[str] = N_("client or words")
    new_words: ClassVar[str] = N_("New suggestion")
    new_action: ClassVar[str] = "suggestion.prepare"
    needs: ClassVar[tuple[str, ...]] = ("clients",)
    empty_title: ClassVar[str] = N_("No suggestions yet")
    empty_words: ClassVar[str] = N_(
        "Nobody visits a client without a suggestion: one thing, simple and usable, settled with "
        "the manager before the visit."
    )
    nothing_open: ClassVar[str] = N_("Choose a suggestion on the left.")
    shares: ClassVar[tuple[int, int]] = (50, 50)

    def __init__(self, desk: Desk) -> None:
        self.columns = _columns(desk)
        super().__init__(desk)

    def make_detail(self) -> SuggestionView:
        return SuggestionView(self.desk, self)

    def step_of(self, row: SuggestionRow) -> object:
        return row.state

    def acts(self) -> Sequence[ManyAct]:
        """Settled by the manager, or handed to one, together."""
        return (
            ManyAct(
                "confirm",
                "suggestion.confirm",
                N_("Confirm them"),
                _confirm,
                N_("{number} suggestions confirmed"),
                primary=True,
            ),
            ManyAct(
                "return",
                "suggestion.return",
                N_("Return them"),
                _return,
                N_("{number} suggestions returned"),
                ask=(Field("word", N_("A word why"), needed=True),),
            ),
            ManyAct(
                "submit",
                "suggestion.submit",
                N_("Submit them"),
                _submit,
                N_("{number} suggestions submitted"),
            ),
        )

    def count_words(self, number: int) -> str:
        return _("{number} suggestions").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A new suggestion, with what worked elsewhere beside it."""
        return Edit(
            title=_("New suggestion"),
            note=_("One thing a visit, simple and usable. It stays a draft until it is submitted."),
            form=lambda: SuggestionForm(self.desk),
            save=save_new,
            draft_key="suggestion.new",
            saved=self.saved,
            done=_("Suggestion prepared: submit it to the manager"),
            values=dict(link.values),
        )


def _confirm(office: "Office", keys: Sequence[int], _given: Given) -> Done:
    from desktop.services.suggestions import confirm_suggestions

    return Done(confirm_suggestions(office, keys))


def _return(office: "Office", keys: Sequence[int], given: Given) -> Done:
    from desktop.services.suggestions import return_suggestions

    return Done(return_suggestions(office, keys, given["word"]))


def _submit(office: "Office", keys: Sequence[int], _given: Given) -> Done:
    from desktop.services.suggestions import submit_suggestions

    return Done(submit_suggestions(office, keys))


def _columns(desk: Desk) -> Sequence[Column[SuggestionRow]]:
    today = desk.today

    def visit(row: SuggestionRow) -> str:
        if row.visit_on is None:
            return short_day(row.day, today)
        if row.visit_on == today:
            return _("today")
        return (
            _("tomorrow")
            if row.visit_on == today + timedelta(days=1)
            else short_day(row.visit_on, today)
        )

    def tip(row: SuggestionRow) -> str:
        return _(CATEGORIES[row.category])

    return (
        Column(N_("Rep"), lambda row: row.rep, 62, "rep"),
        Column(N_("Client"), lambda row: row.client, 108, "client"),
        Column(N_("Suggestion"), lambda row: row.content, 150, "content", stretch=True, tip=tip),
        Column(
            N_("Visit"),
            visit,
            54,
            "day",
            whole=((N_("Visit"), lambda row: day(row.visit_on or row.day)),),
        ),
        state_column("suggestion", 62),
        Column(N_("Kind of suggestion"), tip, 84, "category", extra=True),
        Column(N_("Prepared on"), lambda row: day(row.prepared_on), 88, "prepared", extra=True),
    )
