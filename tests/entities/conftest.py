from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def jawhara(shared: Path) -> list[tuple[str, str]]:
    """Headline and text of the first two thousand bulletins of a Tunisian radio."""
    path = shared / "data" / "antcorpus-jawhara" / "articles.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 2000)]
    return [(one["title"] or "", one["text"] or "") for one in records]
