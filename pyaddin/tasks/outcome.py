"""What a task hands back to its door: one JSON-able answer and an exit code."""

from __future__ import annotations

from pyaddin.records import dataclass

COUNTS = ("assessed", "flagged", "moved", "sent", "queued", "blocked", "failed", "parked", "refused")
"""The figures that the answer of every run has, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of one task. ``data`` holds only JSON values under the keys of the command contract; a long list may be a sequence that makes
    its rows when they are asked for (``tasks.change_lines``).

    ``exit_code``: 0 done; 1 done, but something was refused, failed or stopped on the way. A task that cannot start raises ``Stop`` instead.
    """

    command: str
    data: dict[str, object]
    exit_code: int = 0
