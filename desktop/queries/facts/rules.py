"""The office's rules with their numbers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.rules import Rules
from desktop.models import Rule
from desktop.queries.facts.asked_once import once
from desktop.queries.facts.plainly import plain_rows

_CHANGED = select(Rule.name, Rule.number)  # built once, as every change asks it


@once
def read_rules(session: Session) -> Rules:
    """The numbers in force: the defaults, and what the office changed."""
    return Rules().changed(dict(map(tuple, plain_rows(session, _CHANGED))))
