"""Is each picture what the truth says of it, byte for byte and dot for dot?"""

from __future__ import annotations

import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import AsyncIterator

import aiohttp
import pytest
from lxml import etree
from PIL import Image, ImageChops, ImageStat, UnidentifiedImageError

from tests.demopress.conftest import START, StoppedClock
from warraq.demopress.drawing import drawn
from warraq.demopress.papers import papers
from warraq.demopress.pictures import KINDS, Picture, pictured
from warraq.demopress.server import Running, serve
from warraq.demopress.truth import DemoPress, press

FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "animated": "GIF"}


def _all(demo: DemoPress) -> list[Picture]:
    return [truth.picture for truth in demo.articles if truth.picture]


def _one(demo: DemoPress, kind: str) -> Picture:
    return next(picture for picture in _all(demo) if picture.kind == kind)


def _bytes(demo: DemoPress, picture: Picture) -> bytes:
    body = drawn(picture, demo.seed)
    assert body is not None
    return body


def _decoded(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body)).convert("RGB")


@pytest.fixture
async def running(demo: DemoPress, clock: StoppedClock) -> AsyncIterator[Running]:
    async with serve(demo, clock, ports=()) as served:
        yield served


def test_every_kind_of_picture_is_printed_and_most_articles_have_one(demo: DemoPress) -> None:
    kinds = Counter(picture.kind for picture in _all(demo))
    assert set(kinds) == set(KINDS)
    assert all(kinds[kind] == 1 for kind in ("animated", "svg", "html", "truncated", "bomb", "missing"))
    assert 0.8 < len(_all(demo)) / len(demo.articles) < 0.95


def test_every_address_is_a_pictures_own(demo: DemoPress) -> None:
    addresses = [(truth.paper, truth.picture.path) for truth in demo.articles if truth.picture]
    assert len(set(addresses)) == len(addresses)


def test_what_should_be_shown_can_be_decoded_in_the_size_it_has(demo: DemoPress) -> None:
    one_of_each = {(picture.kind, picture.width, picture.quality): picture for picture in _all(demo)}
    for picture in one_of_each.values():
        if picture.shown:
            image = Image.open(io.BytesIO(_bytes(demo, picture)))
            image.load()
            assert image.format == FORMATS[picture.kind]
            assert image.size == (picture.width, picture.height)
            assert len(_bytes(demo, picture)) < 120_000


def test_pictures_of_one_scene_look_alike_and_of_one_pixels_are_alike(demo: DemoPress) -> None:
    scenes: dict[str, list[tuple[str, Picture]]] = defaultdict(list)
    for truth in demo.articles:
        if truth.picture and truth.picture.shown:
            scenes[truth.picture.scene].append((truth.paper, truth.picture))
    shared = {scene: used for scene, used in scenes.items() if len(used) > 1}
    assert len(shared) >= 8
    assert max(len({paper for paper, _ in used}) for used in shared.values()) >= 4
    for scene in ("oil-wire", "cup-wire", "satellite-wire"):
        images = {
            picture: _decoded(_bytes(demo, picture))
            for _, picture in shared[scene]
            if picture.kind != "animated"
        }
        small = [image.resize((64, 36)) for image in images.values()]
        for image in small:
            assert max(ImageStat.Stat(ImageChops.difference(image, small[0])).mean) < 6
        by_pixels = defaultdict(set)
        for picture, image in images.items():
            by_pixels[picture.pixels].add(hashlib.sha256(image.tobytes()).digest())
        assert all(len(digests) == 1 for digests in by_pixels.values())
        assert len(set.union(*by_pixels.values())) == len(by_pixels) > 1  # other pixels: recompressed


def test_one_picture_stands_in_two_papers_as_the_same_pixels_in_another_file(demo: DemoPress) -> None:
    exact = {picture.kind: picture for picture in _all(demo) if picture.pixels == "satellite-wire@1200/exact"}
    assert set(exact) == {"png", "webp"}
    bodies = [_bytes(demo, picture) for picture in exact.values()]
    assert bodies[0] != bodies[1]
    assert _decoded(bodies[0]).tobytes() == _decoded(bodies[1]).tobytes()


