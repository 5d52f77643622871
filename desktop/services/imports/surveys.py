"""Surveys of shops from a list: each is one more, and changes no older one (P1)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.basics.fields import editable, stored
from desktop.models import Client, Survey
from desktop.services.change import Change
from desktop.services.checks import need_open_client
from desktop.services.imports.alike import says_the_same
from desktop.services.imports.kind import EditList, ImportKind, columns_of, exported
from desktop.services.imports.named import Named, plain_clients
from desktop.services.imports.outcome import RowSaid, Say, What, said_fields
from desktop.services.imports.taking import Taking
from desktop.services.proposals import check_survey, need_over, new_survey
from desktop.spreadsheets import surveys as lists
from desktop.spreadsheets.surveys import SurveyRow, groups_text, levels_text, survey_rows

if TYPE_CHECKING:
    from desktop.spreadsheets.listing import Value

# What a survey found, in words that two of a shop's are compared by.
_Found = dict[str, Any]


def take_surveys(session: Change, taking: Taking) -> None:
    """Record every survey that isn't there as it stands."""
    clients = plain_clients(session)
    named = Named(session, taking, "client", clients)
    there: defaultdict[int, list[Survey | SurveyDraft]] = defaultdict(list)
    for survey in session.scalars(select(Survey)):
        there[survey.client_id].append(survey)
    for row in taking.watched(taking.rows):
        code = named.code_of(row.row, row.client, row.client_name)
        if not code:
            continue
        draft = row.draft if code == row.client else replace(row.draft, client=code)
        shop, before = clients[code], there[clients[code].id]
        said = _said(row, shop, draft)
        if before and _stands(draft, before):
            # An older one may be as no survey can be now; it isn't recorded again.
            taking.outcome.add_known(False, said)
        elif (
            taking.fits(row.row, partial(check_survey, draft))
            and taking.fits(row.row, partial(need_over, session, draft))
            and taking.fits(row.row, partial(need_open_client, shop))
        ):
            before.append(draft)
            taking.outcome.add_new(said)
            taking.made.append(new_survey(session, shop, draft))
    taking.write_made(session)


def _stands(draft: SurveyDraft, there: Sequence[Survey | SurveyDraft]) -> bool:
    """Whether one of these says the same."""
    found = _found(draft)
    return any(_same(_found(one), found) for one in there)


def _found(one: Survey | SurveyDraft) -> _Found:
    shares = (
        one.groups
        if isinstance(one, SurveyDraft)
        else {group.name: group.share for group in one.groups}
    )
    levels = [LevelDraft(level.width_cm, level.height_cm) for level in one.levels]
    return stored(SurveyDraft, one) | {
        "groups": groups_text(shares),
        "levels": levels_text(levels),
    }


def _same(one: _Found, other: _Found) -> bool:
    return all(says_the_same(one[name], other[name]) for name in other)


def _said(row: SurveyRow, shop: Client, draft: SurveyDraft) -> Say:
    def say(what: What) -> RowSaid:
        declared = {one.name: one for one in editable(SurveyDraft)}
        fresh = {
            declared[name].called if name in declared else name: (
                "",
                declared[name].said(value) if name in declared else value,
            )
            for name, value in _found(draft).items()
        }
        return RowSaid(row.row.number, what, shop.code, shop.name, said_fields(fresh))

    return say


_COLUMNS = [
    ("客户编号", "TEXT"),
    ("客户名称", "TEXT"),
    *columns_of(exported(SurveyDraft)),
    (lists.GROUPS_HEADING, "TEXT"),
    (lists.LEVELS_HEADING, "TEXT"),
]


def _all_rows(session: Change) -> Iterator[Sequence["Value"]]:
    surveys = (
        select(Survey, Client.code, Client.name)
        .join(Client, Client.id == Survey.client_id)
        .order_by(Client.code_key, Survey.surveyed_on, Survey.id)
    )
    for survey, code, name in session.execute(surveys):
        found = _found(survey)
        found["spending"] = lists.SPENDING_WORDS[survey.spending]
        told = (found[one.name] for one in exported(SurveyDraft))
        yield (code, name, *told, found["groups"], found["levels"])


SURVEYS = ImportKind(
    lists.SURVEYS,
    lambda reading, _today: survey_rows(reading),
    take_surveys,
    EditList("客户调查", _COLUMNS, _all_rows),
)
