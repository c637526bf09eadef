"""Do the operator's settings hold, in their order of weight, and is a wrong one named?"""

from __future__ import annotations

import contextlib
import dataclasses
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq import settings
from warraq.errors import SettingsError
from warraq.press import ReportRules, Settings, report_rules


def load(
    environment: dict[str, str] | None = None, file: Path | None = None, **given_values: object
) -> Settings:
    return settings.load(environment=environment or {}, file=file, given=given_values)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def toml(folder: Path, text: str) -> Path:
    path = folder / "warraq.toml"
    path.write_text(text, "utf-8")
    return path


def test_nothing_said_gives_the_defaults() -> None:
    assert load({"PATH": "/bin", "HOME": "/"}, data="nowhere-at-all") == Settings(data=Path("nowhere-at-all"))


def test_every_field_can_be_set() -> None:
    fields = {field.name for field in dataclasses.fields(Settings)}
    assert set(settings.KINDS) == fields - {"said", "unknown"}


def test_the_command_line_wins_over_the_variable_over_the_file_over_the_default(folder: Path) -> None:
    toml(folder, 'port = 1001\nhost = "1.1.1.1"\nedition = "tn"\n')
    environment = {"WARRAQ_DATA": str(folder), "WARRAQ_PORT": "1002", "WARRAQ_HOST": "2.2.2.2"}
    found = load(environment, port=1003)
    assert (found.port, found.host, found.edition, found.max_hosts) == (1003, "2.2.2.2", "tn", 16)


def test_what_the_command_line_leaves_out_says_nothing(folder: Path) -> None:
    assert load({"WARRAQ_PORT": "1002"}, data=folder, port=None).port == 1002


def test_an_empty_variable_says_nothing(folder: Path) -> None:
    assert load({"WARRAQ_PORT": "", "WARRAQ_CONTACT": " "}, data=folder) == Settings(data=folder)


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("edition", "eg", "eg"),
        ("edition", "EG, tn", "eg,tn"),
        ("host", "0.0.0.0", "0.0.0.0"),
        ("host", "::1", "::1"),
        ("host", "warraq.example.org", "warraq.example.org"),
        ("port", " 8080 ", 8080),
        ("database", "postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("contact", "desk@example.org", "desk@example.org"),
        ("contact", "https://example.org/about", "https://example.org/about"),
        ("private", "127.0.0.1/32:8123, [fd00::]/8:443", ("127.0.0.1/32:8123", "[fd00::]/8:443")),
        ("capture_days", "0", 0),
        ("picture_days", "90", 90),
        ("disk_full", "0.8", 0.8),
        ("disk_full", "95 %", 0.95),
        ("disk_full", "1", 1.0),
        ("feed_interval", "15m", timedelta(minutes=15)),
        ("feed_interval", "1h30m", timedelta(minutes=90)),
        ("feed_interval", "1 D", timedelta(days=1)),
        ("host_delay", "500ms", timedelta(milliseconds=500)),
        ("host_delay", "0s", timedelta(0)),
        ("max_hosts", "1", 1),
        ("parse_workers", "4", 4),
        ("demo", "yes", True),
        ("demo", "OFF", False),
        ("search_pool", "8", 8),
        ("log_level", "info", "INFO"),
    ],
)
def test_a_variable_is_read_as_its_setting(folder: Path, name: str, written: str, value: object) -> None:
    assert getattr(load({f"WARRAQ_{name.upper()}": written}, data=folder), name) == value


