"""Stopping a run politely: whoever watches it may ask for its end at any moment, and it ends between two messages, with complete records."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]


class StopAsked(Exception):
    """Ends the handing over of messages after the one that is under way."""


class Polite:
    """A ``progress`` that remembers a stop instead of passing it on: the door asks by raising ``KeyboardInterrupt``, the run decides where it ends.

    Until something is recorded the run may be dropped as if it had never begun; from ``committed`` on it goes to its end without the
    messages whose turn had not come.
    """

    def __init__(self, progress: Progress = lambda done, total, label: None) -> None:
        self._progress = progress
        self.asked = False
        self.committed = False

    def __call__(self, done: int, total: int, label: str) -> None:
        """Tell how far the run is."""
        try:
            self._progress(done, total, label)
        except KeyboardInterrupt:
            self.asked = True

    def drop(self) -> None:
        """Raises ``KeyboardInterrupt`` when a stop was asked for and nothing was recorded yet."""
        if self.asked and not self.committed:
            raise KeyboardInterrupt

    def between(self, done: int, total: int, label: str) -> None:
        """Tell of a message that has left. Raises ``StopAsked`` when no other is to follow."""
        self(2, 6, f"{done} of {total}: {label}")
        if self.asked:
            raise StopAsked
