"""What hurt other readers, and what shows that it does not hurt this one? Row by row, by the tests that hold it.

The rows are those of `docs/explanation/security.md`, which says what is done about each; a row that names a test that is not
there, or a page that names another row, fails here. The few tests below close what no room's own tests held.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from tests.cli.test_commands import run
from tests.web.asking import Reader
from tests.web.test_pages import PAYLOADS
from warraq import wiring
from warraq.cli import running
from warraq.press import Edition, Settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "security.md"
# What happened to others -> the tests that hold it, as `module::test`, below `tests/`.
HURT: dict[str, tuple[str, ...]] = {
    "stored XSS in any field": (
        "extraction/test_sanitise.py::test_no_payload_of_the_public_suites_lives",
        "extraction/test_sanitise.py::test_every_field_of_a_draft_is_cleaned",
        "web/test_pages.py::test_hostile_words_in_every_field_stay_words",
        "web/test_pages.py::test_nothing_is_asked_of_anybody_else_and_nothing_is_written_inline",
        "web/test_outfeeds.py::test_marks_in_a_text_stay_text_for_readers_that_take_it_for_html",
        "web/test_cards.py::test_hostile_words_end_no_element",
        "web/test_versions.py::test_a_hostile_text_stays_text_in_a_difference",
        "web/test_browser.py::test_every_page_stands_without_error_request_abroad_or_sideways_scroll",
        "web/test_browser.py::test_the_policy_would_report_a_script_that_is_written_into_a_page",
        "journeys/test_what_hurt_others.py::test_an_import_with_payloads_in_every_field_lives_in_no_output",
    ),
    "SSRF by feed, redirect, DNS rebinding": (
        "fetchers/test_egress.py::test_no_form_of_this_machine_is_opened",
        "fetchers/test_egress.py::test_most_of_the_forms_would_reach_the_canary_if_the_door_were_open",
        "fetchers/test_egress.py::test_nothing_inside_a_network_is_knocked_at",
        "fetchers/test_egress.py::test_no_redirect_leads_there",
        "fetchers/test_egress.py::test_no_redirect_leads_to_another_scheme_or_port",
        "fetchers/test_egress.py::test_no_name_leads_there",
        "fetchers/test_egress.py::test_a_name_that_changes_its_address_is_judged_by_the_one_that_is_connected",
        "crawling/test_addresses.py::test_no_ipv4_address_hides_inside_an_ipv6_one",
        "journeys/test_ssrf_range.py::test_no_door_of_the_product_knocks_at_the_canary",
        "journeys/test_ssrf_range.py::test_no_proof_and_no_webhook_knocks_there_either",
        "journeys/test_ssrf_range.py::test_nothing_a_reader_types_makes_the_site_fetch",
    ),
    "bombs and slowness": (
        "fetchers/test_decoding.py::test_a_bomb_costs_no_more_memory_than_its_cap",
        "fetchers/test_decoding.py::test_a_bomb_of_many_small_members_stops_too",
        "fetchers/test_http.py::test_a_body_without_end_stops_at_its_cap",
        "fetchers/test_http.py::test_the_deadline_ends_what_never_ends",
        "fetchers/test_http.py::test_a_dripping_host_keeps_nobody_else_waiting",
        "newsroom/test_parsing.py::test_an_item_that_eats_memory_is_stopped_at_the_limit",
        "newsroom/test_parsing.py::test_ten_megabytes_of_malice_are_over_within_the_deadline",
        "feeds/test_sitemap.py::test_a_gzip_bomb_and_a_broken_gzip_are_refused",
        "journeys/test_bars.py::test_no_bomb_costs_the_process_that_fetches_it_more_than_64_mb",
    ),
    "XXE, entity bombs": (
        "feeds/test_reading.py::test_entities_and_external_files_are_never_expanded",
        "feeds/test_entities.py::test_no_reader_of_xml_opens_a_file_asks_a_server_or_swells",
        "journeys/test_bars.py::test_no_entity_costs_a_worker_a_second_or_100_mb_and_the_canary_file_is_never_opened",
    ),
    "one feed speaking for another": (
        "newsroom/test_collecting.py::test_no_paper_speaks_for_another",
        "ports/test_archive.py::test_no_paper_speaks_for_another",
        "crawling/test_urls.py::test_a_canonical_link_speaks_only_for_its_own_site",
        "journeys/test_bars.py::test_a_feed_that_speaks_for_another_changes_no_record_of_it",
    ),
    "image proxy as weapon": (
        "newsroom/test_darkroom.py::test_every_file_has_a_named_outcome_and_kills_nobody",
        "newsroom/test_darkroom.py::test_nothing_of_the_file_but_its_pixels_leaves_the_darkroom",
        "web/test_picture.py::test_a_print_is_served_for_one_visit_at_a_time_and_can_do_nothing",
        "journeys/test_pictures.py::test_a_picture_is_fetched_shown_reported_and_gone",
        "journeys/test_ssrf_range.py::test_nothing_a_reader_types_makes_the_site_fetch",
    ),
    "path traversal, zip and CSV injection": (
        "ports/test_objects.py::test_a_key_of_outside_making_is_refused",
        "cli/test_backup.py::test_a_hostile_backup_is_named_and_leaves_nothing",
        "web/test_answers.py::test_what_a_spreadsheet_would_calculate_is_text",
        "web/test_statics.py::test_nothing_else_is_given_away",
        "journeys/test_what_hurt_others.py::test_no_word_of_an_import_becomes_a_path_or_a_formula",
    ),
    "CSRF, sessions, rate limits, spoofed X-Forwarded-For": (
        "web/test_guarded.py::test_no_unsafe_method_does_anything_from_elsewhere_or_without_a_token",
        "web/test_guarded.py::test_routes_that_take_more_than_a_get_are_those_thought_of",
        "web/test_guarded.py::test_what_is_said_of_forwarding_is_believed_of_nobody_who_was_not_named",
        "web/test_hostile_requests.py::test_a_body_that_is_no_form_of_ours_is_refused_and_does_nothing",
        "web/test_hostile_requests.py::test_a_right_token_from_another_page_is_refused",
        "web/test_hostile_requests.py::test_a_report_replayed_a_hundred_times_from_everywhere_is_one_voice",
        "web/test_hostile_requests.py::test_a_form_of_the_desk_replayed_does_nothing_again",
        "web/test_described.py::test_a_stranger_breaks_nothing_and_changes_nothing",
        "web/test_described.py::test_who_holds_every_token_breaks_nothing_either",
        "journeys/test_no_get_does_anything.py::test_no_address_changes_a_row_or_a_file_by_being_opened",
        "web/test_login.py::test_signing_in_again_is_another_session_and_the_one_before_ends",
        "web/test_login.py::test_after_many_wrong_tries_nobody_gets_in_for_an_hour_from_there",
        "newsroom/test_admission.py::test_a_name_that_nobody_has_costs_what_a_wrong_password_costs",
        "web/test_asker.py::test_the_last_address_that_no_trusted_proxy_has_counts",
    ),
    "privacy": (
        "journeys/test_privacy.py::test_no_readers_address_stands_in_store_log_or_backup",
        "web/test_pages.py::test_nothing_is_asked_of_anybody_else_and_nothing_is_written_inline",
        "web/test_pages.py::test_every_answer_carries_the_safeguards",
        "web/test_login.py::test_the_log_holds_no_address_no_name_and_no_password",
        "fetchers/test_http.py::test_the_server_learns_who_asks_and_what_we_hold_and_no_more",
        "fetchers/test_http.py::test_a_password_in_an_address_is_not_repeated",
        "fetchers/test_http.py::test_cookies_are_neither_kept_nor_sent_back",
    ),
    "showing what one may not": (
        "web/test_doors.py::test_every_route_has_been_thought_of",
        "web/test_doors.py::test_without_leave_no_door_gives_more_than_the_beginning_and_none_the_picture",
        "web/test_doors.py::test_a_withheld_text_is_found_by_its_words_and_shows_no_more_than_a_snippet",
        "web/test_doors.py::test_what_is_withdrawn_or_withheld_passes_no_door_whatever_was_agreed",
        "web/test_doors.py::test_going_public_judges_the_whole_past_anew_and_going_private_gives_it_back",
        "web/test_versions.py::test_in_public_without_leave_only_the_headlines_words_are_told",
        "cli/test_readers.py::test_a_public_site_opens_only_where_its_operator_can_be_reached",
        "web/test_robots.py::test_header_and_meta_tag_say_the_same_of_every_page",
        "web/test_hosts.py::test_a_name_that_leads_here_by_stealth_is_turned_away",
    ),
    "takedown, dead and hijacked papers": (
        "web/test_decided_doors.py::test_what_a_proxy_keeps_and_what_we_keep_end_within_sixty_seconds",
        "web/test_decided_doors.py::test_decisions_survive_another_crawl_a_rebuilt_index_and_another_opening",
        "web/test_decided_doors.py::test_a_withheld_article_and_its_picture_pass_no_door_until_it_is_undone",
        "web/test_picture.py::test_a_hidden_picture_is_gone_everywhere_within_five_seconds",
        "newsroom/test_doorkeeping.py::test_a_domain_with_a_new_owner_is_a_hijacked_door",
        "web/test_origins.py::test_no_address_of_ours_leads_through_a_bad_door",
        "journeys/test_vanishing.py::test_two_months_of_the_press",
        "journeys/test_backup.py::test_a_house_restored_is_the_same_house",
        "journeys/test_bars.py::test_a_takedown_reaches_every_door_within_sixty_seconds_what_proxies_keep_included",
    ),
    "bidi and homograph spoofing, log injection": (
        "web/test_bidi.py::test_only_foreign_words_are_isolated",
        "web/test_bidi.py::test_title_bars_get_no_bidi_controls",
        "extraction/test_sanitise.py::test_what_was_printed_stays_exactly",
        "extraction/test_sanitise.py::test_a_title_is_one_line",
        "cli/test_logline.py::test_a_hostile_headline_forges_no_second_line",
        "cli/test_logline.py::test_each_of_the_naughty_strings_is_one_line",
        "cli/test_logline.py::test_any_text_is_one_line_that_can_be_written",
    ),
}
NAMED = sorted({one for tests in HURT.values() for one in tests})


@cache
def names_in(module: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests" / module).read_text("utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


@pytest.mark.parametrize("named", NAMED)
def test_every_row_names_tests_that_are_there(named: str) -> None:
    module, _, name = named.partition("::")
    assert name in names_in(module)


def test_the_security_page_has_these_rows_and_names_their_tests() -> None:
    rows = dict(re.findall(r"^\| \*\*([^*|]+)\*\* \|(.*)$", PAGE.read_text("utf-8"), re.MULTILINE))
    assert list(rows) == list(HURT)
    for threat, rest in rows.items():
        told = set(re.findall(r"`tests/([\w/]+\.py)`", rest))
        modules = {one.partition("::")[0] for one in HURT[threat]}
        assert told == modules, threat


def test_the_rows_are_those_of_the_list_of_threats(shared: Path) -> None:
    path = shared / "design" / "hostile-web.md"
    if not path.is_file():
        pytest.skip("no list of threats beside the checkout")
    table = path.read_text("utf-8").partition("\nFigures")[0]
    rows = re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)[1:]
    assert rows == list(HURT)


# What no room's own tests held


def imported(folder: Path, lines: list[dict[str, object]]) -> Path:
    """A data folder into which these lines were imported as the command does."""
    file, data = folder / "lines.jsonl", folder / "data"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")
    run("import", "jsonl", str(file), data=data)
    run("rebuild", "index", data=data)
    return data


def lines(words: tuple[str, ...]) -> Iterator[dict[str, object]]:
    """One article a word, with the word in every field that an import may fill."""
    for number, word in enumerate(words):
        yield {
            "id": f"{word}{number}", "source": f"ورقة {word}", "url": f"https://paper.example/{number}?x={word}", "title": f"{word} جسر {number}",
            "text": f"{word}\n\nجسر {word} {number}", "published": "2018-06-25T15:19:08+04:00", "category": word, "author": word,
            "authors": [word], "image": word, "tags": [word], "language": word, "abstract": word, "summary": word,
        }  # fmt: skip


ALIVE = "script:not([src^='/static/']):not([type='application/ld+json']), style, iframe, object, embed, base, svg script, [onerror], [onload], [onmouseover]"


async def test_an_import_with_payloads_in_every_field_lives_in_no_output(tmp_path: Path) -> None:
    """Others cleaned what their crawler brought, and not what was imported; others the page, and not the feed or the API."""
    data = imported(tmp_path, list(lines(PAYLOADS)))
    with wiring.house(Settings(data=data)) as house:
        assert house.archive.count() >= len(PAYLOADS) - 1
        app = running.pages(house, Edition("eg", "مصر", "Africa/Cairo", ()))
        async with app.router.lifespan_context(app):
            reader = Reader(app)
            told = {
                address: await reader.get(address, headers={"host": "localhost"})
                for address in (
                    "/", "/latest", "/latest/rss", "/rss", "/search?q=جسر", "/search.json?q=جسر&limit=100", "/search.csv?q=جسر&limit=100",
                    "/search/rss?q=جسر", "/sources", "/clippings?ids=1,2,3,4,5,6,7,8,9", "/clippings.html?ids=1,2,3,4,5,6,7,8,9",
                    *(f"/x/{number}" for number in house.archive.ids()),
                    *(f"/{article.draft.source}/{article.id}" for article in house.archive.articles(list(house.archive.ids()))),
                    *(f"/{article.draft.source}/{article.id}/cite.json" for article in house.archive.articles(list(house.archive.ids()))),
                )
            }  # fmt: skip
    pages = {
        address: one
        for address, one in told.items()
        if one.headers.get("content-type", "").startswith("text/html")
    }
    assert len(pages) >= len(PAYLOADS) + 4
    for address, answer in told.items():
        assert answer.status < 400, address
        assert answer.headers["x-content-type-options"] == "nosniff", address
    for address, answer in pages.items():
        live = LexborHTMLParser(answer.text).css(ALIVE)
        assert address.startswith("/clippings.html") or not live, (address, [node.html for node in live])
        links = LexborHTMLParser(answer.text).css("[href], [src], [action]")
        for node in links:
            for name in ("href", "src", "action"):
                assert (
                    not (node.attributes.get(name) or "")
                    .strip()
                    .lower()
                    .startswith(("javascript:", "data:text"))
                ), address
    found = json.loads(told["/search.json?q=جسر&limit=100"].body)
    assert told["/search.json?q=جسر&limit=100"].headers["content-type"].startswith("application/json")
    assert found["total"] >= len(PAYLOADS) - 1
    for address in ("/latest/rss", "/search/rss?q=جسر"):
        assert told[address].headers["content-type"].startswith("application/rss+xml")
        told_of = etree.fromstring(told[address].body).iterfind(".//item/description")
        for description in told_of:
            live = LexborHTMLParser(description.text or "").css(
                "script, style, img, svg, iframe, [onerror], [onload]"
            )
            assert not live, address


INTRUDERS = (
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "%2e%2e%2f%2e%2e%2fx", "..%c0%afx", "....//....//x", "x\x00.html",
    "file:///etc/passwd", "C:\\x", "\\\\host\\share", "~/.ssh/id_rsa", "con", "nul.txt", ".", "..", "-rf", "$(touch x)", "`touch x`", "|touch x",
    "=cmd|' /C calc'!A0", "+1", "-1+cmd", "@SUM(1)", "\t=1", "\r=1", "\u200f=1", "\u2067=1", "\ufeff=1", "\u202b@x", "＝1", "＋1",
)  # fmt: skip


async def test_no_word_of_an_import_becomes_a_path_or_a_formula(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    data = imported(tmp_path, list(lines(INTRUDERS)))
    beside = {path.name for path in tmp_path.iterdir()}  # noqa: ASYNC240 (nobody else waits)
    assert beside == {"outside", "lines.jsonl", "data"}
    assert list((tmp_path / "outside").iterdir()) == []
    for path in data.rglob("*"):
        assert re.fullmatch(r"[A-Za-z0-9._-]+", path.name), path
    with wiring.house(Settings(data=data)) as house:
        assert house.archive.count() >= len(INTRUDERS) // 2
        app = running.pages(house, Edition("eg", "مصر", "Africa/Cairo", ()))
        async with app.router.lifespan_context(app):
            answer = await Reader(app).get("/search.csv?q=جسر&limit=100", headers={"host": "localhost"})
            for word in INTRUDERS:
                for address in (f"/static/{word}", f"/sitemap/{word}.xml", f"/{word}/rss", f"/{word}/1"):
                    found = await Reader(app).get(address, headers={"host": "localhost"})
                    assert b"root:" not in found.body
    exported = run("search", "--csv", "--limit", "100", "جسر", data=data)
    for text in (answer.body.decode("utf-8-sig"), exported.stdout):
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) > len(INTRUDERS) // 2
        for cell in (cell for row in rows for cell in row):
            bare = re.sub(r"^[\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\x00-\x1f]+", "", cell)
            assert not re.match(r"[=+@\uff1d\uff0b\uff20]", bare), cell
            assert not re.match(r"-(?![\d.]+$)", bare), cell