def test_scenes_are_not_each_other(demo: DemoPress) -> None:
    drawings = {picture.scene: picture for picture in _all(demo) if picture.kind == "jpeg"}
    some = [drawn(picture, demo.seed) for picture in list(drawings.values())[:30]]
    assert len(set(some)) == 30


def test_a_picture_is_drawn_the_same_again_and_otherwise_for_another_seed(demo: DemoPress) -> None:
    picture = _one(demo, "jpeg")
    before = drawn(picture, 1)
    drawn.cache_clear()
    assert drawn(picture, 1) == before != drawn(picture, 2)
    assert [truth.picture for truth in press(start=START).articles] == [t.picture for t in demo.articles]


def test_a_truncated_picture_begins_well_and_cannot_be_decoded(demo: DemoPress) -> None:
    picture = _one(demo, "truncated")
    image = Image.open(io.BytesIO(_bytes(demo, picture)))
    assert image.size == (picture.width, picture.height)
    with pytest.raises(OSError, match="truncated"):
        image.load()


def test_a_bomb_is_a_small_file_of_hundreds_of_millions_of_dots(demo: DemoPress) -> None:
    body = _bytes(demo, _one(demo, "bomb"))
    assert len(body) < 60_000
    with pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(body))


def test_a_drawing_carries_a_script_and_a_page_of_words_is_no_picture(demo: DemoPress) -> None:
    svg = etree.fromstring(_bytes(demo, _one(demo, "svg")))
    assert svg.xpath("count(//*[local-name()='script'])") == 1
    page = _one(demo, "html")
    assert page.path.endswith(".jpg")
    assert page.media == "image/jpeg"
    with pytest.raises(UnidentifiedImageError):
        Image.open(io.BytesIO(_bytes(demo, page)))


def test_an_animated_picture_moves(demo: DemoPress) -> None:
    image = Image.open(io.BytesIO(_bytes(demo, _one(demo, "animated"))))
    assert getattr(image, "n_frames", 1) == 4


def test_only_what_a_careful_decoder_gives_should_be_shown(demo: DemoPress) -> None:
    for picture in _all(demo):
        assert picture.shown is (picture.kind in FORMATS)
        assert (picture.pixels is not None) is picture.shown


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind of picture"):
        pictured("x", papers()[0], 1, scene=None, special="hologram")


async def test_pictures_are_served_as_what_they_call_themselves(demo: DemoPress, running: Running) -> None:
    async with aiohttp.ClientSession() as web:
        for kind in KINDS:
            truth = next(truth for truth in demo.articles if truth.picture and truth.picture.kind == kind)
            picture = truth.picture
            assert picture is not None
            async with web.get(running.origins[truth.paper] + picture.path) as answer:
                body = await answer.read()
                if kind == "missing":
                    assert answer.status == 404
                    continue
                assert answer.status == 200
                assert answer.headers["Content-Type"] == picture.media
                assert body == drawn(picture, demo.seed)


async def test_an_unchanged_picture_is_answered_304(demo: DemoPress, running: Running) -> None:
    truth = next(truth for truth in demo.articles if truth.picture and truth.paper == "fasqiya")
    assert truth.picture is not None
    url = running.origins["fasqiya"] + truth.picture.path
    async with aiohttp.ClientSession() as web:
        async with web.get(url) as answer:
            tag = answer.headers["ETag"]
        async with web.get(url, headers={"If-None-Match": tag}) as again:
            assert again.status == 304


async def test_a_picture_is_not_there_before_its_article(demo: DemoPress, running: Running) -> None:
    coming = next(truth for truth in reversed(demo.articles) if truth.picture and truth.published > START)
    assert coming.picture is not None
    async with (
        aiohttp.ClientSession() as web,
        web.get(running.origins[coming.paper] + coming.picture.path) as answer,
    ):
        assert answer.status == 404
