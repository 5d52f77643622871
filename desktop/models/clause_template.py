"""Clause texts of the agreement, which the office edits (A8)."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from desktop.basics.drafts.agreement import CLAUSE_KINDS
from desktop.models.base import Base, Versioned, by_staff, one_of


class ClauseTemplate(Versioned, Base):
    """The clauses of one kind of agreement, one paragraph each."""

    __tablename__ = "clause_template"
    __table_args__ = (one_of("kind", CLAUSE_KINDS),)
    kind: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    changed_on: Mapped[date | None]
    changed_by_id: Mapped[int | None] = by_staff()

    @property
    def title(self) -> str:
        return CLAUSE_KINDS[self.kind]

    @property
    def clauses(self) -> tuple[str, ...]:
        """Its paragraphs, in order."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())
