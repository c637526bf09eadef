"""Does an edition hold what its files say, and does a wrong line cost only itself?"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from babel import Locale

from warraq import editions
from warraq.errors import EditionError
from warraq.press import RESERVED_SLUGS, Edition, Source
from warraq.sections.desks import DESKS, desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "editions"


def write(folder: Path, code: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{code}.toml"
    path.write_text(text, "utf-8")
    return path


def paper(edition: Edition, slug: str) -> Source:
    return next(source for source in edition.sources if source.slug == slug)


def slugs(edition: Edition) -> set[str]:
    return {source.slug for source in edition.sources}


ALL = [editions.load(code) for code in editions.codes()]


@pytest.mark.parametrize("edition", ALL, ids=lambda edition: edition.code)
def test_a_packaged_edition_has_no_problem(edition: Edition) -> None:
    assert edition.problems == ()
    assert edition.sources
    assert edition.name
    assert edition.name_en
    assert {feed.section for source in edition.sources for feed in source.feeds} - {None} <= set(DESKS)


@pytest.mark.parametrize("edition", ALL, ids=lambda edition: edition.code)
def test_a_packaged_edition_tries_thirty_to_fifty_feeds_first_or_all_it_has(edition: Edition) -> None:
    feeds = sum(len(source.feeds) for source in edition.sources)
    assert min(30, feeds) <= len(edition.first) <= 50
    assert len(set(edition.first)) == len(edition.first)


def test_a_slug_is_one_papers_in_all_countries_and_never_reserved() -> None:
    every = [source.slug for edition in ALL for source in edition.sources]
    assert Counter(every).most_common(1)[0][1] == 1
    assert not set(every) & RESERVED_SLUGS
    assert all(len(slug) <= 20 for slug in every)


def test_no_address_is_read_twice() -> None:
    addresses = [feed.url for edition in ALL for source in edition.sources for feed in source.feeds]
    assert len(addresses) > 430
    assert len(set(addresses)) == len(addresses)
    assert len({feed.id for edition in ALL for source in edition.sources for feed in source.feeds}) == len(
        addresses
    )


def test_egypt_knows_its_great_papers_by_the_words_readers_use() -> None:
    egypt = editions.load("eg")
    assert {"masrawy", "youm7", "almasryalyoum", "shorouk", "elwatan", "ahram-gate"} <= slugs(egypt)
    assert paper(egypt, "masrawy").name == "مصراوي"
    assert paper(egypt, "almasryalyoum").name == "المصري اليوم"
    assert paper(egypt, "youm7").note is not None
    assert sum(len(source.feeds) for source in egypt.sources) == 190
    assert (egypt.zone, egypt.clock, egypt.week_start, egypt.months) == (
        "Africa/Cairo",
        "12h",
        "saturday",
        "egyptian",
    )


def test_the_feeds_egypt_tries_first_stand_on_many_hosts() -> None:
    egypt = editions.load("eg")
    urls = {feed.id: feed.url for source in egypt.sources for feed in source.feeds}
    assert len({urlsplit(urls[name]).hostname for name in egypt.first[:16]}) >= 10


def test_a_paper_without_a_living_feed_is_still_known_by_name() -> None:
    assert paper(editions.load("gb"), "alaraby").feeds == ()


def test_case_and_spaces_of_a_code_do_not_matter() -> None:
    assert editions.load(" EG ") == editions.load("eg")


@pytest.mark.parametrize(
    "code", ["xx", "", ",", "../../etc/passwd", "eg/../eg", "مصر", "eg.toml", "a" * 5000]
)
def test_an_unknown_edition_is_refused_with_the_known_ones(code: str, folder: Path) -> None:
    with pytest.raises(EditionError, match=r"eg.*tn") as caught:
        editions.load(code, folder=folder)
    assert len(str(caught.value)) < 400


def test_who_asks_for_the_demo_as_an_edition_is_told_its_command(folder: Path) -> None:
    with pytest.raises(EditionError, match=r"`\.venv/bin/warraq demo` shows it"):
        editions.load("demo", folder=folder)


def test_several_countries_are_read_as_one(folder: Path) -> None:
    egypt, tunisia = editions.load("eg"), editions.load("tn")
    both = editions.load("tn,eg,tn", folder=folder)
    assert both.code == "tn,eg"
    assert both.name == "تونس، مصر"
    assert both.zone == tunisia.zone
    assert slugs(both) == slugs(egypt) | slugs(tunisia)
    assert both.first[:2] == (tunisia.first[0], egypt.first[0])
    assert {source.country for source in both.sources} == {"eg", "tn"}


def test_each_of_several_editions_stays_whole_with_its_own_customs(folder: Path) -> None:
    write(folder, "ma", '[papers.mada]\nname = "مدى"\n[papers.mada.feeds]\nmain = "https://mada.example/"\n')
    three = editions.load("eg,tn,ma", folder=folder)
    assert three.parts == tuple(editions.load(code, folder=folder) for code in ("eg", "tn", "ma"))
    assert [part.week_start for part in three.parts] == ["saturday", "monday", "monday"]
    assert [dict(part.section_labels).get("governorates") for part in three.parts] == [None, "جهات", "جهات"]
    assert three.section_labels == ()
    assert (three.desks, "mada" in slugs(three.parts[2])) == (three.parts[0].desks, True)
    assert editions.load("eg").parts == editions.load("eg,eg").parts == ()


@pytest.mark.parametrize("edition", ALL, ids=lambda edition: edition.code)
def test_a_section_bar_has_every_desk_once_and_opinion_last(edition: Edition) -> None:
    assert sorted(edition.desks) == sorted(DESKS)
    assert edition.desks[-1] == "opinion"


@pytest.mark.parametrize("edition", ALL, ids=lambda edition: edition.code)
def test_what_a_press_calls_a_desk_is_read_as_that_desk(edition: Edition) -> None:
    for slug, label in edition.section_labels:
        assert slug in DESKS
        assert desk(label) in (slug, None), label


def test_an_operator_orders_the_bar_and_renames_a_desk(folder: Path) -> None:
    write(
        folder,
        "tn",
        '[edition]\ndesks = ["sports", "culture", "sports"]\n[edition.sections]\nsports = "ملاعب"\n',
    )
    edition = editions.load("tn", folder=folder)
    assert edition.problems == ()
    assert edition.desks[:3] == ("sports", "culture", "politics")
    assert dict(edition.section_labels)["sports"] == "ملاعب"
    assert dict(edition.section_labels)["governorates"] == "جهات"


WEEKS = {
    "saturday": "eg dz ly iq sy sd qa kw jo bh om ps",
    "sunday": "sa ye us",
    "monday": "ma tn ae lb mr de fr gb ru tr",
}
MONTHS = {
    "levantine": "iq sy lb jo ps",
    "maghrebi": "tn dz",
    "moroccan": "ma",
    "mauritanian": "mr",
    "egyptian": "eg sd sa ye om ae kw qa bh ly de fr gb ru tr us",
}
TWENTY_FOUR_HOURS = "ma dz tn ly mr de fr gb ru tr"


@pytest.mark.parametrize("edition", ALL, ids=lambda edition: edition.code)
def test_the_customs_are_the_countrys(edition: Edition) -> None:
    assert edition.code in WEEKS[edition.week_start].split()
    assert edition.code in MONTHS[edition.months].split()
    assert (edition.clock == "24h") == (edition.code in TWENTY_FOUR_HOURS.split())


@pytest.mark.parametrize("edition", ALL, ids=lambda edition: edition.code)
def test_weeks_and_months_are_those_of_cldr(edition: Edition) -> None:
    arab = edition.code not in ("de", "fr", "gb", "ru", "tr", "us")
    language = "ar" if arab else {"gb": "en", "us": "en"}.get(edition.code, edition.code)
    locale = Locale.parse(f"{language}_{edition.code.upper()}")
    days = {0: "monday", 5: "saturday", 6: "sunday"}
    # CLDR has no entry for Palestine, so the world's Monday; its papers keep the week of Jordan
    assert edition.week_start == ("saturday" if edition.code == "ps" else days[locale.first_week_day])
    if arab:
        spelled = {
            "moroccan": "غشت",
            "maghrebi": "أوت",
            "levantine": "آب",
            "mauritanian": "أغشت",
            "egyptian": "أغسطس",
        }
        assert locale.months["format"]["wide"][8] == spelled[edition.months]


def test_an_operators_paper_comes_in_and_is_tried_first(folder: Path) -> None:
    write(
        folder,
        "eg",
        '[papers.mada]\nname = "مدى مصر"\n[papers.mada.feeds]\nmain = "https://mada.example/feed"\n',
    )
    edition = editions.load("eg", folder=folder)
    assert paper(edition, "mada").name == "مدى مصر"
    assert paper(edition, "mada").zone == "Africa/Cairo"
    assert edition.first[0] == "mada"
    assert edition.problems == ()


def test_an_operator_switches_off_a_feed_and_a_paper(folder: Path) -> None:
    write(folder, "eg", "[papers.youm7.feeds]\nmain = false\n[papers.masrawy]\nenabled = false\n")
    edition = editions.load("eg", folder=folder)
    assert "youm7" not in {feed.id for feed in paper(edition, "youm7").feeds}
    assert "youm7/politics" in {feed.id for feed in paper(edition, "youm7").feeds}
    assert "masrawy" not in slugs(edition)
    assert not {"youm7", "masrawy"} & set(edition.first)
    assert edition.problems == ()


def test_an_operator_overrides_a_field_and_an_address_and_nothing_else(folder: Path) -> None:
    write(
        folder,
        "eg",
        '[edition]\nclock = "24h"\n[papers.youm7]\nname = "سابع"\n[papers.youm7.feeds]\n'
        'politics = "https://new.example/p"\nsports-9 = { url = "https://new.example/s", section = "society" }\n',
    )
    before, after = editions.load("eg"), editions.load("eg", folder=folder)
    feeds = {feed.id: feed for feed in paper(after, "youm7").feeds}
    assert (after.clock, after.week_start, after.name) == ("24h", before.week_start, before.name)
    assert (paper(after, "youm7").name, paper(after, "youm7").name_en) == ("سابع", "Youm7")
    assert feeds["youm7/politics"].url == "https://new.example/p"
    assert feeds["youm7/sports-9"].section == "society"
    assert feeds["youm7"] == next(feed for feed in paper(before, "youm7").feeds if feed.id == "youm7")
    assert after.sources[0] == before.sources[0]


def test_an_operator_chooses_what_is_tried_first(folder: Path) -> None:
    write(folder, "eg", '[edition]\nfirst = ["elwatan", "youm7/politics"]\n')
    assert editions.load("eg", folder=folder).first == ("elwatan", "youm7/politics")


def test_an_operator_may_write_an_edition_of_their_own(folder: Path) -> None:
    write(
        folder,
        "campus",
        '[edition]\nname = "جامعتنا"\nzone = "Asia/Amman"\n[papers.sawt]\nname = "صوت الطلبة"\n'
        '[papers.sawt.feeds]\nmain = "http://10.0.0.5/feed"\n',
    )
    edition = editions.load("campus", folder=folder)
    assert edition.name == "جامعتنا"
    assert edition.sources[0].country == "zz"
    assert "campus" in editions.codes(folder)
    assert "campus" not in editions.codes()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[papers.search]\nname = "س"\n', r"\[papers.search\].*another slug"),
        ('[papers.UPPER]\nname = "س"\n', r"\[papers.UPPER\].*small letters"),
        ('[papers.777]\nname = "س"\n', r"\[papers.777\].*letter"),
        ("[papers]\nx = 3\n", r"\[papers.x\].*table"),
        ("papers = 3\n", "papers: it is a table"),
        ("edition = 3\n", r"edition: it is a table"),
        ("[papers.x]\nname = 7\n", r"\[papers.x\] name: text in quotes"),
        ('[papers.x]\nname = "  "\n', r"\[papers.x\] name: text in quotes"),
        ('[papers.x]\nname = "a\\u0007"\n', r"\[papers.x\] name: one line"),
        ('[papers.x.feeds]\nmain = "https://x.example/"\n', r"\[papers.x\]: name is missing"),
        ('[papers.x]\nname = "س"\nzone = "Mars/Olympus"\n', r"zone: 'Mars/Olympus' is no time zone"),
        ('[papers.x]\nname = "س"\nzone = "../../etc/passwd"\n', r"zone: .* is no time zone"),
        ('[papers.x]\nname = "س"\nhomepage = "javascript:alert(1)"\n', "homepage: .*no web address"),
        ('[papers.x]\nname = "س"\nenabled = "no"\n', "enabled: true or false"),
        ('[papers.x]\nname = "س"\ncountry = "Egypt"\n', "country: two small letters"),
        ('[papers.youm7]\nhompage = "https://youm7.com/"\n', r"\[papers.youm7\] hompage: no such key"),
        ("[papers.youm7.feeds]\nmain = 5\n", r"\[papers.youm7.feeds\] main: an address, false, or"),
        ('[papers.youm7.feeds]\nmain = "ftp://x"\n', r"\[papers.youm7.feeds\] main: .*no web address"),
        ('[papers.youm7.feeds]\nmain = "https://x y/"\n', r"main: .*no web address"),
        ('[papers.youm7.feeds]\nmain = "https://[::1/"\n', r"main: .*no web address"),
        ('[papers.youm7.feeds]\n"a/b" = "https://x.example/"\n', "a feed's key is"),
        ("[papers.youm7.feeds]\nnothere = true\n", "nothere: there is no such feed"),
        ('[papers.youm7.feeds]\nmain = { adress = "x" }\n', "main: an address, false, or"),
        ('[edition]\nfirst = "youm7"\n', r"\[edition\] first: a list"),
        ('[edition]\nfirst = ["nobody"]\n', "first: there is no feed 'nobody'"),
        ('[edition]\nclock = "13h"\n', "clock: '13h' is not one of 12h, 24h"),
        ("[edition]\nhijri_offset = 3\n", "hijri_offset: a whole number from -2 to 2"),
        ('[edition]\nhijri_offset = "1"\n', "hijri_offset: a whole number from -2 to 2"),
        ("[edition]\nhijri_offset = true\n", "hijri_offset: a whole number from -2 to 2"),
        ('[edition]\nzone = "Cairo"\n', "zone: 'Cairo' is no time zone"),
        ('[edition]\ncode = "tn"\n', "code: the file's name says 'eg'"),
        ('[edition]\ndesks = "sports"\n', r"\[edition\] desks: a list of desks"),
        ('[edition]\ndesks = ["kitchen", "sports"]\n', r"\[edition\] desks: there is no desk 'kitchen'"),
        ("[edition]\nsections = 3\n", r"\[edition.sections\]: it is a table"),
        ('[edition.sections]\nkitchen = "مطبخ"\n', r"\[edition.sections\] kitchen: there is no such desk"),
        ("[edition.sections]\narts = 3\n", r"\[edition.sections\] arts: text in quotes"),
        ('[masrawy]\nname = "س"\n', r"\[masrawy\]: no such table"),
    ],
)
def test_a_wrong_table_is_told_and_costs_only_itself(folder: Path, text: str, said: str) -> None:
    path = write(folder, "eg", text)
    good = editions.load("eg")
    edition = editions.load("eg", folder=folder)
    assert len(edition.problems) == 1
    assert re.search(said, edition.problems[0]), edition.problems[0]
    assert str(path) in edition.problems[0]
    assert edition.sources == good.sources
    assert edition.zone == good.zone


def test_a_wrong_feed_does_not_cost_its_paper(folder: Path) -> None:
    write(
        folder, "eg", '[papers.x]\nname = "س"\n[papers.x.feeds]\nmain = 5\nsports = "https://x.example/s"\n'
    )
    edition = editions.load("eg", folder=folder)
    assert [feed.id for feed in paper(edition, "x").feeds] == ["x/sports"]
    assert len(edition.problems) == 1


def test_a_file_that_is_no_toml_names_itself_and_the_line(folder: Path) -> None:
    path = write(folder, "eg", '[papers.x]\nname = "س"\nhomepage = = 3\n')
    with pytest.raises(EditionError, match="line 3") as caught:
        editions.load("eg", folder=folder)
    assert str(path) in str(caught.value)


def test_a_file_that_is_not_utf8_names_the_line(folder: Path) -> None:
    path = write(folder, "eg", "")
    path.write_bytes('[papers.x]\nname = "مصر"\n'.encode("windows-1256"))
    with pytest.raises(EditionError, match=r"UTF-8.*line 2"):
        editions.load("eg", folder=folder)


def test_a_huge_file_is_refused_unread(folder: Path) -> None:
    path = write(folder, "eg", "")
    with path.open("wb") as file:
        file.truncate(5 * 2**20)
    with pytest.raises(EditionError, match="4 MB"):
        editions.load("eg", folder=folder)


def test_deeply_nested_toml_is_an_error_and_no_crash(folder: Path) -> None:
    write(folder, "eg", "x = " + "[" * 100_000)
    with pytest.raises(EditionError, match="not TOML"):
        editions.load("eg", folder=folder)


def test_an_edition_of_ones_own_needs_a_name_and_a_zone(folder: Path) -> None:
    write(folder, "campus", '[edition]\nname = "جامعتنا"\n')
    with pytest.raises(EditionError, match="zone is missing"):
        editions.load("campus", folder=folder)


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    write(folder, "eg", '\ufeff[papers.x]\nname = "س"\n[papers.x.feeds]\nmain = "https://x.example/"\n')
    assert "x" in slugs(editions.load("eg", folder=folder))


def test_an_operators_file_says_how_far_its_hijri_calendar_is_ahead(tmp_path: Path) -> None:
    assert editions.load("eg").hijri_offset is None
    (tmp_path / "eg.toml").write_text("[edition]\nhijri_offset = -1\n", "utf-8")
    assert editions.load("eg", folder=tmp_path).hijri_offset == -1
    assert editions.load("eg,tn", folder=tmp_path).hijri_offset == -1
