"""Every word and mark stands out from every ground that it may stand on, in both shades."""

import re

import pytest

from desktop.views.kit.theme import DARK, LIGHT, STYLE, Colours
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
_DRAWN = re.compile(r"(?<![a-z-])(color|background|border[a-z-]*): [^;]*\$(\w+)")
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
        if not rings or "disabled" in rule or not (typed or ":focus" in rule):
            continue
        if 'kind="rows"' in rule:
            continue  # a line that the table draws around the whole row
        pairs = [(rings[0], ground) for ground in ("surface", "ground")]
        assert _too_alike(colours, pairs, LEAST_MARK) == {}, rule
        seen += 1
    assert seen > 10


def _rules() -> dict[str, list[tuple[str, str]]]:
    """The rules of the style sheet with what they draw: the property, and the colour's name."""
    return {
        " ".join(rule.split()): _DRAWN.findall(drawn)
        for rule, drawn in _RULE.findall(STYLE.template)
    }


def _words_on(drawn: list[tuple[str, str]]) -> tuple[str | None, str | None]:
    kinds = dict(reversed(drawn))
    return kinds.get("color"), kinds.get("background")


def _too_alike(
    colours: Colours, pairs: list[tuple[str, str]], least: float
) -> dict[tuple[str, str], float]:
    ratios = {
        pair: contrast(*(int(getattr(colours, name)[1:], 16) for name in pair)) for pair in pairs
    }
    return {pair: ratio for pair, ratio in ratios.items() if ratio < least}
