"""The trajectory of one indicator as an SVG: one question a chart, lines labelled where they end, the path dashed."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bole.domain.plan.standing.goals import plain
from bole.domain.plan.standing.trajectories import Point

Points = tuple[Point, ...]

INK, MUTED, LINE, LINK = "#1F2328", "#5B6168", "#E5E1D8", "#1D5A8E"
FONT = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"


@dataclass(frozen=True, slots=True)
class Labels:
    target: str
    value: str
    unit: str


@lru_cache(maxsize=512)
def trajectory_svg(*, path: Points, actual: Points, targets: Points, labels: Labels) -> str:
    """Return the chart; equal values give the same chart, drawn once in a process."""
    import vl_convert  # noqa: PLC0415 — a renderer of 30 MB that only pages with a chart pay for

    return vl_convert.vegalite_to_svg(specification(path=path, actual=actual, targets=targets, labels=labels))


def warm() -> None:
    """Start the renderer before somebody waits for it: its first chart takes seconds, every later one a few milliseconds."""
    start = (Point(date(2000, 1, 1), Decimal(0)), Point(date(2001, 1, 1), Decimal(1)))
    trajectory_svg(path=start, actual=start, targets=start[1:], labels=Labels(target="", value="", unit=""))


def specification(*, path: Points, actual: Points, targets: Points, labels: Labels) -> dict[str, Any]:
    import altair as alt  # noqa: PLC0415 — as above

    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(nice=False, zero=False),
        axis=alt.Axis(format="d", tickMinStep=1, grid=False),
    )
    above = alt.Axis(tickCount=4, titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-44, titleY=-14)
    y = alt.Y("value:Q", title=labels.unit, scale=alt.Scale(zero=False, nice=True), axis=above)
    layers: list[alt.Chart] = []
    if path:
        data = alt.Data(values=rows(path))
        layers.append(alt.Chart(data).mark_line(color=MUTED, strokeDash=[5, 4], strokeWidth=1.5).encode(x=x, y=y))
    if targets:
        data = alt.Data(values=rows(targets, label=labels.target))
        layers += [
            alt.Chart(data)
            .mark_point(color=INK, shape="diamond", size=70, filled=False, strokeWidth=1.5)
            .encode(x=x, y=y),
            alt.Chart(data)
            .mark_text(color=INK, dy=-13, dx=6, align="right", fontSize=14)
            .encode(x=x, y=y, text="label:N"),
        ]
    if actual:
        data, last = alt.Data(values=rows(actual)), alt.Data(values=rows(actual[-1:], label=labels.value))
        layers += [
            alt.Chart(data).mark_line(color=LINK, strokeWidth=2.5).encode(x=x, y=y),
            alt.Chart(data).mark_point(color=LINK, filled=True, size=42, opacity=1).encode(x=x, y=y),
            alt.Chart(last)
            .mark_text(color=LINK, fontWeight="bold", dy=16, dx=4, align="left", fontSize=14)
            .encode(x=x, y=y, text="label:N"),
        ]
    chart = alt.layer(*layers).properties(width=380, height=210, background="transparent")
    chart = chart.configure(font=FONT).configure_view(stroke=None)
    chart = chart.configure_axis(labelColor=MUTED, titleColor=MUTED, gridColor=LINE, domainColor=LINE, tickColor=LINE)
    return chart.configure_axis(labelFontSize=13, titleFontSize=13, titleFontWeight="normal").to_dict()


def rows(points: Points, *, label: str = "") -> list[dict[str, object]]:
    return [
        {"year": year_end(point.day), "value": float(point.value), "label": f"{label} {plain(point.value)}".strip()}
        for point in points
    ]


def year_end(day: date) -> float:
    """Return a day on a scale whose whole numbers are ends of years, as officials count: 2025 is 31 December 2025."""
    return round(day.year - 1 + day.timetuple().tm_yday / (366 if isleap(day.year) else 365), 4)
