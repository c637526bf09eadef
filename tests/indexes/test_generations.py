"""Does a new index take the place of the old one without a moment in which readers find less?"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tantivy

from warraq.errors import Busy
from warraq.indexes import generations
from warraq.indexes.fields import FORMAT
from warraq.indexes.tantivy import TantivyIndex
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)

# A rebuild in a process of its own: a batch a line of its input, answered with its position.
REBUILDING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from warraq.indexes.tantivy import TantivyIndex
from warraq.ports.index import IndexEntry
index = TantivyIndex(Path(sys.argv[1]))
index.anew()
print(index.position(), flush=True)
for line in sys.stdin:
    number = int(line)
    if number:
        at = datetime(2026, 3, 10, tzinfo=UTC)
        index.apply([IndexEntry(number, "alpha", "eg", "مصر", "", at)], [], position=number)
    else:
        index.hand_over()
    print(index.position(), flush=True)
index.close()
"""


def entry(number: int, title: str = "مصر") -> IndexEntry:
    return IndexEntry(ArticleId(number), "alpha", "eg", title, "", NOON)


def total(index: TantivyIndex, text: str = "مصر") -> int:
    return index.search(grammar.read(text), limit=1).total


def folders(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_dir()}


class Rebuild:
    """The other process."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", REBUILDING, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.begins = int(self.process.stdout.readline())

    def apply(self, number: int) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def hand_over(self) -> int:
        return self.apply(0)

    def end(self, *, by: signal.Signals | None = None) -> None:
        if by:
            os.kill(self.process.pid, by)
        self.process.communicate(timeout=30)


def test_a_running_index_serves_and_grows_while_another_process_rebuilds_and_then_changes_over(
    tmp_path: Path,
) -> None:
    site = TantivyIndex(tmp_path)
    site.apply([entry(1), entry(2)], [], position=2)
    site.hand_over()
    rebuild = Rebuild(tmp_path)
    assert rebuild.begins == 0
    assert rebuild.apply(1) == 1
    site.apply([entry(3)], [], position=3)  # filed meanwhile: both write, each to its own
    assert (total(site), site.position(), len(folders(tmp_path))) == (3, 3, 2)
    assert [rebuild.apply(2), rebuild.apply(3)] == [2, 3]
    assert rebuild.hand_over() == 3
    assert len(folders(tmp_path)) == 1
    assert (total(site), site.position(), site.count()) == (3, 3, 3)
    with pytest.raises(Busy):  # it is the other's as long as that holds it
        site.apply([entry(4)], [], position=4)
    rebuild.end()
    site.apply([entry(4)], [], position=4)
    assert (total(site), site.position()) == (4, 4)
    site.close()


def test_a_rebuild_that_was_killed_goes_on_from_its_own_position(tmp_path: Path) -> None:
    site = TantivyIndex(tmp_path)
    site.apply([entry(number) for number in range(1, 6)], [], position=5)
    site.hand_over()
    site.close()
    first = Rebuild(tmp_path)
    assert [first.apply(number) for number in (1, 2, 3)] == [1, 2, 3]
    first.end(by=signal.SIGKILL)
    assert (site.position(), total(site)) == (5, 5)
    assert TantivyIndex(tmp_path).position() == 5  # nobody else takes it for the real one
    second = Rebuild(tmp_path)
    assert second.begins == 3
    assert [second.apply(4), second.apply(5), second.hand_over()] == [4, 5, 5]
    second.end()
    assert (total(site), site.count(), len(folders(tmp_path))) == (5, 5, 1)


def test_one_killed_between_the_last_batch_and_the_handing_over_is_handed_over_by_the_next(
    tmp_path: Path,
) -> None:
    site = TantivyIndex(tmp_path)
    site.apply([entry(1)], [], position=1)
    site.hand_over()
    site.close()
    first = Rebuild(tmp_path)
    first.apply(1)
    first.end(by=signal.SIGKILL)
    again = TantivyIndex(tmp_path)
    again.anew()
    assert (again.position(), again.count()) == (1, 1)
    again.hand_over()
    assert len(folders(tmp_path)) == 1
    again.close()


def older(folder: Path) -> None:
    """An index as the format before this one had it, of an older analyzer, without a word of which one serves."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("position", fast=True)
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_integer_field("at", fast=True)
    for name in ("country", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("source", "section", "place"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("month", fast=True)
    builder.add_integer_field("day", fast=True)
    builder.add_text_field("stem", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("surface", tokenizer_name="whitespace", index_option="position")
    schema = builder.build()
    place = folder / "2-light-1"
    place.mkdir(parents=True)
    writer = tantivy.Index(schema, path=str(place)).writer(15_000_000, 1)
    for number, (stem, surface) in enumerate([("مجلس نواب", "مجلس النواب"), ("كاس عالم", "كاس العالم")], 1):
        fields = {"kind": "article", "id": number, "at": number << 28, "month": 24314, "day": 739_000}
        fields |= {"source": "alpha", "country": "eg", "stem": stem, "title": stem, "surface": surface}
        writer.add_document(tantivy.Document.from_dict(fields, schema))
    writer.add_document(tantivy.Document.from_dict({"kind": "position", "position": 2}, schema))
    writer.commit()
    writer.wait_merging_threads()


def test_an_index_of_an_older_format_serves_until_the_new_one_has_caught_up(tmp_path: Path) -> None:
    older(tmp_path)
    index = TantivyIndex(tmp_path)
    assert index.position() == 0  # of the one to fill
    question = grammar.read("النواب")
    assert index.search(question, limit=9, near=True).ids == (1,)
    assert index.search(grammar.read('"كأس العالم"'), limit=9).ids == (2,)
    assert index.search(grammar.read("العنوان: النواب"), limit=9).ids == (1,)
    assert index.search(grammar.read("الكاتب: سعاد"), limit=9).total == 0
    assert index.search(grammar.read("نوا*"), limit=9).ids == (1,)
    facets = index.facets(question, most=5, texts=True)
    assert (facets.total, facets.sources, facets.countries, facets.texts) == (1, (("alpha", 1),), (), 1)
    assert index.complete("مج", most=5) == ()
    assert index.suggest(grammar.read("النواف")) is not None
    assert set(index.explain(question, [ArticleId(1)])) == {1}
    assert (index.count(), sorted(index.ids())) == (2, [1, 2])
    index.apply([entry(number, "مجلس النواب") for number in (1, 2, 3)], [], position=3)
    assert (index.position(), index.count(), total(index, "النواب")) == (3, 2, 1)
    index.hand_over()
    assert (index.position(), index.count(), total(index, "النواب")) == (3, 3, 3)
    assert folders(tmp_path) == {index._filled.place.name}
    index.close()


def test_what_cannot_be_read_any_more_serves_nobody_and_goes(tmp_path: Path) -> None:
    odd = tmp_path / "0-older"
    odd.mkdir()
    (odd / "meta.json").write_text("{}")
    index = TantivyIndex(tmp_path)
    assert (index.position(), index.count()) == (0, 0)
    index.apply([entry(1)], [], position=1)
    assert total(index) == 1
    index.hand_over()
    assert not odd.exists()
    index.close()


def test_an_index_made_before_there_were_several_serves_at_once(tmp_path: Path) -> None:
    first = TantivyIndex(tmp_path)
    first.apply([entry(1)], [], position=1)
    first.close()
    (tmp_path / "serving").unlink()
    second = TantivyIndex(tmp_path)
    assert (second.position(), total(second)) == (1, 1)
    second.hand_over()
    assert (tmp_path / "serving").read_text().startswith(f"{FORMAT}-")
    second.close()


def test_handing_over_again_does_not_touch_what_somebody_fills_beside(tmp_path: Path) -> None:
    site = TantivyIndex(tmp_path)
    site.apply([entry(1)], [], position=1)
    site.hand_over()
    rebuild = Rebuild(tmp_path)
    rebuild.apply(1)
    site.hand_over()
    TantivyIndex(tmp_path).hand_over()
    assert len(folders(tmp_path)) == 2
    rebuild.end()
    site.close()


def test_names_of_generations_count_on(tmp_path: Path) -> None:
    def made(name: str) -> None:
        (tmp_path / name).mkdir()
        (tmp_path / name / "meta.json").write_text(json.dumps({}))

    def filling(kind: str, *, anew: bool = False) -> str:
        return generations.filling(tmp_path, kind, generations.serving(tmp_path, kind), anew=anew)

    assert filling("3-a") == "3-a"
    made("3-a")
    assert filling("3-a") == "3-a"
    assert filling("3-a", anew=True) == "3-a.2"
    made("3-a.2")
    assert filling("3-a", anew=True) == "3-a.2"
    assert filling("3-a") == "3-a"
    generations.serve(tmp_path, "3-a.2")
    assert filling("3-a", anew=True) == "3-a.3"
    assert filling("3-b") == "3-b"
    assert generations.serving(tmp_path, "3-b") == "3-a.2"
