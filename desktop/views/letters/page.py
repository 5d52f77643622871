"""Balance letters: who was asked what stands, who agreed, who differs, who hasn't answered."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.letter import AnswerDraft, LettersDraft
from desktop.basics.fields import drafted
from desktop.basics.i18n import N_, _, ngettext
from desktop.queries.letters import LETTERS, LetterDetail, LetterRow, letter_detail
from desktop.queries.search import find_clients, find_reps
from desktop.queries.word_lists import offered_areas
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, Given, plain
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, money, tone_of, yuan_words

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading


class LettersPage(ListPage[LetterRow]):
    """All letters; those that aren't answered are shown first."""

    name: ClassVar[str] = "letters"
    title: ClassVar[str] = N_("Balance letters")
    records = LETTERS
    search_words: ClassVar[str] = N_("client or number")
    new_words: ClassVar[str] = N_("Write letters")
    new_action: ClassVar[str] = "letter.send"
    needs: ClassVar[tuple[str, ...]] = ("clients",)
    empty_title: ClassVar[str] = N_("No letter was written yet")
    empty_words: ClassVar[str] = N_(
        "What each client owes and has in its fund goes out as a letter with a slip; what comes "
        "back is entered here, and who hasn't answered is seen."
    )
    nothing_open: ClassVar[str] = N_("Choose a letter on the left.")
    columns = (
        Column(N_("Client"), lambda row: row.client, 120, "client", stretch=True),
        Column(N_("As of"), lambda row: day(row.as_of), 88, "as_of"),
        Column(N_("Owes"), lambda row: money(row.owed_fen), 86, "owed", right=True),
        Column(
            N_("Answer by"),
            lambda row: day(row.answer_by) if row.state == "sent" else "",
            88,
            "by",
            tone=lambda row: "wrong" if row.late else "",
        ),
        Column(
            N_("State"),
            lambda row: state_word("letter", row.state),
            66,
            "state",
            tone=lambda row: "wrong" if row.late else tone_of(row.state),
        ),
        Column(N_("Number"), lambda row: row.number, 104, "number", extra=True),
    )
    shares: ClassVar[tuple[int, int]] = (52, 48)

    def make_detail(self) -> "LetterView":
        return LetterView(self.desk, self)

    def count_words(self, number: int) -> str:
        return ngettext("{number} letter", "{number} letters", number).format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """To whom: named clients, else all of a rep, an area or the office."""
        clients = self.desk.look_up(find_clients)
        rows = (Field("client", N_("Client"), "lookup", True, lookup=clients),)
        named = Field(
            "clients", N_("Only to these clients; none named: to all above"), "rows", rows=rows
        )
        finds = {"rep": find_reps, "area": offered_areas}
        return Edit(
            title=_("Write letters"),
            note=_(
                "Every client with something standing gets one; an earlier one that wasn't "
                "answered is replaced. All of them are shown at once, to be printed."
            ),
            form=lambda: Form(self.desk, (*fields_of(LettersDraft, self.desk, finds=finds), named)),
            save=_send,
            draft_key="letter.new",
            saved=self._sent,
            done=_("Letters written"),
            values=dict(link.values),
        )

    def _sent(self, numbers: Sequence[str]) -> None:
        self.filter_by("waiting")
        words = _("{number} balance letters").format(number=len(numbers))
        self.desk.show_issued(words, "balance_letter", ",".join(numbers))


class LetterView(Detail[LetterDetail]):
    """One letter, and what its slip said."""

    kind: ClassVar[str] = "letter"

    def blocks(self) -> Sequence[Block[LetterDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.client_id),
                self.paper(N_("Letter"), "balance_letter", lambda row: Issue(row.row.number)),
            ),
            Figures(_figures),
            Facts(_facts, columns=2),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services.letters import reopen_letter

        return (
            Action(
                "letter.reopen",
                N_("Take the answer away"),
                plain(reopen_letter),
                N_("The answer is waited for again"),
            ),
            Action(
                "letter.answer",
                N_("Enter the slip"),
                _answer,
                N_("Answer entered"),
                ask=tuple(fields_of(AnswerDraft, self.desk)),
                primary=True,
                goes_on=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> LetterDetail:
        return letter_detail(session, key, self.desk.today)


def _send(office: "Office", given: Given) -> Sequence[str]:
    from desktop.services.letters import send_letters

    clients = [row["client"] for row in given["clients"]]
    return send_letters(office, drafted(LettersDraft, given.values, clients=clients))


def _answer(office: "Office", key: int, given: Given) -> None:
    from desktop.services.letters import answer_letter

    answer_letter(office, key, drafted(AnswerDraft, given.values))


def _head(row: LetterDetail) -> Heading:
    head = row.row
    chips = [
        (state_word("letter", head.state), tone_of(head.state)),
        (_("overdue") if head.late else "", "wrong"),
    ]
    return Heading(head.client, chips, joined(row.code, head.number))


def _figures(row: LetterDetail) -> Sequence[Fact]:
    head = row.row
    owes = Fact(_("Owes us"), yuan_words(head.owed_fen))
    credit = Fact(_("Credit now"), yuan_words(-head.owed_fen))
    found = [
        owes if head.owed_fen >= 0 else credit,
        Fact(_("In the fund"), yuan_words(row.fund_fen)),
        Fact(_("Settled, to be paid"), yuan_words(row.payable_fen)),
    ]
    if head.difference_fen:
        found.append(Fact(_("Owes more by"), yuan_words(head.difference_fen), "wrong"))
    return found


def _facts(row: LetterDetail) -> Sequence[Fact]:
    head = row.row
    return (
        Fact(_("Balances at the end of"), day(head.as_of)),
        Fact(_("Rep"), head.rep),
        Fact(_("Written"), f"{day(row.sent_on)} {row.sent_by}"),
        Fact(_("Answer by"), day(head.answer_by)),
        Fact(_("Answered"), f"{day(row.answered_on)} {row.answered_by}".strip()),
        Fact(_("What it writes"), row.answer),
    )
