"""The measures of paper: one page, one gutter, five sizes of letters, and ink that is black.

Lengths are points. Offices print on black-and-white lasers: such a printer makes coloured or
grey letters out of dots. What must be read is black and no smaller than ``SMALL``; what matters
more is larger or bolder, never paler; tints and thin grey lines may be lost.
"""

MM = 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
MARGIN = 15 * MM
# Between any two things that stand side by side: columns, facts, boxes, signatures.
GUTTER = 4 * MM
LEADING = 1.55

TITLE = 20.0
HEADING = 12.5
READING = 10.5
PLAIN = 9.0
SMALL = 8.0
SIZES = (TITLE, HEADING, READING, PLAIN, SMALL)

INK = "#000000"
LINE = "#8C8C8C"
ACCENT = "#0B6E69"
SOFT = "#EDF5F4"
FAINT = "#F5F6F7"
WHITE = "#FFFFFF"


def step(size: float) -> float:
    """The largest of the five sizes that is no larger, at least the smallest."""
    return next((one for one in SIZES if one <= size), SMALL)


# A rectangle: its top left corner, width and height.
Area = tuple[float, float, float, float]
