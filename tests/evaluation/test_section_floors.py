"""Are desks still told as well as they were, of papers that taught nothing? Pinned floors, beside the usual linear model.

The short form reads every sixth article; WARRAQ_LONG=1 reads all, by the command's own figures.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from evaluation import sections

pytestmark = pytest.mark.timeout(3600)

LONG = bool(os.environ.get("WARRAQ_LONG"))
EVERY = 1 if LONG else 6  # article of the set
# All, and the surest 85 %: (short form, all); and what is gained on TF-IDF. They never go down without a design note.
ACCURACY, SUREST, GAIN = (0.80, 0.82), (0.85, 0.87), (0.05, 0.04)
DIGEST = "8a5c8235094d454b"


def test_desks_of_papers_that_taught_nothing_are_told_by_their_words(shared: Path) -> None:
    path = shared / "data" / "antcorpus-multisource" / "articles.jsonl.gz"
    if hashlib.sha256(path.read_bytes()).hexdigest()[:16] != DIGEST:
        pytest.skip(f"{path.parent.name} is not the data that the floors were measured on")
    examples, plain = sections.labelled([path], every=EVERY)
    ours, usual = [], []
    for paper in sorted({one.source for one in examples}):
        ours += sections.judged_by(*sections.without(examples, paper))
        usual += sections.usually(*sections.without(plain, paper))
    assert sections.accuracy(ours) >= ACCURACY[LONG]
    assert sections.surest(ours) >= SUREST[LONG]
    assert sections.accuracy(ours) - sections.accuracy(usual) >= GAIN[LONG]
