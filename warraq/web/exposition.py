"""How are figures written so that Prometheus reads them? Text format 0.0.4, by hand: it is a page of rules.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sample:
    """`labels` are (name, value); `suffix` is "" but for the parts of a histogram."""

    value: float
    labels: tuple[tuple[str, str], ...] = ()
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """One metric: a family without samples is left out."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    samples: tuple[Sample, ...]


def gauge(name: str, told: str, value: float | None) -> Family:
    return Family(name, "gauge", told, () if value is None else (Sample(value),))


def by(
    name: str, told: str, label: str, values: Iterable[tuple[str, float]], *, counter: bool = False
) -> Family:
    """A family with one label."""
    samples = tuple(Sample(value, ((label, word),)) for word, value in values)
    return Family(name, "counter" if counter else "gauge", told, samples)


def histogram(name: str, told: str, bounds: Iterable[float], within: list[int], total: float) -> Family:
    """`within` counts those up to each bound and past the one before; its last number those past all."""
    samples, sofar = [], 0
    for bound, count in zip((*bounds, math.inf), within, strict=True):
        sofar += count
        samples.append(Sample(sofar, (("le", _number(bound)),), "_bucket"))
    return Family(name, "histogram", told, (*samples, Sample(total, (), "_sum"), Sample(sofar, (), "_count")))


def written(families: Iterable[Family]) -> str:
    lines: list[str] = []
    for family in families:
        if not family.samples:
            continue
        told = family.help.replace("\\", "\\\\").replace("\n", "\\n")
        lines += [f"# HELP {family.name} {told}", f"# TYPE {family.name} {family.kind}"]
        lines += [f"{family.name}{one.suffix}{_labels(one)} {_number(one.value)}" for one in family.samples]
    return "\n".join([*lines, ""])


def _labels(sample: Sample) -> str:
    if not sample.labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in sample.labels) + "}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if value == int(value) else repr(float(value))
