"""Is the schema that the migrations make the one the code speaks of, on every back end, and safe to open?"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from tests.ports.drafting import NOON, draft
from tests.postgres import Server
from warraq.archives.sql import (
    claims_of,
    decisions_of,
    ledger_of,
    open_archive,
    pictures_of,
    rechecks_of,
    reports_of,
    sqlite_url,
)
from warraq.archives.sql import opening as opening_module
from warraq.archives.sql.engine import Store, address
from warraq.archives.sql.opening import MIGRATIONS, bring_up
from warraq.archives.sql.schema import METADATA, REVISION
from warraq.errors import ArchiveError
from warraq.moderation import caselog, transitions
from warraq.ports.pictures import Use
from warraq.ports.rechecks import Watch
from warraq.press import ArticleId, Cause, ClaimKind, DayTally, Decision, DecisionKind, PictureId, Told


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/archive.sqlite3"
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(address(url))
    yield store
    store.close()


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def at_revision(store: Store, revision: str) -> None:
    """Leave an archive as that revision made it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.migrating().connect() as connection:
        if store.lite:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if store.lite:
            connection.exec_driver_sql("COMMIT")
        connection.commit()


def execute(store: Store, sql: str) -> None:
    with store.migrating().begin() as connection:
        connection.exec_driver_sql(sql)
        if store.lite:
            connection.exec_driver_sql("SELECT 1")


def test_the_migrations_make_the_schema_of_the_code(store: Store) -> None:
    bring_up(store)
    with store.migrating().connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"target_metadata": METADATA, "compare_type": True}
        )
        assert compare_metadata(context, METADATA) == []
        found = inspect(connection)
        for table in METADATA.tables.values():
            indexes = {index["name"] for index in found.get_indexes(table.name)}
            assert {index.name for index in table.indexes} <= indexes


def test_the_newest_revision_is_the_one_the_code_names() -> None:
    assert scripts().get_heads() == [REVISION]


def test_every_revision_follows_one_other() -> None:
    revisions = list(scripts().walk_revisions())
    assert len({one.down_revision for one in revisions}) == len(revisions)


def test_an_archive_of_the_first_revision_is_brought_up_with_what_it_holds(store: Store, url: str) -> None:
    at_revision(store, "0001")
    execute(
        store,
        "INSERT INTO feed_states (feed, url, errors, etag) VALUES ('nahar', 'https://nahar.example/', 2, 'x')",
    )
    archive, daybook = open_archive(url)
    archive.file([draft(1)], now=NOON)
    kept = daybook.feed_states()["nahar"]
    assert (kept.errors, kept.etag, kept.interval, kept.ttl, kept.skip_hours) == (2, "x", None, None, ())
    learnt = replace(kept, interval=timedelta(minutes=40), skip_hours=(0, 1), skip_days=(4,))
    daybook.put_feed_state(learnt)
    assert daybook.feed_states() == {"nahar": learnt}
    archive.close()
    with store.migrating().connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == REVISION


