"""The suite's subscription lists go in by the command, and out again as lists that any reader reads."""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from tests.feeds.test_opml import as_expected
from tests.suites.strings import OURS, of_suites
from tests.suites.table import measured
from warraq.cli import main
from warraq.feeds import opml
from warraq.feeds.opml import Subscription, Subscriptions

# Why a list does not come in as the suite expects, by its file's beginning
REASONS = {
    "rdf/yandex/": "name their feeds in a blog host's own vocabulary of 2007",
    "unknown-namespace.xml": "no list: its root is in a namespace that nobody has",
}


def said(*words: str, data: Path) -> dict[str, list[dict[str, str]]]:
    told = CliRunner(env={"WARRAQ_DATA": str(data)}).invoke(main, [*words, "--json"])
    assert told.exit_code == 0 or told.exit_code == 1, told.output
    assert not isinstance(told.exception, Exception), told.exception
    line = told.stdout.splitlines()[-1] if told.stdout.strip() else "{}"
    return json.loads(line) if line.startswith("{") else {}


def test_every_list_of_the_suite_goes_in_by_the_command(shared: Path, tmp_path: Path) -> None:
    suite = shared / "suites/opml/listparser.tar.gz"
    if not suite.is_file():
        pytest.skip("no suite of subscription lists beside the checkout")
    but, seen, wanted = Counter[str](), 0, set[str]()
    data = tmp_path / "data"
    with tarfile.open(suite) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is None:
                continue
            seen += 1
            file = tmp_path / "list.opml"
            file.write_bytes(stream.read())
            told = said("import", "opml", str(file), data=data)
            try:
                listed = opml.read(file.read_bytes())
            except opml.Unreadable:
                assert not told.get("added"), member.name
                but[_reason(member.name)] += 1
                continue
            come = {
                *(one["url"] for one in told["added"]),
                *told["known"],
                *(one["where"] for one in told["failed"]),
            }
            assert {one.url for one in listed.feeds} <= come, member.name
            wanted |= {one["url"] for one in told["added"]}
            if not as_expected(listed, file.read_text("utf-8", "replace")):
                but[_reason(member.name)] += 1
    out = tmp_path / "out.opml"
    said("export", "opml", "-o", str(out), data=data)
    etree.parse(out)
    assert wanted <= {one.url for one in opml.read(out.read_bytes()).feeds}
    measured("opml", cases=seen, but=but)


def _reason(name: str) -> str:
    return next(why for start, why in REASONS.items() if name.startswith(start))


def test_hostile_names_go_in_and_out_as_names(shared: Path, tmp_path: Path) -> None:
    strings = [*OURS, *of_suites(shared)[::60]]
    feeds = [
        Subscription(
            f"https://paper{number}.example/rss",
            string,
            groups=(string,),
            homepage=f"https://paper{number}.example/",
        )
        for number, string in enumerate(strings)
    ]
    file, out, data = tmp_path / "list.opml", tmp_path / "out.opml", tmp_path / "data"
    file.write_bytes(opml.write(Subscriptions(strings[0], tuple(feeds))))
    told = said("import", "opml", str(file), data=data)
    assert len(told["added"]) == len(feeds), told["failed"]
    said("export", "opml", "-o", str(out), data=data)
    root = etree.parse(out, etree.XMLParser(resolve_entities=False)).getroot()
    assert {node.tag for node in root.iter()} == {"opml", "head", "title", "body", "outline"}
    assert {one.url for one in feeds} <= {one.url for one in opml.read(out.read_bytes()).feeds}
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {"list.opml", "out.opml", "data/editions/eg.toml"}
