"""One suggestion: what is said and why, what this shop did before, and what it brought."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.suggestion import CATEGORIES, SuggestionDraft
from desktop.basics.i18n import N_, _
from desktop.queries.facts.effects import effect_words
from desktop.queries.facts.trials import figures_words
from desktop.queries.suggestions import SuggestionDetail, suggestion_detail, with_effects
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.text import Text
from desktop.views.kit.declared import facts_of
from desktop.views.kit.doing.actions import Action, plain, taking_back, throwing_away
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.words import day, joined, listed, tone_of
from desktop.views.shared.suggestion_history import effect_tone, history
from desktop.views.suggestions.form import SuggestionForm, save_draft, suggestion_values

if TYPE_CHECKING:
    from desktop.services.office import Reading


class SuggestionView(Detail[SuggestionDetail]):
    """The manager reads, confirms or returns with a word, and the next one comes up."""

    kind: ClassVar[str] = "suggestion"

    def blocks(self) -> Sequence[Block[SuggestionDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.client_id),
                self.way(N_("Its trial"), "trials", _trial_id),
                Tool(N_("Edit"), self.edit, "Ctrl+E", _no_edit, self.may("suggestion.edit")),
            ),
            Text(lambda row: row.content, "title"),
            Facts(self._facts),
            Lines(
                history(lambda: self.desk.today),
                lambda row: row.before,
                title=N_("What this shop did before"),
                none=N_("This is the first suggestion to this shop."),
            ),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services import effects as reviews
        from desktop.services import suggestions as services

        word = Field("word", N_("A word why"), needed=True)
        return (
            throwing_away("suggestion", services.discard_suggestion_draft, self.page.gone),
            taking_back("suggestion", services.take_back_suggestion),
            Action(
                "suggestion.submit",
                N_("Submit"),
                plain(services.submit_suggestion),
                N_("Submitted to the manager"),
                primary=True,
                goes_on=True,
            ),
            Action(
                "suggestion.withdraw",
                N_("Withdraw"),
                lambda office, key, given: services.withdraw_suggestion(office, key, given["word"]),
                N_("Suggestion withdrawn"),
                ask=(word,),
            ),
            Action(
                "suggestion.return",
                N_("Return"),
                lambda office, key, given: services.return_suggestion(office, key, given["word"]),
                N_("Returned to its preparer"),
                ask=(word,),
                shortcut="Ctrl+R",
                goes_on=True,
            ),
            Action(
                "suggestion.confirm",
                N_("Confirm, then the next"),
                plain(services.confirm_suggestion),
                N_("Suggestion confirmed"),
                primary=True,
                goes_on=True,
            ),
            Action(
                "suggestion.review",
                N_("Review"),
                lambda office, key, given: reviews.review_suggestion(office, key, given["word"]),
                N_("Suggestion reviewed"),
                ask=(Field("word", N_("What we learn from it")),),
            ),
        )

    def load(self, session: "Reading", key: int) -> SuggestionDetail:
        return suggestion_detail(session, key, self.desk.today)

    def show_item(self, item: SuggestionDetail) -> None:
        """What suggestions brought is measured against all shops like it: it comes later."""
        super().show_item(item)
        today = self.desk.today
        self.show_later(item, lambda session: with_effects(session, item, today))

    def _facts(self, row: SuggestionDetail) -> Sequence[Fact]:
        names = listed(row.product_names)
        instead = {
            "client": None,
            "category": joined(_(CATEGORIES[row.category]), names),
            "content": None,
            "wording": f"“{row.wording}”" if row.wording else "",
        }
        outcome = joined(
            state_word("suggestion", row.row.state) if row.presented_on else "",
            f"“{row.words}”" if row.words else "",
            _("{mark} of 5").format(mark=row.mark) if row.mark else "",
        )
        such = _("{adopted} of {presented} adopted") if row.such[1] else ""
        such = such.format(adopted=row.such[0], presented=row.such[1])
        effect = effect_words(row.effect) if row.effect else ""
        review = joined(row.reviewed_by, day(row.reviewed_on), row.review_word)
        return (
            *facts_of(SuggestionDraft, row, self.desk, instead),
            Fact(_("Such at shops of its kind"), such),
            Fact(_("Visit"), day(row.row.visit_on)),
            Fact(_("Prepared"), joined(row.prepared_by, day(row.prepared_on))),
            Fact(_("Returned with"), row.return_word, "careful"),
            Fact(_("Confirmed"), joined(row.confirmed_by, day(row.confirmed_on))),
            Fact(_("Presented"), day(row.presented_on)),
            Fact(_("Outcome"), outcome, tone_of(row.row.state)),
            Fact(_("Effect"), effect, effect_tone(row.effect)),
            Fact(_("Trial"), figures_words(row.trial) if row.trial else ""),
            Fact(_("Reviewed"), review),
        )

    def edit(self, row: SuggestionDetail) -> None:
        """Change a draft."""
        self.open_form(
            "suggestion.edit",
            _("Edit the suggestion to {client}").format(client=row.row.client),
            lambda: SuggestionForm(self.desk, known=True),
            save_draft,
            _("Suggestion saved"),
            values=suggestion_values,
        )


def _trial_id(row: SuggestionDetail) -> int | None:
    return row.trial.trial_id if row.trial else None


def _head(row: SuggestionDetail) -> Heading:
    shop = joined(row.client_class and _("class {name}").format(name=row.client_class), row.segment)
    chips = [(state_word("suggestion", row.row.state), tone_of(row.row.state)), (shop, "accent")]
    seen = _("last visit {day}").format(day=row.visited_on) if row.visited_on else ""
    return Heading(row.row.client, chips, joined(row.client, seen))


def _no_edit(row: SuggestionDetail) -> str:
    return "" if row.row.state == "draft" else _("Only a draft can be changed.")
