"""What a self-test found, in words that an office reads and sends on."""

from dataclasses import dataclass

from desktop.basics.i18n import N_, _

OF_WINDOW = ("fonts", "screens", "printers", "clipboard", "second_start")
OF_COMPUTER = ("data_folder", "user", "long_path", "share")
CALLED = {
    "scenario": N_("Training office replayed"),
    "check": N_("Ledger, trail and papers fit"),
    "begin": N_("Office begun, backed up, restored"),
    "workbook": N_("List out to Excel and in again"),
    "paper": N_("Chinese paper drawn and shown"),
    "plans": N_("Plans computed in processes of their own"),
    "fonts": N_("Font of the window"),
    "screens": N_("Screens and scaling"),
    "printers": N_("Printers"),
    "clipboard": N_("Clipboard"),
    "second_start": N_("Second start"),
    "data_folder": N_("Data folder"),
    "user": N_("User name"),
    "long_path": N_("Long path"),
    "share": N_("Shared folder"),
    "window": N_("Main window"),
    "pages": N_("Every page"),
}


@dataclass(frozen=True)
class Outcome:
    """How a step went: what it saw, or where it failed; it may have been left out.

    ``look``: nothing failed, but a person should look at what is told.
    """

    name: str
    ok: bool
    seconds: str
    told: str = ""
    left_out: bool = False
    look: bool = False


@dataclass(frozen=True)
class Report:
    """What a self-test found; it is good when no step failed."""

    version: str
    python: str
    system: str
    ok: bool
    steps: tuple[Outcome, ...]


def in_words(report: Report) -> str:
    """The report as text, a line a step; what failed stands at the end in full."""
    head = f"众小 {report.version}  ·  {report.system}  ·  Python {report.python}"
    lines = [head, _summary(report), ""]
    lines += [_line(one) for one in report.steps]
    for one in report.steps:
        if not one.ok:
            lines += ["", f"―― {_called(one)}", one.told.strip()]
    return "\n".join(lines) + "\n"


def _summary(report: Report) -> str:
    if not report.ok:
        return _("Something failed: send this file to whoever looks after the program.")
    if any(one.look for one in report.steps):
        return _("Everything works; look at the lines that begin with “!”.")
    return _("Everything works.")


def _line(one: Outcome) -> str:
    mark = "–" if one.left_out else "✗" if not one.ok else "!" if one.look else "✓"
    told = [_("left out")] if one.left_out else one.told.strip().splitlines()
    return f"{mark}  {_called(one)}  {told[-1] if told else ''}"


def _called(one: Outcome) -> str:
    return _(CALLED[one.name]) if one.name in CALLED else one.name
