"""A trial and a letter of balances through all their states."""

from collections.abc import Iterator
from datetime import timedelta

from desktop.basics.drafts.letter import AnswerDraft, LettersDraft
from desktop.basics.drafts.trial import TrialDraft
from desktop.services import letters, trials
from tests.office import Team
from tests.services.trying import six_shops


def a_trial(team: Team) -> Iterator[int]:
    key = trials.draw_trial(team.r1, TrialDraft("display", team.day, "换大价签", six_shops(team)))
    yield key
    trials.submit_trial(team.r1, key)
    yield key
    team.day += timedelta(days=28)
    yield key
    trials.call_off_trial(team.m1, key, "店不够了")
    yield key


def a_letter(team: Team) -> Iterator[int]:
    for state in ("agreed", "differs"):
        letters.send_letters(team.c1, LettersDraft(team.day, clients=["C1"]))
        key = 1 if state == "agreed" else 2
        yield key
        letters.answer_letter(team.a1, key, AnswerDraft(state, None, "账对过了"))
        yield key
    letters.answer_letter(team.a1, key, AnswerDraft("agreed"))
    yield key
    letters.reopen_letter(team.a1, key)
    yield key
    letters.send_letters(team.c1, LettersDraft(team.day, clients=["C1"]))
    yield key
