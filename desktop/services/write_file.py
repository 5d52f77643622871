"""Files for people: whole or not at all."""

from contextlib import suppress
from pathlib import Path

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.basics.through import write_through


def write_file(target: Path, content: bytes) -> Path:
    """Write a paper or a workbook; what stood there before is lost only once the new one is whole.

    Raises DatabaseTrouble when the place can't be written, such as a file that is open elsewhere.
    """
    half = target.with_name(target.name + ".half")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(content)
        write_through(half)
        half.replace(target)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise DatabaseTrouble(
            _("{file} cannot be written: {reason}. Try again, or choose another place.").format(
                file=target, reason=os_reason(error)
            )
        ) from error
    return target
