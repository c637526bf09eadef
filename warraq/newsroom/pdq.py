"""By which 256 bits is a picture known again when it comes smaller, recompressed or in another format? Its PDQ.

Brightness is laid under a tent of a 64th of the picture's sides, sampled at 64x64, and its 16x16 lowest waves are compared
with their median. Here with Pillow's resampling and plain arithmetic: the published library needs a compiler.
Source: Meta 2019, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm"; its reference in C++.
"""

from __future__ import annotations

import itertools
import math
from operator import mul
from statistics import median

from PIL import Image

_SIDE, _WAVES = 64, 16
# Between every two of the 64 places lies one more: a tent over a whole step is the triangle of a scaling to half steps.
_STEPS = 2 * _SIDE - 1
_ENOUGH = 90  # the sum of gradients, in percent of full brightness, at which there is as much to be seen as can be told
_COSINES = tuple(
    tuple(
        math.sqrt(2 / _SIDE) * math.cos(math.pi / (2 * _SIDE) * wave * (2 * place + 1))
        for place in range(_SIDE)
    )
    for wave in range(1, _WAVES + 1)
)


def pdq(image: Image.Image) -> tuple[str, int]:
    """64 hexadecimal digits of an upright RGB picture, and its quality (0 to 100: how much there is to be seen in it)."""
    rows = _sampled(image)
    return _hashed(rows), _quality(rows)


def _sampled(image: Image.Image) -> list[list[float]]:
    """64 rows of 64 brightnesses, 0 to 255: each under a tent that ends where its neighbours' places are."""
    grey = image.convert("L").convert("F")
    width, height = grey.width / (2 * _SIDE), grey.height / (2 * _SIDE)
    box = (width / 2, height / 2, grey.width - width / 2, grey.height - height / 2)
    steps = grey.resize((_STEPS, _STEPS), Image.Resampling.BILINEAR, box=box)
    levels = [float(level) for level in steps.get_flattened_data()]  # type: ignore[arg-type]
    return [levels[row * _STEPS : (row + 1) * _STEPS : 2] for row in range(0, _STEPS, 2)]


def _hashed(rows: list[list[float]]) -> str:
    columns = list(zip(*rows, strict=True))
    half = [[sum(map(mul, wave, column)) for column in columns] for wave in _COSINES]
    waves = [sum(map(mul, line, wave)) for line in half for wave in _COSINES]
    middle = median(waves)
    bits = sum(1 << place for place, level in enumerate(waves) if level > middle)
    return f"{bits:064x}"


def _quality(rows: list[list[float]]) -> int:
    """Differences of neighbours, each cut to whole percents: noise counts for nothing."""
    columns = list(zip(*rows, strict=True))
    steps = sum(
        int(abs(one - other) * 100 / 255)
        for line in (*rows, *columns)
        for one, other in itertools.pairwise(line)
    )
    return min(steps // _ENOUGH, 100)
