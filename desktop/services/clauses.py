"""The clause texts of the agreement: two kinds, which the office edits (A8)."""

from desktop.basics.drafts.agreement import CLAUSE_KINDS
from desktop.basics.resources import resource
from desktop.models import Agreement, ClauseTemplate
from desktop.services.change import Change
from desktop.services.checks import need_text, need_version, need_word
from desktop.services.office import Office


def add_templates(session: Change) -> None:
    """Give a new office the texts that ship with the program."""
    for kind in CLAUSE_KINDS:
        text = resource("contract", f"{kind}.txt").read_text(encoding="utf-8")
        session.add(ClauseTemplate(kind=kind, text=text))


def edit_clauses(office: Office, kind: str, version: int, text: str) -> None:
    """Change the clauses of one kind; agreements approved before keep theirs.

    Raises ChangedElsewhere when it isn't the version that was read (E2).
    """
    need_word("kind", kind, CLAUSE_KINDS)
    text = need_text("text", text)
    with office.transaction("clauses.edit") as session:
        template: ClauseTemplate | None = session.get(ClauseTemplate, kind)
        session.allow()
        if template is None:
            template = ClauseTemplate(kind=kind, text=text)
            session.add(template)
        else:
            need_version(template, version)
        template.text = text
        template.changed_on = session.today
        template.changed_by_id = session.actor_id


def freeze_clauses(session: Change, agreement: Agreement) -> None:
    """Keep the clauses with an agreement as they stand when it is approved."""
    template = session.get(ClauseTemplate, agreement.clause_kind)
    agreement.clause_text = template.text if template else ""
