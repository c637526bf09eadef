"""Is nothing left of a blurred picture that could be looked at?"""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from tests.newsroom import pictures as files
from warraq.errors import Unreadable
from warraq.newsroom.blurring import blurred


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "JPEG"
        return image.convert("RGB")


def test_a_blurred_print_is_small_and_tells_left_from_right() -> None:
    data = blurred(files.file(files.scene((1200, 800))))
    image = opened(data)
    assert (image.size, len(data) < 4_000) == ((240, 160), True)
    red, blue = image.getpixel((20, 120)), image.getpixel((220, 120))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red[0] > red[2]
    assert blue[2] > blue[0]


@pytest.mark.parametrize("stroke", [1, 6, 20])
def test_what_is_written_on_a_picture_cannot_be_read_on_its_blurred_print(stroke: int) -> None:
    """Two pictures that differ in fine strokes alone are nearly the same when blurred."""
    prints = []
    for shift in (0, stroke):
        drawn = Image.new("RGB", (1200, 800), (120, 120, 120))
        pen = ImageDraw.Draw(drawn)
        for left in range(shift, 1200, 2 * stroke):
            pen.rectangle((left, 0, left + stroke - 1, 799), fill=(255, 255, 255))
        prints.append(opened(blurred(files.file(drawn))))
    pairs = zip(prints[0].tobytes(), prints[1].tobytes(), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 40


@pytest.mark.parametrize("size", [(160, 90), (90, 3600), (1200, 90)])
def test_pictures_of_every_shape_have_one(size: tuple[int, int]) -> None:
    across, down = opened(blurred(files.file(files.scene(size)))).size
    assert across == 240
    assert down >= 1


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0 a", files.file(form="PNG"), files.file()[:200]])
def test_what_is_no_jpeg_of_ours_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(Unreadable):
        blurred(data)