def test_a_file_says_the_same_with_tomls_own_types(folder: Path) -> None:
    toml(
        folder,
        'edition = ["eg", "ma"]\nport = 8080\ndemo = true\nfeed_interval = "20m"\ncapture_days = 7\ndisk_full = 0.75\n'
        'private = ["10.0.0.0/8:80"]\nlog_level = "DEBUG"\n',
    )
    found = load({}, data=folder)
    assert found.edition == "eg,ma"
    assert (found.port, found.demo, found.capture_days, found.log_level) == (8080, True, 7, "DEBUG")
    assert found.disk_full == 0.75
    assert (found.feed_interval, found.private) == (timedelta(minutes=20), ("10.0.0.0/8:80",))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("edition", "../etc"),
        ("edition", "eg,,tn"),
        ("host", "http://127.0.0.1"),
        ("host", "a b"),
        ("port", "0"),
        ("port", "65536"),
        ("port", "eight"),
        ("port", "8e3"),
        ("port", "9" * 5000),
        ("contact", "nobody"),
        ("contact", "a@b.c\r\nX-Evil: 1"),
        ("contact", "javascript:alert(1)"),
        ("private", "10.0.0.0/8"),
        ("private", "10.0.0.1/8:80"),
        ("private", "localhost:80"),
        ("capture_days", "-1"),
        ("picture_days", "-1"),
        ("disk_full", "90"),
        ("disk_full", "nan"),
        ("disk_full", "0.1"),
        ("feed_interval", "15"),
        ("feed_interval", "15m!"),
        ("feed_interval", "30s"),
        ("feed_interval", "8d"),
        ("feed_interval", "9" * 400 + "d"),
        ("host_delay", "-2s"),
        ("host_delay", "2h"),
        ("max_hosts", "0"),
        ("parse_workers", "1.5"),
        ("demo", "perhaps"),
        ("search_pool", "65"),
        ("log_level", "LOUD"),
        ("data", "a\x00b"),
    ],
)
def test_a_wrong_variable_is_named_with_its_value_and_what_is_allowed(name: str, written: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({f"WARRAQ_{name.upper()}": written})
    told = str(caught.value)
    assert told.startswith(f"WARRAQ_{name.upper()}: ")
    assert repr(written)[:60] in told
    assert settings.KINDS[name].allowed in told
    assert len(told) < 300
    assert "\n" not in told


@pytest.mark.parametrize(
    "line",
    [
        "port = true",
        "port = 80.5",
        'demo = "perhaps"',
        "demo = 1",
        "feed_interval = 15",
        "private = 3",
        "host = 5",
        "edition = []",
    ],
)
def test_a_wrong_line_of_the_file_is_named_with_the_file(folder: Path, line: str) -> None:
    path = toml(folder, line)
    with pytest.raises(SettingsError) as caught:
        load({}, data=folder)
    assert str(caught.value).startswith(f"{path}: {line.split()[0]}: ")


def test_a_wrong_option_is_named_as_an_option() -> None:
    with pytest.raises(SettingsError, match=r"^--capture-days: -1 cannot be used"):
        load({}, capture_days=-1)


def test_a_password_in_a_database_address_is_never_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        load({"WARRAQ_DATABASE": "mysql://root:hunter2@db/warraq"})
    assert "hunter2" not in str(caught.value)
    assert "postgresql://" in str(caught.value)


def test_settings_nobody_knows_are_told_with_the_likely_one(folder: Path) -> None:
    path = toml(folder, "captur_days = 3\nxyzzy = 1\n")
    found = load({"WARRAQ_PROT": "80", "WARRAQ_port": "1", "WARRAQ_UNKNOWN": "x", "OTHER": "y"}, data=folder)
    assert found.unknown == (
        "WARRAQ_PROT (perhaps WARRAQ_PORT?)",
        "WARRAQ_UNKNOWN",
        "WARRAQ_port (perhaps WARRAQ_PORT?)",
        f"{path}: captur_days (perhaps capture_days?)",
        f"{path}: xyzzy",
    )
    assert found.port == 8000


def test_the_file_that_warraq_config_names_is_read_and_may_place_the_data_folder(tmp_path: Path) -> None:
    path = tmp_path / "etc.toml"
    path.write_text('data = "press"\nport = 81\n')
    found = load({"WARRAQ_CONFIG": str(path)})
    assert (found.data, found.port) == (tmp_path / "press", 81)
    assert load({"WARRAQ_CONFIG": str(path)}, data=tmp_path).data == tmp_path


def test_the_data_folders_own_file_cannot_move_it(folder: Path) -> None:
    toml(folder, 'data = "elsewhere"\n')
    with pytest.raises(SettingsError, match="WARRAQ_DATA or WARRAQ_CONFIG"):
        load({}, data=folder)


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="WARRAQ_CONFIG: there is no file"):
        load({"WARRAQ_CONFIG": str(tmp_path / "no.toml")})
    with pytest.raises(SettingsError, match="there is no file"):
        load({}, file=tmp_path / "no.toml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"port = = 3\n", r"not TOML: .*line 1.*port = 8000"),
        (b"port = 3\nport = 4\n", "not TOML"),
        ("# مصر\n".encode("windows-1256"), "not UTF-8"),
        (b"x = " + b"[" * 100_000, "not TOML"),
        (b"#" * (2**20 + 1), "larger than 1 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(folder: Path, content: bytes, said: str) -> None:
    path = folder / "warraq.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=said) as caught:
        load({}, data=folder)
    assert str(path) in str(caught.value)


def test_a_home_folder_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load({"WARRAQ_DATA": "~/press"}).data == tmp_path / "press"


@given(st.integers(0, 10**6), st.sampled_from(["ms", "s", "m", "h", "d"]))
def test_a_length_of_time_is_read_as_written(count: int, unit: str) -> None:
    seconds = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}[unit]
    assert settings.duration(f"{count}{unit}") == timedelta(seconds=count * seconds)


@given(st.text())
def test_any_text_is_a_setting_or_a_settings_error(text: str) -> None:
    for name in settings.KINDS:
        if name != "data":
            with contextlib.suppress(SettingsError):
                load({f"WARRAQ_{name.upper()}": text}, data="nowhere-at-all")


def test_what_the_operator_spoke_of_is_known_even_where_it_is_the_default(folder: Path) -> None:
    toml(folder, "port = 8000\n")
    found = load({"WARRAQ_PUBLIC": "false"}, data=folder)
    assert found.said == {"data", "port", "public"}
    assert not found.public


def test_the_numbers_of_reports_follow_the_threshold_but_for_those_that_are_said() -> None:
    plain = report_rules(load())
    assert plain == ReportRules()
    small = report_rules(load(environment={"WARRAQ_REPORT_THRESHOLD": "2"}))
    assert (small.score, small.prefixes, small.nets, small.plain, small.wait) == (2, 2, 2, 2, plain.wait)
    said = load(environment={"WARRAQ_REPORTS": "wait=5m, nets=4, day_share=0.5"})
    assert report_rules(said) == replace(plain, wait=timedelta(minutes=5), nets=4, day_share=0.5)


def test_the_numbers_of_reports_are_a_table_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "warraq.toml"
    file.write_text('report_threshold = 3\n[reports]\nlapse = "2d"\nscore = 4\n', "utf-8")
    rules = report_rules(load(file=file))
    assert (rules.lapse, rules.score, rules.prefixes) == (timedelta(days=2), 4.0, 3)


@pytest.mark.parametrize("said", ["score", "score=x", "wait=5", "scores=3", "nets=1.5", "score=-1"])
def test_a_number_of_reports_that_cannot_be_is_refused(said: str) -> None:
    with pytest.raises(SettingsError, match="WARRAQ_REPORTS"):
        load(environment={"WARRAQ_REPORTS": said})
