"""What the manual pictures though the training office has none of it: written into a copy."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.services.office import Office

_AREA = "老城片区"
_DAYS = 6  # before, a quarter ended


def send_letters_to_picture(office: "Office", day: date) -> None:
    """Balance letters to an area's clients, of which two came back."""
    from desktop.basics.drafts.letter import AnswerDraft, LettersDraft
    from desktop.services.letters import answer_letter, send_letters

    send_letters(office, LettersDraft(as_of=day - timedelta(days=_DAYS), area=_AREA))
    answer_letter(office, 1, AnswerDraft("agreed"))
    answer_letter(office, 2, AnswerDraft("differs", -3_600, "6 月 28 日退的两瓶没有减"))
