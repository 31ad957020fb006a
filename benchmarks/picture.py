"""A plot of seconds by cases, both on logarithmic scales: a straight line means that twice the cases take twice the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import floor, log10

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 760, 420, 60, 46, 20, 170
COLORS = ("#0b6e4f", "#b23a48", "#33658a", "#8a6d1b", "#5b5b5b", "#6a4c93")


def drawn(series: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """The plot as SVG; each line carries its name at its end."""
    points = [point for line in series.values() for point in line]
    low_x, high_x = min(x for x, _ in points), max(x for x, _ in points)
    low_y, high_y = 10 ** floor(log10(min(y for _, y in points))), max(y for _, y in points) * 1.3

    def at(x: float, y: float) -> tuple[float, float]:
        across = log10(x / low_x) / max(log10(high_x / low_x), 0.01)
        up = log10(y / low_y) / max(log10(high_y / low_y), 0.01)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - BOTTOM - TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    tick = low_y
    while tick <= high_y:
        left, y = at(low_x, tick)
        parts.append(f'<path d="M{left:.0f} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8:.0f}" y="{y + 4:.1f}" text-anchor="end">{tick:g} s</text>')
        tick *= 10
    for size in sorted({x for x, _ in points}):
        x, y = at(size, low_y)
        parts.append(f'<path d="M{x:.1f} {y:.1f}v5" stroke="#555"/>')
        if size != 40_000:  # its label would meet the next one's
            parts.append(f'<text x="{x:.1f}" y="{y + 20:.1f}" text-anchor="middle">{size:,} cases</text>')
    ends: list[float] = []
    for (name, line), color in sorted(zip(series.items(), COLORS, strict=False), key=lambda pair: -pair[0][1][-1][1]):
        places = [at(*point) for point in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        x, y = places[-1]
        while any(abs(y - other) < 14 for other in ends):
            y += 4
        ends.append(y)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{color}"/>' for px, py in places]
        parts.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{color}">{escape(name)} {line[-1][1]:.3g} s</text>')
    return "".join([*parts, "</svg>\n"])
