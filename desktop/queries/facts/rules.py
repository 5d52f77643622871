"""The office's rules with their numbers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.rules import Rules
from desktop.models import Rule
from desktop.queries.facts.asked_once import once


@once
def read_rules(session: Session) -> Rules:
    """The numbers in force: the defaults, and what the office changed."""
    rows = session.execute(select(Rule.name, Rule.number))
    return Rules().changed(dict(rows.all()))
