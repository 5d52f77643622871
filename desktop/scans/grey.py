"""Pictures in grey as tables of numbers, and the way from places on paper to points in them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Grey = NDArray[numpy.uint8]
    Numbers = NDArray[numpy.float64]
    Dark = NDArray[numpy.float32]
    Places = NDArray[numpy.int32]
else:
    Grey = Numbers = Dark = Any

Point = tuple[float, float]


class Way:
    """The way from places on paper (hundredths of a millimetre) to those in a picture (pixels)."""

    def __init__(self, matrix: Numbers) -> None:
        self.matrix = matrix

    def __call__(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        """Where places on paper lie in the picture."""
        m = self.matrix
        under = m[2, 0] * x + m[2, 1] * y + m[2, 2]
        return (
            (m[0, 0] * x + m[0, 1] * y + m[0, 2]) / under,
            (m[1, 0] * x + m[1, 1] * y + m[1, 2]) / under,
        )

    def point(self, place: Point) -> Point:
        """Where one place lies."""
        import numpy

        x, y = self(numpy.array(place[0], float), numpy.array(place[1], float))
        return float(x), float(y)

    def scale_at(self, place: Point) -> float:
        """How many pixels a millimetre has there."""
        import numpy

        x, y = self(
            numpy.array([place[0], place[0] + 100, place[0]], float),
            numpy.array([place[1], place[1], place[1] + 100], float),
        )
        across = numpy.hypot(x[1] - x[0], y[1] - y[0])
        down = numpy.hypot(x[2] - x[0], y[2] - y[0])
        return float(numpy.sqrt(across * down))


def turned(places: Sequence[Point], points: Sequence[Point]) -> Way:
    """The turned, moved and enlarged paper that fits pairs of places and points best."""
    import numpy

    rows, wanted = [], []
    for (x, y), (u, v) in zip(places, points, strict=True):
        rows += [(x, -y, 1, 0), (y, x, 0, 1)]
        wanted += [u, v]
    a, b, c, d = numpy.linalg.lstsq(numpy.array(rows, float), numpy.array(wanted), rcond=None)[0]
    return Way(numpy.array([(a, -b, c), (b, a, d), (0, 0, 1)]))


def stretched(places: Sequence[Point], points: Sequence[Point]) -> Way:
    """The turned and skewed paper (an affine way) that fits three pairs or more best."""
    import numpy

    rows = numpy.array([(x, y, 1) for x, y in places], float)
    found = numpy.linalg.lstsq(rows, numpy.array(points, float), rcond=None)[0]
    return Way(numpy.vstack([found.T, (0, 0, 1)]))


def tilted(places: Sequence[Point], points: Sequence[Point], weights: Sequence[float]) -> Way:
    """The paper as a camera sees it (a homography) that fits four pairs or more best."""
    import numpy

    near, far = _even(places), _even(points)
    rows = []
    for place, point, weight in zip(places, points, weights, strict=True):
        x, y, _one = near @ (*place, 1)
        u, v, _one = far @ (*point, 1)
        rows.append([weight * one for one in (-x, -y, -1, 0, 0, 0, u * x, u * y, u)])
        rows.append([weight * one for one in (0, 0, 0, -x, -y, -1, v * x, v * y, v)])
    matrix = numpy.linalg.svd(numpy.array(rows))[2][-1].reshape(3, 3)
    matrix = numpy.linalg.inv(far) @ matrix @ near
    return Way(matrix / matrix[2, 2])


def _even(points: Sequence[Point]) -> Numbers:
    """What brings points around the middle, so that no figure outweighs another."""
    import numpy

    known = numpy.array(points, float)
    middle = known.mean(axis=0)
    scale = 1 / max(float(numpy.abs(known - middle).mean()), 1e-9)
    return numpy.array(
        [(scale, 0, -scale * middle[0]), (0, scale, -scale * middle[1]), (0, 0, 1)], float
    )


def looked_up(grey: Grey, x: Numbers, y: Numbers) -> Dark:
    """What stands at points of a picture, between its pixels; outside of it, what is nearest."""
    import numpy

    high, wide = grey.shape
    right_share, left, beside = _between(x, wide)
    low_share, top, below = _between(y, high)
    flat = grey.ravel()
    top *= wide

    def row(top: "Places") -> Dark:
        at = top + left
        first = flat.take(at, mode="clip").astype(numpy.float32)
        at += beside
        return first + (flat.take(at, mode="clip") - first) * right_share

    upper = row(top)
    top += below * wide
    found: Dark = upper + (row(top) - upper) * low_share
    return found


def _between(along: Numbers, number: int) -> tuple[Dark, "Places", int]:
    """By how much places lie past a pixel's middle, which pixel, and how far the next one is."""
    import numpy

    off = numpy.clip(along - 0.5, 0, number - 1).astype(numpy.float32)
    first = numpy.minimum(off.astype(numpy.int32), max(number - 2, 0))
    off -= first
    return off, first, min(number - 1, 1)


def summed(values: Dark) -> Numbers:
    """The sums over all rectangles from the corner on, with a first row and column of zeros."""
    import numpy

    padded = numpy.zeros((values.shape[0] + 1, values.shape[1] + 1))
    padded[1:, 1:] = values.cumsum(axis=0, dtype=float).cumsum(axis=1)
    return padded
