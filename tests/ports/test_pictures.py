"""Does every back end keep the pictures' contract?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at, draft
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorypictures import MemoryPictures
from warraq.archives.sql import SqlArchive, pictures_of
from warraq.moderation.nearcopies import LEAST_QUALITY, distance
from warraq.ports.archive import Archive
from warraq.ports.pictures import AddressState, Pictures, Use
from warraq.press import ArticleId, Likeness, Negative, Picture, PictureId, Print, Proof

A, B, C = (f"https://cdn.nahar.example/صور/{name}.jpg?w=1" for name in "abc")
OTHER = "https://other.example:8443/x.png"

Again = Callable[[], Pictures]


@pytest.fixture
def again(opener: Opener) -> Iterator[Again]:
    """Opens the same pictures again, as another process would; articles 1 to 20 stand beside them."""
    archive = opener()[0]
    archive.file([draft(number) for number in range(1, 21)], now=NOON)
    if isinstance(archive, MemoryArchive):
        held = MemoryPictures()
        yield lambda: held
        return

    def opened() -> Pictures:
        fresh: Archive = opener()[0]
        assert isinstance(fresh, SqlArchive)
        return pictures_of(fresh)

    yield opened


@pytest.fixture
def pictures(again: Again) -> Pictures:
    return again()


def negative(number: int = 1, **given: Any) -> Negative:
    plain = Negative(
        f"{number:064x}", 1600, 900, "image/jpeg", Print(1200, 675, 90_000), Print(480, 270, 20_000)
    )
    return replace(plain, **given)


def proof(pdq: int = 0, *, quality: int = 100, tone: int = 3) -> Proof:
    screens = (Print(160, 90, 4_000), Print(320, 180, 11_000), Print(480, 270, 20_000))
    return Proof(screens, tone, f"{pdq:064x}", quality)


def follow(pictures: Pictures, *told: tuple[int, str | None], minutes: float = 0, asked: bool = True) -> int:
    uses = [Use(ArticleId(article), address, asked=asked) for article, address in told]
    return pictures.follow(uses, position=pictures.position() + len(uses), now=at(minutes))


def taken(pictures: Pictures, number: int = 1, address: str = A) -> Picture:
    follow(pictures, (1, address))
    return pictures.take(address, negative(number), now=NOON)


def due(pictures: Pictures, minutes: float = 0, **given: Any) -> list[str]:
    return [one.address for one in pictures.wanted(now=at(minutes), **{"limit": 10, **given})]


# Following


def test_a_picture_is_wanted_once_however_many_articles_name_it(pictures: Pictures) -> None:
    assert follow(pictures, (1, A), (2, A)) == 1
    assert follow(pictures, (3, A)) == 0
    assert due(pictures) == [A]
    assert pictures.tally() == {AddressState.WANTED: 1, AddressState.TAKEN: 0, AddressState.GIVEN_UP: 0}


def test_the_position_is_kept_with_what_was_followed(again: Again) -> None:
    assert again().position() == 0
    again().follow([Use(ArticleId(1), A)], position=7, now=NOON)
    assert again().position() == 7
    again().follow([], position=9, now=NOON)
    assert again().position() == 9


def test_following_the_same_changes_twice_is_harmless(pictures: Pictures) -> None:
    picture = taken(pictures)
    assert pictures.follow([Use(ArticleId(1), A)], position=1, now=NOON) == 0
    assert pictures.of([ArticleId(1)]) == {1: picture}
    assert pictures.users(picture.id, limit=9) == (1,)


def test_an_old_articles_picture_is_not_asked_for_until_a_new_one_shows_it(pictures: Pictures) -> None:
    assert follow(pictures, (1, A), asked=False) == 0
    assert due(pictures) == []
    assert pictures.reasons(AddressState.GIVEN_UP) == (("the article was old when it came", 1),)
    assert follow(pictures, (2, A)) == 1
    assert due(pictures) == [A]
    assert pictures.tally() == {AddressState.WANTED: 1, AddressState.TAKEN: 0, AddressState.GIVEN_UP: 0}


def test_an_article_with_another_picture_shows_the_old_one_no_more(pictures: Pictures) -> None:
    picture = taken(pictures)
    follow(pictures, (1, B), (2, A), (3, A))
    assert sorted(pictures.users(picture.id, limit=9)) == [2, 3]
    assert len(pictures.users(picture.id, limit=1)) == 1
    follow(pictures, (3, None))
    assert pictures.users(picture.id, limit=9) == (2,)


def test_an_address_longer_than_an_index_holds_is_known_again(pictures: Pictures) -> None:
    long = "https://nahar.example/" + "ص" * 3000
    picture = taken(pictures, address=long)
    assert pictures.of([ArticleId(1), ArticleId(2)]) == {1: picture}


# Asking


def test_what_a_clock_that_ran_ahead_noted_is_not_lost(pictures: Pictures) -> None:
    follow(pictures, (1, A), minutes=60 * 24 * 3_650)
    follow(pictures, (2, OTHER), minutes=60 * 24 * 30)
    assert due(pictures, 0) == [A]


def test_each_host_has_one_turn_and_the_longest_due_comes_first(pictures: Pictures) -> None:
    follow(pictures, (1, B), minutes=1)
    follow(pictures, (2, A), minutes=2)
    follow(pictures, (3, OTHER), minutes=0)
    found = pictures.wanted(now=at(5), limit=10)
    assert [one.address for one in found] == [OTHER, B]
    assert [(one.host, one.attempts, one.due) for one in found] == [
        ("other.example:8443", 0, at(0)),
        ("cdn.nahar.example:443", 0, at(1)),
    ]
    assert due(pictures, 5, limit=1) == [OTHER]
    assert due(pictures, 5, limit=1, without=frozenset(["other.example:8443"])) == [B]
    assert due(pictures, -1) == []


def test_what_is_put_off_waits_and_its_attempts_are_counted(pictures: Pictures) -> None:
    follow(pictures, (1, A))
    pictures.put_off(A, due=at(10), reason="HTTP 503")
    pictures.put_off(A, due=at(20), reason="its host is left alone", attempted=False)
    assert due(pictures, 15) == []
    assert pictures.next_due() == at(20)
    (one,) = pictures.wanted(now=at(20), limit=5)
    assert one.attempts == 1
    assert pictures.reasons(AddressState.WANTED) == (("its host is left alone", 1),)


def test_what_is_given_up_is_asked_for_no_more_and_says_why(pictures: Pictures) -> None:
    follow(pictures, (1, A), (2, B))
    pictures.give_up(A, reason="HTTP 404", now=NOON)
    pictures.give_up("https://nobody.example/named.jpg", reason="HTTP 404", now=NOON)
    assert due(pictures) == [B]
    assert follow(pictures, (3, A)) == 0
    assert pictures.reasons(AddressState.GIVEN_UP) == (("HTTP 404", 1),)
    assert pictures.next_due() == NOON


# Showing


def test_a_picture_comes_back_as_it_was_taken(again: Again) -> None:
    picture = taken(again())
    assert picture == Picture(PictureId(1), negative(), first_seen=NOON, stored=NOON)
    assert picture.shown
    assert again().picture(picture.id) == picture
    assert again().of([ArticleId(1), ArticleId(2), ArticleId(10**30)]) == {1: picture}
    assert again().count() == 1
    assert due(again()) == []


def test_the_same_pixels_under_another_address_are_the_same_picture(pictures: Pictures) -> None:
    first = taken(pictures)
    follow(pictures, (2, B), (3, C))
    second = pictures.take(B, negative(media_type="image/png"), now=at(5))
    third = pictures.take(C, negative(2), now=at(6))
    assert second == replace(first, stored=at(5))
    assert third.id != first.id
    assert pictures.count() == 2
    assert pictures.of([ArticleId(number) for number in (3, 2, 1)]) == {1: second, 2: second, 3: third}
    assert sorted(pictures.users(first.id, limit=9)) == [1, 2]


def test_an_unknown_picture_is_none(pictures: Pictures) -> None:
    assert pictures.picture(PictureId(5)) is None
    assert pictures.picture(PictureId(10**30)) is None
    assert pictures.of([]) == {}


def test_whatever_changes_what_may_be_seen_moves_the_number_of_changes(pictures: Pictures) -> None:
    seen = [pictures.last_change()]
    picture = taken(pictures)
    seen.append(pictures.last_change())
    pictures.let_go([picture.id])
    seen.append(pictures.last_change())
    assert seen == sorted(set(seen))


# Prints for screens, and near copies


def test_a_proof_comes_back_as_it_was_made(again: Again) -> None:
    follow(again(), (1, A))
    picture = again().take(A, negative(proof=proof(7)), now=NOON)
    assert picture.negative.proof == proof(7)
    assert again().picture(picture.id) == picture
    assert again().likenesses([picture.id, PictureId(9), PictureId(10**30)]) == (
        Likeness(picture.id, f"{7:064x}", 100),
    )
    assert again().unproved(limit=9) == ()


def test_a_picture_kept_before_is_proved_later_and_once(pictures: Pictures) -> None:
    first = taken(pictures)
    follow(pictures, (2, B), (3, C))
    second = pictures.take(B, negative(2), now=NOON)
    third = pictures.take(C, negative(3), now=NOON)
    assert [one.id for one in pictures.unproved(limit=2)] == [third.id, second.id]
    assert [one.id for one in pictures.unproved(before=second.id, limit=9)] == [first.id]
    seen = pictures.last_change()
    pictures.let_go([third.id])
    changed = pictures.last_change()
    for one in (first, third):
        pictures.prove(one.id, proof(1))
    pictures.prove(first.id, proof(2))
    pictures.prove(PictureId(99), proof(2))
    assert [one.id for one in pictures.unproved(limit=9)] == [second.id]
    held = pictures.picture(first.id)
    assert held == replace(first, negative=negative(proof=proof(1)))
    assert pictures.last_change() == changed > seen


def test_prints_are_those_put_last_and_what_a_picture_looks_like_stays(pictures: Pictures) -> None:
    first = taken(pictures)
    assert pictures.take(A, negative(), now=NOON).negative.proof is None
    assert pictures.take(A, negative(proof=proof(5)), now=NOON).negative.proof == proof(5)
    other = replace(proof(6, quality=3, tone=9), screens=(Print(100, 100, 9),))
    again = pictures.take(A, negative(proof=other), now=NOON).negative.proof
    assert again == replace(other, pdq=proof(5).pdq, quality=100)
    assert pictures.take(A, negative(), now=NOON).negative.proof == again
    assert pictures.proved(after=0, limit=9) == ((1, Likeness(first.id, proof(5).pdq, 100)),)


def test_proofs_are_followed_in_the_order_in_which_they_were_made(pictures: Pictures) -> None:
    assert (pictures.last_proof(), pictures.proved(after=0, limit=9)) == (0, ())
    first = taken(pictures)
    follow(pictures, (2, B))
    second = pictures.take(B, negative(2, proof=proof(2)), now=NOON)
    pictures.prove(first.id, proof(1, quality=10))
    told = pictures.proved(after=0, limit=9)
    assert [(number, one.picture) for number, one in told] == [(1, second.id), (2, first.id)]
    assert pictures.last_proof() == 2
    assert pictures.proved(after=1, limit=9) == told[1:]
    assert pictures.proved(after=0, limit=1) == told[:1]
    assert pictures.proved(after=2, limit=9) == ()


@pytest.mark.parametrize("seed", range(3))
def test_near_copies_are_found_exactly_to_their_last_bit(pictures: Pictures, seed: int) -> None:
    chance = random.Random(seed)
    origin = chance.getrandbits(256)
    wanted: dict[int, set[PictureId]] = {0: set(), 16: set(), 31: set()}
    for number in range(1, 120):
        bits = chance.choice([0, 1, 15, 16, 17, 30, 31, 32, 33, 60])
        # spread evenly over the bands, the worst case for them, or at random
        places = (
            chance.sample(range(256), bits)
            if number % 2
            else [(7 + place * 8) % 256 for place in range(min(bits, 32))]
        )
        pdq = origin ^ sum(1 << place for place in places)
        quality = chance.choice([LEAST_QUALITY - 1, LEAST_QUALITY, 100])
        follow(pictures, (1, A))
        held = pictures.take(A, negative(number, proof=proof(pdq, quality=quality)), now=NOON)
        for within, found in wanted.items():
            if quality >= LEAST_QUALITY and distance(f"{pdq:064x}", f"{origin:064x}") <= within:
                found.add(held.id)
    for within, found in wanted.items():
        alike = pictures.alike(f"{origin:064x}", within=within)
        assert {one.picture for one in alike} == found
        assert len(alike) == len(found)
    assert len(wanted[31]) > len(wanted[16]) > 5


def test_beyond_what_the_bands_promise_nothing_is_answered(pictures: Pictures) -> None:
    with pytest.raises(ValueError, match="31"):
        pictures.alike(f"{1:064x}", within=32)


# Retention


def test_bytes_are_let_go_when_their_time_is_over(pictures: Pictures) -> None:
    picture = taken(pictures)
    follow(pictures, (2, B))
    pictures.take(B, negative(2), now=at(10))
    (old,) = pictures.expired(at(5), limit=9)
    assert old.id == picture.id
    pictures.let_go([old.id])
    assert pictures.expired(at(5), limit=9) == ()
    held = pictures.of([ArticleId(1)])[ArticleId(1)]
    assert (held.stored, held.shown) == (None, False)


def test_a_picture_that_was_let_go_is_asked_for_again_by_a_new_article(pictures: Pictures) -> None:
    picture = taken(pictures)
    pictures.let_go([picture.id])
    assert follow(pictures, (1, A), asked=False) == 0
    assert follow(pictures, (5, A)) == 1
    assert due(pictures) == [A]
    assert pictures.take(A, negative(), now=at(3)) == replace(picture, stored=at(3))


# Against the back end in memory


def test_who_shows_an_address_is_known_before_it_gave_anything(pictures: Pictures) -> None:
    follow(pictures, (1, A), (2, B), (3, A))
    assert sorted(pictures.showing(A, limit=9)) == [1, 3]
    assert len(pictures.showing(A, limit=1)) == 1
    assert pictures.showing(OTHER, limit=9) == ()


@pytest.mark.parametrize("seed", range(6))
def test_any_history_comes_out_as_it_does_in_memory(again: Again, seed: int) -> None:
    chance = random.Random(seed)
    ours, plain = again(), MemoryPictures()
    for step in range(120):
        for name, given, told in [_move(chance, step)]:
            assert getattr(ours, name)(*given, **told) == getattr(plain, name)(*given, **told), (step, name)
    every = [PictureId(number) for number in range(1, plain.count() + 1)]
    assert ours.tally() == plain.tally()
    some = [ArticleId(number) for number in range(12)]
    assert ours.of(some) == plain.of(some)
    assert ours.next_due() == plain.next_due()
    for one in every:
        assert ours.picture(one) == plain.picture(one)
        assert sorted(ours.users(one, limit=99)) == sorted(plain.users(one, limit=99))


def _move(chance: random.Random, step: int) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
    address, now = chance.choice([A, B, C, OTHER]), at(step)
    moves: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
        ("follow", ([Use(ArticleId(chance.randint(1, 9)), address, asked=chance.random() < 0.7)],), {"position": step, "now": now}),
        ("follow", ([Use(ArticleId(chance.randint(1, 9)), None)],), {"position": step, "now": now}),
        ("take", (address, negative(chance.randint(1, 4))), {"now": now}),
        ("take", (address, negative(chance.randint(1, 4), proof=proof(chance.randint(1, 9)))), {"now": now}),
        ("unproved", (), {"limit": 9}),
        ("proved", (), {"after": chance.randint(0, 3), "limit": 2}),
        ("give_up", (address,), {"reason": "HTTP 404", "now": now}),
        ("put_off", (address,), {"due": now + timedelta(minutes=3), "reason": "HTTP 503"}),
        ("wanted", (), {"now": now, "limit": 2}),
    ]  # fmt: skip
    return chance.choice(moves)
