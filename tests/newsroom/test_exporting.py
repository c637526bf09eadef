"""Captures as WARC: what was kept, in a form that every tool reads."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace
from datetime import timedelta
from itertools import chain

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from tests.newsroom.conftest import NOON
from tests.web.press import Newsstand
from warraq.moderation.decisions import replay
from warraq.newsroom import exporting
from warraq.newsroom.exporting import Exported, Wanted
from warraq.newsroom.keeping import Keeping
from warraq.objects.memory import MemoryObjects
from warraq.press import Capture, DecisionKind

PAGE = "<p>خبر</p>".encode()
HEADERS = (
    ("content-type", "text/html; charset=utf-8"),
    ("content-encoding", "gzip"),
    ("content-length", "7"),
    ("x-odd", "a\r\nb"),
)


def capture(number: int = 1, body: bytes = PAGE, *, hours: int = 0) -> Capture:
    return Capture(f"http://paper.example/خبر/{number}", NOON + timedelta(hours=hours), 200, HEADERS, body)


def exported(keeping: Keeping, wanted: Wanted | None = None) -> tuple[Exported, list[ArcWarcRecord], bytes]:
    out = io.BytesIO()
    done = exporting.warc(out, keeping, wanted or Wanted(), software="Warraq/test", now=NOON)
    found = []
    for record in ArchiveIterator(io.BytesIO(out.getvalue()), check_digests="raise"):
        record.read_body = record.content_stream().read()
        found.append(record)
    return done, found, out.getvalue()


def test_a_capture_becomes_a_record_that_can_be_replayed_as_it_stands(keeping: Keeping) -> None:
    keeping.keep(capture(), now=NOON)
    _, (info, record), _ = exported(keeping)
    assert info.rec_type == "warcinfo"
    assert b"software: Warraq/test" in info.read_body
    assert record.rec_headers.get_header("WARC-Target-URI") == "http://paper.example/%D8%AE%D8%A8%D8%B1/1"
    assert record.rec_headers.get_header("WARC-Date") == "2026-03-10T12:00:00.000000Z"
    assert record.http_headers.statusline == "200 OK"
    assert record.http_headers.get_header("content-length") == str(len(PAGE))
    assert record.http_headers.get_header("content-encoding") is None
    assert record.http_headers.get_header("x-archive-orig-content-encoding") == "gzip"
    assert record.http_headers.get_header("x-odd") == "a b"
    assert record.read_body == PAGE


def test_what_sites_ask_of_robots_stands_in_the_files_own_description(keeping: Keeping) -> None:
    out = io.BytesIO()
    wishes = {"paper.example": ("ai-train=no", "tdm-reservation"), "quiet.example": ()}
    exporting.warc(out, keeping, Wanted(), software="Warraq/test", now=NOON, wishes=wishes)
    (info,) = [one.content_stream().read() for one in ArchiveIterator(io.BytesIO(out.getvalue()))]
    assert b"\r\nusage-wishes: paper.example ai-train=no tdm-reservation\r\n" in info
    assert b"quiet" not in info


def test_the_same_words_again_are_written_once(keeping: Keeping) -> None:
    for one in (
        capture(),
        capture(hours=1),
        capture(2, hours=2),
        capture(body=b"new", hours=3),
        capture(hours=4),
    ):
        keeping.keep(one, now=one.at)
    done, found, _ = exported(keeping)
    assert [record.rec_type for record in found[1:]] == [
        "response",
        "revisit",
        "response",
        "response",
        "revisit",
    ]
    assert (done.responses, done.revisits, done.missing) == (3, 2, 0)
    first, again = found[1].rec_headers, found[2].rec_headers
    assert again.get_header("WARC-Refers-To") == first.get_header("WARC-Record-ID")
    assert again.get_header("WARC-Refers-To-Date") == first.get_header("WARC-Date")
    assert again.get_header("WARC-Payload-Digest") == first.get_header("WARC-Payload-Digest")


def test_a_record_is_a_gzip_member_and_the_same_in_every_export(keeping: Keeping) -> None:
    for number in range(600):  # more than a page of the list
        keeping.keep(capture(number), now=NOON)
    done, found, data = exported(keeping)
    assert len(found) == done.responses + 1 == 601
    assert done.size_bytes == len(data)
    assert data.count(b"\x1f\x8b\x08") >= 601
    assert gzip.decompress(data).count(b"WARC/1.1\r\n") == 601
    assert exported(keeping)[2] == data


def test_only_what_is_wanted_goes_out(keeping: Keeping) -> None:
    keeping.keep(capture(1), now=NOON)
    keeping.keep(replace(capture(2, hours=24), url="http://www.other.example/2"), now=NOON)

    def urls(wanted: Wanted) -> list[str]:
        return [one.rec_headers.get_header("WARC-Target-URI")[-1] for one in exported(keeping, wanted)[1][1:]]

    assert urls(Wanted(sites=frozenset(["other.example"]))) == ["2"]
    assert urls(Wanted(since=NOON + timedelta(hours=1))) == ["2"]
    assert urls(Wanted(until=NOON + timedelta(hours=1))) == ["1"]
    assert urls(Wanted(sites=frozenset())) == []


def test_what_is_gone_or_damaged_is_named_and_the_rest_written(
    keeping: Keeping, objects: MemoryObjects
) -> None:
    for number in range(3):
        keeping.keep(capture(number), now=NOON)
    gone, damaged, _ = objects.keys()
    objects.remove(gone)
    objects.put(damaged, b"\x28\xb5\x2f\xfd nonsense")
    done, found, _ = exported(keeping)
    assert (done.responses, done.missing) == (1, 2)
    assert sorted("damaged" in why for _, why in done.problems) == [False, True]
    assert len(list(chain(found))) == 2


def read(name: str, body: str) -> Capture:
    page = f"<html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()
    return Capture(f"https://sada.example/{name}", NOON, 200, (("content-type", "text/html"),), page)


def test_what_a_paper_that_opted_out_answered_stays_at_home(keeping: Keeping) -> None:
    stand = Newsstand()
    paper = stand.archive.sources()["sada"]
    stand.archive.put_sources([replace(paper, homepage="https://www.sada.example/")])
    stand.file(url="https://sada.example/held", keys=("sada.example/held",))
    theirs = [read("held", "خبر"), read("feed", "خلاصة")]
    other = replace(read("x", "غيره"), url="https://manara.example/x")
    for one in (*theirs, other):
        keeping.keep(one, now=NOON)
    line = stand.decide(DecisionKind.OPT_OUT, source="sada")
    done, found, _ = exported(
        keeping, Wanted(kept_back=exporting.decided(stand.archive, replay(stand.decisions.log())))
    )
    assert [record.rec_headers.get_header("WARC-Target-URI") for record in found[1:]] == [other.url]
    assert done.kept_back == 2
    stand.undo(line)
    back = exporting.decided(stand.archive, replay(stand.decisions.log()))
    assert exported(keeping, Wanted(kept_back=back))[0].kept_back == 0


def test_what_is_withheld_and_what_speaks_a_masked_name_stays_at_home(keeping: Keeping) -> None:
    stand = Newsstand()
    captures = {
        "withheld": "خبر محجوب",
        "plain": "قالت سلمى أحمد",
        "parted": "قالت <b>سلمى</b> <i>أحمد</i>",
        "inside": "قالت سل<b>مى</b> أحمد",
        "entities": "قالت &#x633;لمى&nbsp;أحمد",
        "script": r'<script>{"name": "\u0633\u0644\u0645\u0649 \u0623\u062d\u0645\u062f"}</script>',
        "caption": '<img alt="سلمى أحمد">',
        "%D8%B3%D9%84%D9%85%D9%89_%D8%A3%D8%AD%D9%85%D8%AF": "اسم في العنوان",
        "of-another": "قالت هدى المرسي",
        "hers": "قالت هدى المرسي",
        "other": "قالت سلمى، وقال أحمد",
    }
    for name, body in captures.items():
        keeping.keep(read(name, body), now=NOON)
    withheld = stand.file(url="https://sada.example/withheld", keys=("sada.example/withheld",))
    hers = stand.file(url="https://sada.example/hers", keys=("sada.example/hers",))
    stand.decide(DecisionKind.WITHHOLD, article=withheld)
    stand.decide(DecisionKind.MASK, name="سلمى أحمد")
    stand.decide(DecisionKind.MASK, name="هدى المرسي", articles=(hers,))
    kept_back = exporting.decided(stand.archive, replay(stand.decisions.log()))
    done, found, _ = exported(keeping, Wanted(kept_back=kept_back))
    left = {record.rec_headers.get_header("WARC-Target-URI").rpartition("/")[2] for record in found[1:]}
    assert left == {"of-another", "other"}
    assert (done.responses, done.kept_back) == (2, 9)
    assert exported(keeping)[0].kept_back == 0


def test_a_list_that_names_a_withheld_headline_stays_at_home(keeping: Keeping) -> None:
    stand = Newsstand()
    held = stand.file(
        title="وفاة طفل في مدرسة الجنوب", url="https://sada.example/1", keys=("sada.example/1",)
    )
    stand.file(title="قصير", url="https://sada.example/2", keys=("sada.example/2",))
    captures = {
        "feed": "<item><title>وفاةُ طفلٍ في مدرسة&nbsp;الجنوب</title></item><item><title>غيره</title></item>",
        "front": "<h2><a href=/1>وفاة <b>طفل</b> في مدرسة الجنوب</a></h2>",
        "json": r'{"title": "\u0648\u0641\u0627\u0629 \u0637\u0641\u0644 في مدرسة الجنوب"}',
        "other": "<item><title>وفاة معلم في مدرسة الجنوب</title></item>",
        "2": "قصير",
    }
    for name, body in captures.items():
        keeping.keep(read(name, body), now=NOON)
    line = stand.decide(DecisionKind.WITHHOLD, article=held)
    kept_back = exporting.decided(stand.archive, replay(stand.decisions.log()))
    _, found, _ = exported(keeping, Wanted(kept_back=kept_back))
    left = {record.rec_headers.get_header("WARC-Target-URI").rpartition("/")[2] for record in found[1:]}
    assert left == {"other", "2"}
    stand.undo(line)
    kept_back = exporting.decided(stand.archive, replay(stand.decisions.log()))
    assert exported(keeping, Wanted(kept_back=kept_back))[0].kept_back == 0
