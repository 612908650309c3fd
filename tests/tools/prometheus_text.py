"""Prometheus' text format, version 0.0.4, read by its grammar and nothing looser.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details, as of 2026-11: UTF-8, lines ended by
one line feed, the last too; one HELP and one TYPE line a metric, before its samples, which stand together; label values
with \\\\, \\" and \\n escaped; no series twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"'
_SAMPLE = re.compile(rf"({_NAME})(?:\{{((?:{_LABEL})(?:,{_LABEL})*)?\}})? (\S+)")
_HEAD = re.compile(rf"# (HELP|TYPE) ({_NAME}) (.+)")
_KINDS = ("counter", "gauge", "histogram", "summary", "untyped")

Series = tuple[tuple[str, str], ...]


@dataclass
class Metric:
    kind: str = ""
    help: str = ""
    samples: dict[Series, float] = field(default_factory=dict)

    def of(self, **labels: str) -> float:
        """The one sample that has these labels among its own."""
        (value,) = (one for series, one in self.samples.items() if labels.items() <= dict(series).items())
        return value


def parse(content: bytes) -> dict[str, Metric]:
    """By name. Raises ValueError with the line that breaks the grammar."""
    text = content.decode("utf-8")
    if not text.endswith("\n") or "\r" in text:
        raise ValueError("lines must end with a line feed, the last one too")
    metrics: dict[str, Metric] = {}
    current = ""
    for line in text[:-1].split("\n"):
        if head := _HEAD.fullmatch(line):
            what, name, rest = head.groups()
            _take_head(metrics, what, name, rest, line)
        elif sample := _SAMPLE.fullmatch(line):
            name = sample[1]
            _take_sample(metrics, name, sample, line, is_first=name != current)
        else:
            raise ValueError(f"neither head nor sample: {line!r}")
        current = name
    return metrics


def _take_head(metrics: dict[str, Metric], what: str, name: str, rest: str, line: str) -> None:
    metric = metrics.setdefault(name, Metric())
    if metric.samples or (metric.help if what == "HELP" else metric.kind):
        raise ValueError(f"twice, or after its samples: {line!r}")
    if what == "HELP":
        metric.help = rest
    elif rest in _KINDS:
        metric.kind = rest
    else:
        raise ValueError(f"no such type: {line!r}")


def _take_sample(metrics: dict[str, Metric], name: str, sample: re.Match[str], line: str, *, is_first: bool) -> None:
    metric = metrics.get(name)
    if metric is None or not metric.kind or (is_first and metric.samples):
        raise ValueError(f"without its head, or away from its like: {line!r}")
    labels = tuple((key, _unescaped(value)) for key, value in re.findall(_LABEL, sample[2] or ""))
    if len(dict(labels)) != len(labels) or labels in metric.samples:
        raise ValueError(f"a label or a series twice: {line!r}")
    metric.samples[labels] = float(sample[sample.re.groups])


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)
