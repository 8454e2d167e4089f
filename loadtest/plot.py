"""A plain SVG of rates over time, one panel a line: what it carries, what was sent, what the server thought."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

WIDTH, PANEL, LEFT, RIGHT, TOP, GAP = 900, 150, 60, 20, 50, 46
SMOOTH = 4
"""Samples a point of the curve of what was sent is the mean of."""
CURVES = (("capacity", "#8a8a8a", "2,0"), ("sent", "#1d5c4d", "2,0"), ("estimate", "#c2452d", "5,3"))
COLUMNS = (
    ("row", "line"),
    ("freezes", "freezes"),
    ("longest_freeze_ms", "longest, ms"),
    ("screen_fps", "screen, frames/s"),
    ("camera_fps", "camera, frames/s"),
    ("loss_after_repair", "video lost after repair"),
    ("audio_lost", "sound lost"),
    ("estimate_of_capacity", "estimate / capacity"),
    ("recovered_s", "recovered after, s"),
    ("kbit_s", "kbit/s"),
)


@dataclass(frozen=True)
class Sample:
    """At a time (s): rates in bit/s. `capacity` 0 is none; `estimate` 0 is not known."""

    at: float
    capacity: float
    sent: float
    estimate: float


def write_plot(
    path: Path, panels: Sequence[tuple[str, Sequence[Sample]]], rows: Sequence[dict[str, Any]]
) -> None:
    """The SVG to `path`, and the table into the page of the same name (.md) if there is one: its lines with bars."""
    path.write_text(svg(panels))
    page = path.with_suffix(".md")
    if page.exists():
        kept = page.read_text().split("\n")
        place = next((n for n, line in enumerate(kept) if line.startswith("|")), len(kept))
        text = [line for line in kept if not line.startswith("|")]
        page.write_text("\n".join([*text[:place], *table(rows), *text[place:]]))


def table(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Lines of Markdown."""
    lines = ["| " + " | ".join(title for _, title in COLUMNS) + " |", "| --- " * len(COLUMNS) + "|"]
    for row in rows:
        cells = ["–" if row[key] is None else str(row[key]) for key, _ in COLUMNS]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def svg(panels: Sequence[tuple[str, Sequence[Sample]]]) -> str:
    """The whole picture."""
    height = TOP + len(panels) * (PANEL + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        'font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        *_legend(),
    ]
    for number, (title, samples) in enumerate(panels):
        parts += _panel(title, samples, TOP + number * (PANEL + GAP))
    return "\n".join([*parts, "</svg>", ""])


def _legend() -> Iterator[str]:
    for number, (name, colour, dashes) in enumerate(CURVES):
        x = LEFT + number * 130
        yield f'<path d="M{x} 18h28" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
        yield f'<text x="{x + 34}" y="22">{name}</text>'
    yield f'<text x="{WIDTH - RIGHT}" y="22" text-anchor="end">kbit/s over seconds</text>'


def _panel(title: str, samples: Sequence[Sample], top: int) -> Iterator[str]:
    most = max((max(each.capacity, each.sent) for each in samples), default=1.0) * 1.15 or 1.0
    last = max((each.at for each in samples), default=1.0) or 1.0
    bottom = top + PANEL

    def x(at: float) -> float:
        return LEFT + at / last * (WIDTH - LEFT - RIGHT)

    def y(rate: float) -> float:
        return bottom - min(rate, most) / most * PANEL

    yield f'<text x="{LEFT}" y="{top - 6}" font-weight="bold">{escape(title)}</text>'
    yield f'<path d="M{LEFT} {top}V{bottom}H{WIDTH - RIGHT}" fill="none" stroke="#444"/>'
    yield from _scale(most, last, x, y, bottom)
    for name, colour, dashes in CURVES:
        points = _points(name, samples)
        path = "M" + "L".join(f"{x(at):.1f} {y(rate):.1f}" for at, rate in points) if points else "M0 0"
        yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5" stroke-dasharray="{dashes}"/>'


def _scale(
    most: float, last: float, x: Callable[[float], float], y: Callable[[float], float], bottom: int
) -> Iterator[str]:
    step = next(each for each in (50, 100, 200, 500, 1000, 2000, 5000, 1e9) if most / 1000 / each <= 5)
    for number in range(1, int(most / 1000 / step) + 1):
        height = y(number * step * 1000)
        yield f'<path d="M{LEFT} {height:.1f}H{WIDTH - RIGHT}" stroke="#e4e4e4"/>'
        yield f'<text x="{LEFT - 6}" y="{height + 4:.1f}" text-anchor="end">{number * step:.0f}</text>'
    for second in range(0, int(last) + 1, 10):
        yield f'<text x="{x(second):.1f}" y="{bottom + 16}" text-anchor="middle">{second}</text>'


def _points(name: str, samples: Sequence[Sample]) -> list[tuple[float, float]]:
    values = [(each.at, float(getattr(each, name))) for each in samples]
    if name == "estimate":
        return [value for value in values if value[1]]
    if name == "sent":
        spans = [values[max(0, n - SMOOTH + 1) : n + 1] for n in range(len(values))]
        return [(span[-1][0], sum(rate for _, rate in span) / len(span)) for span in spans]
    return values
