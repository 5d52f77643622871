"""Every word and mark stands out from every ground that it may stand on, in both shades."""

import re

import pytest
from PySide6.QtGui import QPalette

from desktop.basics.resources import resource
from desktop.views.kit.theme import DARK, LIGHT, STYLE, Colours, _palette
from tests.views.seen import LEAST_MARK, LEAST_WORDS, contrast

_GROUNDS = ("ground", "surface", "accent_soft")  # the last one under what is chosen
_SOFT = ("accent_soft", "wrong_soft", "careful_soft", "good_soft")
_TONES = ("text", "quiet", "accent", "wrong", "careful", "good")
_HUES = tuple(f"hue{number}" for number in range(1, 7))
# What a tone stands on besides: its own chip, the words of a strip, a holiday of the calendar, a
# cell of a grid that is wrong, what can't be pressed now, a primary button.
_OWN = [(tone, f"{tone}_soft") for tone in ("accent", "wrong", "careful", "good")]
_OWN += [(tone, soft) for tone in ("text", "quiet") for soft in ("wrong_soft", "careful_soft")]
_OWN += [("quiet", "line"), ("on_accent", "accent")]
# Marks: rings and edges on whatever is below them, bars on their track, kinds on a map or chart.
_MARKS = [("edge", ground) for ground in ("ground", "surface", *_SOFT)]
_MARKS += [(tone, ground) for tone in (*_TONES, *_HUES) for ground in ("ground", "surface", *_SOFT)]
_MARKS += [(tone, "line") for tone in ("accent", "wrong", "careful", "good")]

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DRAWN = re.compile(
    r"(?<![a-z-])(color|background|selection-background-color|border[a-z-]*): [^;]*\$(\w+)"
)
BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@BOTH
def test_words_stand_out_from_their_ground(colours: Colours) -> None:
    pairs = [(tone, ground) for tone in _TONES for ground in _GROUNDS] + _OWN
    pairs += [(hue, "surface") for hue in _HUES]
    assert _too_alike(colours, pairs, LEAST_WORDS) == {}


@BOTH
def test_marks_stand_out_from_their_ground(colours: Colours) -> None:
    assert _too_alike(colours, _MARKS, LEAST_MARK) == {}


@BOTH
def test_each_rule_of_the_style_sheet_can_be_read(colours: Colours) -> None:
    words = [pair for drawn in _rules().values() if None not in (pair := _words_on(drawn))]
    assert len(words) > 15
    assert _too_alike(colours, words, LEAST_WORDS) == {}


@BOTH
def test_what_is_typed_into_and_the_keyboard_have_a_line_around(colours: Colours) -> None:
    seen = 0
    for rule, drawn in _rules().items():
        rings = [tone for kind, tone in drawn if kind.startswith("border")]
        typed = "QLineEdit, QPlainTextEdit, QComboBox" in rule or "::indicator" in rule
        unused = "disabled" in rule and "::indicator" not in rule
        if not rings or unused or not (typed or ":focus" in rule):
            continue
        if 'kind="rows"' in rule:
            continue  # a line that the table draws around the whole row
        pairs = [(rings[0], ground) for ground in ("surface", "ground")]
        assert _too_alike(colours, pairs, LEAST_MARK) == {}, rule
        seen += 1
    assert seen > 10


@BOTH
def test_what_is_chosen_is_told_by_more_than_a_soft_ground(colours: Colours) -> None:
    """A row's own bar is painted: ``tables/toned.py``."""
    seen = 0
    for rule, drawn in _rules().items():
        chosen = ":selected" in rule or any("selection-background" in kind for kind, _ in drawn)
        if not chosen or "QTableView" in rule:
            continue
        marks = [tone for kind, tone in drawn if kind != "color" and not tone.endswith("_soft")]
        best = max((_ratio(colours, tone, "surface") for tone in marks), default=1)
        assert best >= LEAST_MARK, rule
        seen += 1
    assert seen > 5


@BOTH
def test_a_window_that_isn_t_active_and_what_can_t_be_worked_are_read_as_well(
    colours: Colours,
) -> None:
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    palette = _palette(colours)
    grounds = (role.Window, role.Base, role.AlternateBase, role.Button)
    words = (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.Link)
    pairs = [(word, ground) for word in words for ground in grounds]
    pairs += [(role.ToolTipText, role.ToolTipBase), (role.HighlightedText, role.Highlight)]
    for state in (group.Active, group.Inactive, group.Disabled):
        for word, ground in pairs:
            one, other = (palette.color(state, each).rgb() & 0xFFFFFF for each in (word, ground))
            assert contrast(one, other) >= LEAST_WORDS, (state, word, ground)


@pytest.mark.parametrize(("shade", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_each_icon_stands_out_from_what_it_stands_on(shade: str, colours: Colours) -> None:
    for icon, ground in (("down", colours.surface), ("check", colours.accent)):
        drawn = resource("icons", f"{icon}-{shade}.svg").read_text("utf-8")
        for ink in re.findall(r"#([0-9A-Fa-f]{6})", drawn):
            assert contrast(int(ink, 16), int(ground[1:], 16)) >= LEAST_MARK, icon


def _rules() -> dict[str, list[tuple[str, str]]]:
    """The rules of the style sheet with what they draw: the property, and the colour's name."""
    return {
        " ".join(rule.split()): _DRAWN.findall(drawn)
        for rule, drawn in _RULE.findall(STYLE.template)
    }


def _words_on(drawn: list[tuple[str, str]]) -> tuple[str | None, str | None]:
    kinds = dict(reversed(drawn))
    return kinds.get("color"), kinds.get("background")


def _ratio(colours: Colours, one: str, other: str) -> float:
    return contrast(*(int(getattr(colours, name)[1:], 16) for name in (one, other)))


def _too_alike(
    colours: Colours, pairs: list[tuple[str, str]], least: float
) -> dict[tuple[str, str], float]:
    ratios = {pair: _ratio(colours, *pair) for pair in pairs}
    return {pair: ratio for pair, ratio in ratios.items() if ratio < least}
