"""The words that an office chooses from: kinds of shops, groups of buyers, areas."""

from sqlalchemy.orm import Mapped, mapped_column

from desktop.basics.i18n import N_, _
from desktop.models.base import Base, Versioned, check

# Each list by its column.
WORD_LISTS = {
    "segments": N_("Segments"),
    "shop_types": N_("Kinds of shops"),
    "buyer_groups": N_("Groups of buyers"),
    "areas": N_("Areas"),
}


class WordLists(Versioned, Base):
    """The one row that holds every list, a word a line."""

    __tablename__ = "word_lists"
    __table_args__ = (check("single", "id = 1"),)
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    segments: Mapped[str] = mapped_column(default="")
    shop_types: Mapped[str] = mapped_column(default="")
    buyer_groups: Mapped[str] = mapped_column(default="")
    areas: Mapped[str] = mapped_column(default="")

    @property
    def title(self) -> str:
        return _("words to choose from")

    def words(self, name: str) -> tuple[str, ...]:
        """The words of one list, in the office's order."""
        text: str = getattr(self, name)
        return tuple(text.splitlines())
