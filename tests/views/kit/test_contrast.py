"""Every word can be read on every ground that it may stand on, in both shades."""

import pytest

from desktop.views.kit.theme import DARK, LIGHT, Colours

_GROUNDS = ("ground", "surface", "accent_soft")  # the last one under what is chosen
_TONES = ("text", "quiet", "accent", "wrong", "careful", "good")
# What a tone stands on besides: its own chip, the words of a strip, a primary button.
_OWN = [(tone, f"{tone}_soft") for tone in ("accent", "wrong", "careful", "good")]
_OWN += [("text", "wrong_soft"), ("text", "careful_soft"), ("on_accent", "accent")]
_LEAST = 4.5
_LEAST_OF_A_FIELD = 3.0


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(colours: Colours) -> None:
    pairs = [(tone, ground) for tone in _TONES for ground in _GROUNDS] + _OWN
    pairs += [(f"hue{number}", "surface") for number in range(1, 7)]
    ratios = {pair: contrast(*(getattr(colours, name) for name in pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < _LEAST} == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_field_stands_out_from_what_is_around_it(colours: Colours) -> None:
    assert contrast(colours.edge, colours.surface) >= _LEAST_OF_A_FIELD


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
