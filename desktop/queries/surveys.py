"""Surveys of a shop: what one found, those before it, and what is known before the next (P1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.basics.fields import stored, told_of
from desktop.basics.i18n import _
from desktop.basics.money import percent
from desktop.models import Attachment, Client, Proposal, Staff, Survey
from desktop.queries.facts.surveys import latest_survey, surveys_of


def _measured(level: LevelDraft) -> str:
    return f"{level.width_cm}×{level.height_cm}" if level.height_cm else str(level.width_cm)


@dataclass(frozen=True, kw_only=True)
class SurveyFacts(SurveyDraft):
    """What a survey found, when and by whom."""

    by: str

    @property
    def words(self) -> list[tuple[str, str]]:
        """(label, words) of each finding (P1); the words of what wasn't asked are empty."""
        levels = _(", ").join(map(_measured, self.levels))
        told = _("from the top {levels} cm").format(levels=levels)
        together: dict[str, tuple[str, str] | None] = {
            "client": (_("Surveyed"), f"{self.by} {self.surveyed_on}"),
            "shop_type": (
                _("Shop"),
                _("{kind} {area} m²").format(kind=self.shop_type, area=self.area_m2),
            ),
            "area_m2": None,
            "dated": None,
            "levels": (_("Shelf"), told if self.levels else ""),
        }
        buyers = (f"{name} {percent(share)}" for name, share in self.groups.items())
        found = {
            **told_of(SurveyDraft, self),
            **together,
            "groups": (_("Buyers"), _(", ").join(buyers)),
        }
        return [told for told in found.values() if told is not None]


@dataclass(frozen=True)
class SurveyLine:
    """A finding of the newest survey, with what stood there ``before`` where that was otherwise.

    Of an older survey: its day, and what it found otherwise than the one before it.
    """

    label: str
    words: str
    before: str = ""


def survey_lines(session: Session, client_id: int) -> list[SurveyLine]:
    """What the newest survey of a shop found, then what changed in the older ones."""
    found = [survey_facts(session, one) for one in surveys_of(session, client_id)]
    if not found:
        return []
    before = dict(found[1].words) if len(found) > 1 else {}
    lines = [
        SurveyLine(label, words, _otherwise(words, before.get(label, words)))
        for label, words in found[0].words
        if words or before.get(label)
    ]
    photos = _photos(session, client_id)
    if photos:
        lines.append(SurveyLine(_("Photos"), _("{number} in the papers").format(number=photos)))
    return [*lines, *_older(found)]


def _otherwise(words: str, before: str) -> str:
    return "" if words == before else before or _("nothing")


def _older(found: Sequence["SurveyFacts"]) -> list[SurveyLine]:
    """A line for each survey but the newest: what it had changed."""
    lines = [
        SurveyLine(_surveyed(one), "；".join(_changes(one, older)) or _("as before"))
        for one, older in pairwise(found[1:])
    ]
    return [*lines, SurveyLine(_surveyed(found[-1]), _("the first one"))] if found[1:] else []


def _surveyed(one: "SurveyFacts") -> str:
    return _("On {day}").format(day=one.surveyed_on)


def _changes(now: "SurveyFacts", before: "SurveyFacts") -> list[str]:
    was = dict(before.words)
    label, _words = now.words[0]  # who was there and when is another each time
    return [
        f"{name} {was.get(name) or '—'} → {words or '—'}"
        for name, words in now.words
        if name != label and words != was.get(name)
    ]


def _photos(session: Session, client_id: int) -> int:
    surveys = select(Survey.id).where(Survey.client_id == client_id)
    count = select(func.count()).where(
        Attachment.owner == "survey", Attachment.owner_id.in_(surveys)
    )
    return session.scalar(count) or 0


def known_before(session: Session, code: str) -> Mapping[str, Any]:
    """What is known of a shop before it is surveyed (again), by the fields of a survey.

    Households as its file says; kind of shop and area as surveyed last, else the kind that shops
    of its segment mostly are.
    """
    client = session.scalar(select(Client).where(Client.code == code))
    if client is None:
        return {}
    last = latest_survey(session, client.id)
    found = {
        "shop_type": last.shop_type if last else _usual_type(session, client.segment),
        "area_m2": last.area_m2 if last else None,
        "households": client.households or (last.households if last else None),
    }
    return {name: value for name, value in found.items() if value}


def last_surveyed(session: Session, person_id: int) -> tuple[str, str] | None:
    """The shop that a person surveyed last and for which nothing was proposed since: code, words.

    None where that survey found no shelf: nothing can be computed from it (P3).
    """
    last = session.scalar(
        select(Survey).where(Survey.surveyed_by_id == person_id).order_by(Survey.id.desc()).limit(1)
    )
    if last is None or not last.levels:
        return None
    proposed = select(Proposal.id).where(Proposal.survey_id == last.id).exists()
    shop = session.get_one(Client, last.client_id)
    if shop.state == "closed" or session.scalar(select(proposed)):
        return None
    return shop.code, shop.title


def _usual_type(session: Session, segment: str) -> str:
    """The kind of shop that was found most often in a segment; "" before the first survey."""
    found = session.scalar(
        select(Survey.shop_type)
        .join(Client, Client.id == Survey.client_id)
        .where(Client.segment == segment)
        .group_by(Survey.shop_type)
        .order_by(func.count().desc(), Survey.shop_type)
        .limit(1)
    )
    return found or ""


def survey_facts(session: Session, survey: Survey) -> SurveyFacts:
    """One survey, with who was there."""
    return SurveyFacts(
        **stored(SurveyDraft, survey),
        client=session.get_one(Client, survey.client_id).code,
        by=session.get_one(Staff, survey.surveyed_by_id).name,
        groups={group.name: group.share for group in survey.groups},
        levels=[LevelDraft(level.width_cm, level.height_cm) for level in survey.levels],
    )