def test_an_archive_that_is_up_to_date_is_opened_without_the_migrations(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_archive(url)[0].close()

    def refuse(*_: object) -> None:
        raise AssertionError("migrated again")

    monkeypatch.setattr(opening_module, "migrate", refuse)
    open_archive(url)[0].close()


def test_an_archive_of_a_newer_warraq_is_left_alone(store: Store, url: str) -> None:
    bring_up(store)
    execute(store, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ArchiveError, match=r"written by a newer Warraq \(schema 9999; this one knows up to"):
        open_archive(url)
    with store.migrating().connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "9999"


def test_a_migration_that_fails_leaves_nothing_behind(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    monkeypatch.setattr(op, "bulk_insert", lambda *_: op.execute("INSERT INTO no_such_table VALUES (1)"))
    with pytest.raises(ArchiveError, match="no_such_table"):
        bring_up(store)
    with store.migrating().connect() as connection:
        assert inspect(connection).get_table_names() == []
    monkeypatch.undo()
    bring_up(store)


def test_processes_that_open_a_new_archive_at_once_all_find_it_whole(url: str) -> None:
    program = (
        "import sys; from tests.ports.drafting import NOON, draft; from warraq.archives.sql import open_archive\n"
        "sys.stdin.readline()\n"
        "archive, _ = open_archive(sys.argv[1]); archive.file([draft(int(sys.argv[2]))], now=NOON); archive.close()"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, url, str(number)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for one in started:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    for one in started:
        _, said = one.communicate(timeout=60)
        assert one.returncode == 0, said
    archive, _ = open_archive(url)
    assert archive.count() == 4
    archive.close()


def test_an_archive_from_before_pictures_gets_room_for_them(store: Store, url: str) -> None:
    at_revision(store, "0003")
    execute(store, "UPDATE counters SET value = 7 WHERE name = 'last_change'")
    archive, _ = open_archive(url)
    pictures = pictures_of(archive)
    assert archive.last_change() == 7
    assert (pictures.position(), pictures.count(), pictures.last_change()) == (0, 0, 0)
    archive.file([draft(1)], now=NOON)
    assert pictures.follow([Use(ArticleId(1), "https://nahar.example/1.jpg")], position=8, now=NOON) == 1
    archive.close()


def test_what_was_reported_hidden_and_kept_before_stays_so_and_its_log_is_chained(
    store: Store, url: str
) -> None:
    at_revision(store, "0019")
    columns = (
        "id, pixels, width, height, media_type, full_width, full_height, full_bytes, card_width, card_height,"
        " card_bytes, first_seen_us, state, rule, reason, since_us, kept, stored_us"
    )
    day = 86_400_000_000
    for number, told in enumerate(
        (
            f"'hidden', 'reports/1', NULL, {day}, false",
            f"'hidden', 'operator/1', 'دم', {2 * day}, false",
            f"'visible', 'operator/1', 'خريطة', {3 * day}, true",
            "'visible', NULL, NULL, NULL, false",
        ),
        start=1,
    ):
        execute(
            store,
            f"INSERT INTO pictures ({columns}) VALUES ({number}, '{number}', 9, 9, 'x', 9, 9, 9, 9, 9, 9, 5, {told}, 5)",
        )
    for number, (picture, at, before, after, rule, many, reason) in enumerate(
        (
            (1, day, "visible", "hidden", "reports/1", 5, "NULL"),
            (2, day, "visible", "hidden", "operator/1", 0, "'خطأ'"),
            (2, 2 * day, "hidden", "hidden", "operator/1", 0, "'دم'"),
            (3, 2 * day, "visible", "hidden", "reports/1", 7, "NULL"),
            (3, 3 * day, "hidden", "visible", "operator/1", 0, "'خريطة'"),
        ),
        start=1,
    ):
        execute(
            store,
            "INSERT INTO picture_log (number, picture, at_us, before, after, rule, reporters, reason) VALUES"
            f" ({number}, {picture}, {at}, '{before}', '{after}', '{rule}', {many}, {reason})",
        )
    execute(store, f"INSERT INTO picture_cases (picture, key, opened_us) VALUES (4, 'ab', {3 * day})")
    execute(
        store, "INSERT INTO picture_voices (picture, token, place) VALUES (4, 't', 'p'), (4, 'own', 'own')"
    )
    archive, _ = open_archive(url)
    reports, pictures = reports_of(archive), pictures_of(archive)
    states = [reports.case(PictureId(number)).standing.state.value for number in range(1, 5)]
    assert states == ["auto_hidden", "confirmed_hidden", "kept", "visible"]
    log = reports.log()
    assert [line.said.event.value for line in log] == [
        "report", "queue", "crowd", "hide", "hide", "report", "queue", "crowd", "keep",
    ]  # fmt: skip
    assert caselog.broken(log) is None
    for picture, standing in transitions.replayed(log).items():
        assert reports.case(picture).standing == standing
        held = pictures.picture(picture)
        assert held is not None
        assert (held.state, held.kept) == (standing.seen, standing.kept)
    assert {(one.token, one.prefix) for one in reports.case(PictureId(4)).voices} == {("t", "p"), ("own", "")}
    assert set(reports.due(NOON, limit=9)) == {1, 4}
    # and none has prints for screens yet
    assert [one.id for one in pictures.unproved(limit=9)] == [4, 3, 2, 1]
    assert pictures.last_proof() == 0
    archive.close()


def test_an_archive_from_before_rechecks_gets_room_for_them(store: Store, url: str) -> None:
    at_revision(store, "0004")
    execute(store, "UPDATE counters SET value = 7 WHERE name = 'last_change'")
    archive, _ = open_archive(url)
    rechecks = rechecks_of(archive)
    assert (rechecks.position(), rechecks.missing(), rechecks.doors()) == (0, {}, {})
    archive.file([draft(1)], now=NOON)
    watch = Watch(ArticleId(1), "nahar", "nahar.example:443", since=NOON, filed=NOON, due=NOON)
    assert rechecks.follow([watch], position=8) == 1
    assert rechecks.due(now=NOON, limit=1) == (watch,)
    archive.close()


def test_an_archive_from_before_health_gets_an_empty_ledger_and_keeps_its_feeds(
    store: Store, url: str
) -> None:
    at_revision(store, "0004")
    execute(
        store, "INSERT INTO feed_states (feed, url, errors) VALUES ('nahar', 'https://nahar.example/', 2)"
    )
    archive, daybook = open_archive(url)
    kept = daybook.feed_states()["nahar"]
    assert (kept.errors, kept.moved_to, kept.moved_since, kept.moved_times) == (2, None, None, 0)
    ledger = ledger_of(archive)
    assert (ledger.beat(), ledger.gaps(NOON), ledger.conditions()) == (None, (), {})
    ledger.add([DayTally("nahar", "nahar", NOON.date(), fetched=1)], beat=NOON)
    assert ledger.beat() == NOON
    archive.close()


def test_articles_kept_before_authors_had_lists_get_theirs(store: Store, url: str) -> None:
    at_revision(store, "0002")
    articles = "id, source, state, version, hash, fingerprint, at_us, first_seen_us, title"
    versions = "article, number, filed_us, state, hash, source, url, keys, title, body, reader, authors, keywords, fingerprint"
    for number, authors in ((1, '["أحمد الدُّريني", "منى"]'), (2, "[]")):
        execute(
            store,
            f"INSERT INTO articles ({articles}) VALUES ({number}, 'n', 'visible', 2, '', '', 5, 5, 'خبر')",
        )
        for version, said in ((1, '["من قبل"]'), (2, authors)):
            execute(
                store,
                f"INSERT INTO versions ({versions}) VALUES"
                f" ({number}, {version}, 5, 'visible', '', 'n', '', '[]', 'خبر', '', 'r', '{said}', '[]', '')",
            )
    archive, _ = open_archive(url)
    assert [one.id for one in archive.newest(limit=5, author="احمد-الدريني")] == [1]
    assert [one.id for one in archive.newest(limit=5, author="مني")] == [1]
    assert archive.newest(limit=5, author="من-قبل") == ()
    archive.close()


def test_wordings_kept_before_causes_were_written_get_theirs(store: Store, url: str) -> None:
    at_revision(store, "0004")
    articles = "id, source, country, state, version, hash, fingerprint, at_us, first_seen_us, title"
    versions = "article, number, filed_us, state, hash, source, url, keys, title, body, reader, authors, keywords, fingerprint"
    changes = "number, kind, article, version, at_us, state, reason"
    execute(
        store,
        f"INSERT INTO articles ({articles}) VALUES (1, 'n', 'eg', 'withdrawn', 4, '', '', 5, 5, 'خبر')",
    )
    for number, title, reader in (
        (1, "خبر", "a/1"),
        (2, "الخبر", "a/1"),
        (3, "نبأ", "a/2"),
        (4, "نبأ", "a/2"),
    ):
        execute(
            store,
            f"INSERT INTO versions ({versions}) VALUES"
            f" (1, {number}, 5, 'visible', '', 'n', '', '[]', '{title}', '', '{reader}', '[]', '[]', '')",
        )
        kind = "filed" if number == 1 else "revised"
        execute(
            store,
            f"INSERT INTO changes ({changes}) VALUES ({number}, '{kind}', 1, {number}, 5, 'visible', NULL)",
        )
    execute(store, f"INSERT INTO changes ({changes}) VALUES (5, 'restated', 1, 4, 6, 'withdrawn', '410')")
    archive, _ = open_archive(url)
    assert [(one.cause, one.proven) for one in archive.versions(ArticleId(1))] == [
        (Cause.FIRST, True),
        (Cause.EDIT, True),
        (Cause.REREAD, False),
        (Cause.EDIT, True),
    ]
    told = archive.told(limit=9, countries=frozenset({"eg"}))
    assert [(one.number, one.told, one.before) for one in told] == [
        (5, Told.STATE, None),
        (4, Told.WORDS, None),
        (2, Told.HEADLINE, "خبر"),
    ]
    archive.close()


def test_migrations_travel_with_the_package() -> None:
    """What Alembic reads stands inside the package, so that the wheel carries it."""
    import warraq

    package = Path(warraq.__file__).parent
    assert MIGRATIONS.is_relative_to(package)
    assert {one.name for one in MIGRATIONS.iterdir()} >= {
        "env.py",
        "versions",
        "script.py.mako",
        "alembic.ini",
    }


def test_an_archive_may_stand_in_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    folder = tmp_path / "بيانات 100% ?x"
    folder.mkdir()
    archive, _ = open_archive(sqlite_url(folder / "archive.sqlite3"))
    archive.file([draft(1)], now=NOON)
    archive.close()
    assert (folder / "archive.sqlite3").exists()
    connection = sqlite3.connect(folder / "archive.sqlite3")
    assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    connection.close()


def test_an_archive_from_before_decisions_gets_room_for_them(store: Store, url: str) -> None:
    at_revision(store, "0004")
    columns = "id, source, state, version, hash, fingerprint, at_us, first_seen_us, title"
    execute(
        store, f"INSERT INTO articles ({columns}) VALUES (1, 'nahar', 'visible', 1, 'x', 'y', 5, 5, 'خبر')"
    )
    archive, _ = open_archive(url)
    decisions, claims = decisions_of(archive), claims_of(archive)
    assert (decisions.log(), decisions.last(), claims.months()) == ((), 0, ())
    said = Decision(DecisionKind.WITHHOLD, "سبب", "الإدارة", article=ArticleId(1))
    assert decisions.record(said, now=NOON).number == 1
    made = claims.open(ClaimKind.NAME, "نص", key="k", article=ArticleId(1), contact=None, now=NOON)
    assert made.number == 1
    assert archive.newest(limit=1)[0].robots == ()
    assert archive.asked_of_robots() == {}
    archive.close()
