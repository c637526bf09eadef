"""Where did every row of the list of feeds go?"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from warraq import editions
from warraq.editions.tables import File, feed_id, read, section_of

FOLDER = Path(editions.__file__).parent
# Rows of the list whose country is not the paper's: the address is the BBC's, filed with the BBC.
ELSEWHERE = {"al-jazeera-politics-2": "gb"}


class Place(NamedTuple):
    country: str
    language: str
    feed: str
    section: str | None


def standing() -> dict[str, list[Place]]:
    """Every address of the packaged files, switched off or not, and where it stands."""
    found: dict[str, list[Place]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        file: File = read(path)
        for slug, table in file.papers.items():
            for key, line in table.feeds.items():
                assert line.url is not None
                place = Place(
                    path.stem,
                    table.values.get("language", "ar"),
                    feed_id(slug, key),
                    line.section or section_of(key),
                )
                found.setdefault(line.url, []).append(place)
    return found


STANDING = standing()


def test_447_feeds_stand_in_the_files_each_once() -> None:
    assert len(STANDING) == sum(map(len, STANDING.values())) == 447
    assert len({place.feed for places in STANDING.values() for place in places}) == 447


def test_two_papers_are_french_and_one_is_english() -> None:
    languages = Counter(place.language for places in STANDING.values() for place in places)
    assert languages == {"ar": 444, "fr": 2, "en": 1}
    foreign = {
        place.feed: place.language
        for places in STANDING.values()
        for place in places
        if place.language != "ar"
    }
    assert foreign == {"algerie360": "fr", "tsa": "fr", "libyaobserver": "en"}


def test_every_row_of_the_list_is_found_with_its_country_language_and_section(shared: Path) -> None:
    path = shared / "data" / "catalogue.csv"
    if not path.is_file():
        pytest.skip("the list of feeds is not here")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 447
    gone = Counter[str]()
    for row in rows:
        (place,) = STANDING[row["feed_url"].strip()]
        assert place.country == ELSEWHERE.get(row["id"], row["country"].lower()), row["id"]
        assert place.language == row["language"], row["id"]
        assert place.section == (None if row["section"] == "general" else row["section"]), row["id"]
        gone[place.country] += 1
    assert gone.total() == 447
    assert (gone["eg"], gone["ma"], gone["ae"], gone["sa"], gone["dz"]) == (190, 39, 30, 25, 24)
