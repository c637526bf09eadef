from __future__ import annotations

import gzip
import hashlib
import io
import json
from dataclasses import replace

from warcio.archiveiterator import ArchiveIterator

from tests.web.conftest import Opens
from tests.web.press import BODY, NOON, SOURCES, Newsstand
from warraq.press import ArticleId, Capture, DecisionKind, Edition, Settings, State

PUBLIC = Settings(public=True, contact="desk@example.org", address="https://press.example")
PAGE = "<html><body>أعلن المجلس</body></html>".encode()


def captured(stand: Newsstand) -> ArticleId:
    """An article whose page was kept."""
    address = f"https://sada.example/news/{stand.filed + 1}"
    headers = (("content-type", "text/html; charset=utf-8"),)
    name = stand.keeping.keep(Capture(address, NOON, 200, headers, PAGE), now=NOON)
    return stand.file(capture=name, authors=("منى أحمد",))


def agreed(stand: Newsstand) -> Newsstand:
    papers = (replace(SOURCES[0], permission="a letter"), *SOURCES[1:])
    stand.archive.put_sources(papers)
    return replace(stand, edition=Edition("eg", "مصر", "Africa/Cairo", papers))


async def test_the_article_leads_to_its_citation(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file()
    page = await (await opens(stand)).get(f"/sada/{wanted}")
    assert page.page.css_first(f'a[href="/sada/{wanted}/cite"]').text() == "توثيق الخبر"


async def test_the_page_says_when_and_how_it_was_kept_and_the_hash_is_that_of_the_text(opens: Opens) -> None:
    stand = Newsstand()
    wanted = captured(stand)
    page = await (await opens(stand)).get(f"/sada/{wanted}/cite")
    said = page.words(".record")
    assert "200 text/html" in said
    assert "23 نوفمبر 2026 الموافق 13 جمادى الآخرة 1448 هـ، الساعة 12:00 م بتوقيت القاهرة" in said
    assert hashlib.sha256(BODY.encode()).hexdigest() in said
    assert hashlib.sha256(PAGE).hexdigest() in said
    assert "http://localhost/sada/1" in page.words("blockquote")


async def test_the_record_holds_the_text_that_its_hash_is_of(opens: Opens) -> None:
    stand = Newsstand()
    wanted = captured(stand)
    answer = await (await opens(stand)).get(f"/sada/{wanted}/record.json")
    told = json.loads(answer.body)
    assert hashlib.sha256(told["text"].encode()).hexdigest() == told["text_sha256"]
    assert told["capture"]["status"] == 200
    assert told["capture"]["at"] == "2026-11-23T10:00:00Z"
    assert answer.headers["content-disposition"] == 'attachment; filename="sada-1-v1.record.json"'


async def test_the_page_that_was_kept_leaves_as_warc(opens: Opens) -> None:
    stand = Newsstand()
    wanted = captured(stand)
    answer = await (await opens(stand)).get(f"/sada/{wanted}/record.warc.gz")
    assert gzip.decompress(answer.body).startswith(b"WARC/1.1")
    records = [
        (one.rec_type, one.content_stream().read()) for one in ArchiveIterator(io.BytesIO(answer.body))
    ]
    assert [kind for kind, _ in records] == ["warcinfo", "response"]
    assert records[1][1] == PAGE


async def test_without_leave_neither_the_text_nor_the_kept_page_leaves_and_the_hash_does(
    opens: Opens,
) -> None:
    stand = Newsstand(settings=PUBLIC)
    wanted = captured(stand)
    reader = await opens(stand)
    told = json.loads((await reader.get(f"/sada/{wanted}/record.json")).body)
    assert told["text"] is None
    assert told["text_sha256"] == hashlib.sha256(BODY.encode()).hexdigest()
    assert (await reader.get(f"/sada/{wanted}/record.warc.gz")).status == 404
    page = await reader.get(f"/sada/{wanted}/cite")
    assert "record.warc.gz" not in page.text
    assert "لم تأذن الصحيفة بنشره كاملًا" in page.words("main")


async def test_a_kept_page_in_which_a_name_stands_that_is_not_shown_stays_in_the_house(opens: Opens) -> None:
    stand = agreed(Newsstand(settings=PUBLIC))
    wanted = captured(stand)
    reader = await opens(stand)
    assert (await reader.get(f"/sada/{wanted}/record.warc.gz")).status == 200
    stand.decide(DecisionKind.MASK, name="أعلن المجلس")
    assert (await (await opens(stand)).get(f"/sada/{wanted}/record.warc.gz")).status == 404


async def test_each_wording_is_cited_by_its_own_number_address_and_hash(opens: Opens) -> None:
    stand = Newsstand()
    first = stand.file()
    stand.file(title="عنوان آخر", body="نص آخر تمامًا.", keys=(f"sada.example/news/{first}",))
    reader = await opens(stand)
    newest, older = await reader.get("/sada/1/cite"), await reader.get("/sada/1/cite?version=1")
    assert "@article{sada-1-v2," in newest.text
    assert "@article{sada-1-v1," in older.text
    assert "http://localhost/sada/1/versions/1" in older.words("blockquote")
    assert hashlib.sha256(BODY.encode()).hexdigest() in older.words("blockquote")
    assert "النسخة 1 من 2" in older.words(".kicker")
    assert 'href="/sada/1/cite.bib?version=1"' in older.text


async def test_a_wrong_paper_leads_to_the_right_address_with_the_question(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    answer = await (await opens(stand)).get("/manara/1/cite?version=1")
    assert (answer.status, answer.headers["location"]) == (301, "/sada/1/cite?version=1")


async def test_a_french_article_is_cited_below_its_language(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(source="phare", language="fr", title="Le pont & la ville", body="Texte.")
    reader = await opens(stand)
    page = await reader.get(f"/fr/phare/{wanted}/cite")
    assert page.status == 200
    assert r"Le pont \& la ville" in page.page.css_first("#as-bibtex").text()
    assert (await reader.get(f"/fr/phare/{wanted}/cite.ris")).text.startswith("TY  - NEWS\r\n")


async def test_of_what_is_withheld_nothing_is_cited(opens: Opens) -> None:
    stand = Newsstand()
    wanted = captured(stand)
    stand.archive.restate(wanted, State.WITHHELD, reason="طلب", now=NOON)
    reader = await opens(stand)
    for tail in ("cite", "cite.bib", "record.json", "record.warc.gz"):
        answer = await reader.get(f"/sada/{wanted}/{tail}")
        assert (answer.status, answer.headers["location"]) == (302, f"/sada/{wanted}"), tail
