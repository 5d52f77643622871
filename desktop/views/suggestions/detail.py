"""One suggestion: what is said and why, what this shop did before, and what it brought."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.facts.effects import effect_words
from desktop.queries.suggestions import SuggestionDetail, suggestion_detail, with_effects
from desktop.queries.words import CATEGORIES, state_word
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import THROW_AWAY, Action, taking_back
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.record_table import short_list
from desktop.views.kit.parts import Facts, Head, button, empty, keep_if, label, scrolled
from desktop.views.kit.words import day, joined, tone_of
from desktop.views.shared.suggestion_history import HISTORY, effect_tone
from desktop.views.suggestions.form import SuggestionForm, save_draft, suggestion_values

if TYPE_CHECKING:
    from desktop.services.office import Reading

_EFFECT_MS = 200  # who only passes by doesn't start the measuring


class SuggestionView(Detail):
    """The manager reads, confirms or returns with a word, and the next one comes up."""

    kind: ClassVar[str] = "suggestion"

    def __init__(self, desk: Desk, page: ListPage[Any]) -> None:
        super().__init__(desk, page)
        self._row: SuggestionDetail | None = None
        self._edit = button(_("Edit"), self.edit, "", "Ctrl+E")
        self._file = self.way(_("Client file"), "clients", lambda row: row.client_id)
        keep_if(self._edit, desk.may("suggestion.edit"))
        self._head = Head(self._file, self._edit)
        self._content = label(kind="title", wrap=True)
        self._facts = Facts()
        self._before = QVBoxLayout()
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 6, 0)
        inner.setSpacing(12)
        for part in (self._content, self._facts):
            inner.addWidget(part)
        inner.addLayout(self._before)
        inner.addStretch(1)
        self.body.addWidget(self._head)
        self.body.addWidget(scrolled(inside), 1)

    def steps(self) -> Sequence[Action]:
        from desktop.services import effects as reviews
        from desktop.services import suggestions as services

        word = Field("word", N_("A word why"), needed=True)
        return (
            Action(
                "suggestion.discard",
                N_("Throw this draft away"),
                lambda office, key, _given: services.discard_suggestion_draft(office, key),
                N_("Draft thrown away"),
                sure=THROW_AWAY,
                then=lambda _none: self.page.gone(),
            ),
            taking_back("suggestion", services.take_back_suggestion),
            Action(
                "suggestion.submit",
                N_("Submit"),
                lambda office, key, _given: services.submit_suggestion(office, key),
                N_("Submitted to the manager"),
                shortcut="Ctrl+Return",
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
                lambda office, key, _given: services.confirm_suggestion(office, key),
                N_("Suggestion confirmed"),
                shortcut="Ctrl+Return",
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

    def show_row(self, row: SuggestionDetail) -> None:
        self._row = row
        chips = [
            (state_word("suggestion", row.row.state), tone_of(row.row.state)),
            (
                joined(
                    row.client_class and _("class {name}").format(name=row.client_class),
                    row.segment,
                ),
                "accent",
            ),
        ]
        seen = _("last visit {day}").format(day=row.visited_on) if row.visited_on else ""
        self._head.show_head(row.row.client, chips, joined(row.client_code, seen))
        self._content.setText(row.row.content)
        self._show_history(row)
        self._ask_effects(row)
        self._edit.setEnabled(row.row.state == "draft")
        self._edit.setToolTip("" if row.row.state == "draft" else _("Only a draft can be changed."))

    def _ask_effects(self, row: SuggestionDetail) -> None:
        """What suggestions brought is measured against all shops like it: it comes later."""
        today = self.desk.today

        def shown(measured: SuggestionDetail) -> None:
            if self._row is row:
                self._show_history(measured)

        def ask() -> None:
            if self._row is row:  # nobody went on to another meanwhile
                self.desk.ask(
                    self, lambda session: with_effects(session, row, today), shown, slot="effects"
                )

        QTimer.singleShot(_EFFECT_MS, self, ask)

    def _show_history(self, row: SuggestionDetail) -> None:
        self._facts.show_facts(_facts(row))
        empty(self._before)
        self._before.addWidget(label(_("What this shop did before"), "heading"))
        if row.before:
            self._before.addWidget(short_list(HISTORY, row.before, _("Earlier suggestions")))
        else:
            none = _("This is the first suggestion to this shop.")
            self._before.addWidget(label(none, tone="quiet"))

    def edit(self) -> None:
        """Change a draft."""
        key, row, today = self.key, self._row, self.desk.today
        if key is None or row is None or not self._edit.isEnabled():
            return
        self.page.edit(
            Edit(
                title=_("Edit the suggestion to {client}").format(client=row.row.client),
                form=lambda: SuggestionForm(self.desk, known=True),
                save=lambda office, given: save_draft(office, key, given),
                draft_key=f"suggestion.edit:{key}",
                saved=lambda _none: self.page.saved(key),
                done=_("Suggestion saved"),
                load=lambda session: suggestion_values(suggestion_detail(session, key, today)),
            )
        )


def _facts(row: SuggestionDetail) -> list[Any]:
    names = "、".join(name for _code, name in row.products)
    outcome = joined(
        state_word("suggestion", row.row.state) if row.presented_on else "",
        f"“{row.words}”" if row.words else "",
        _("{mark} of 5").format(mark=row.mark) if row.mark else "",
    )
    effect = effect_words(row.effect) if row.effect else ""
    review = joined(row.reviewed_by, day(row.reviewed_on), row.review_word)
    return [
        (_("Category"), joined(_(CATEGORIES[row.row.category]), names)),
        (_("How it is said"), f"“{row.wording}”" if row.wording else ""),
        (_("Expected effect"), row.expected),
        (_("Prepared"), joined(row.prepared_by, day(row.prepared_on))),
        (_("Returned with"), row.return_word, "careful"),
        (_("Confirmed"), joined(row.confirmed_by, day(row.confirmed_on))),
        (_("Presented"), day(row.presented_on)),
        (_("Outcome"), outcome, tone_of(row.row.state)),
        (_("Effect"), effect, effect_tone(row.effect)),
        (_("Reviewed"), review),
    ]
