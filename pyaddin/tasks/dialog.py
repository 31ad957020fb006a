"""How a task talks with the person in front of it; the door lends its terminal."""

from __future__ import annotations

from typing import Protocol


class Dialog(Protocol):
    """``live``: a person sits there and may be asked for what the command line does not say."""

    @property
    def live(self) -> bool:
        """True in a terminal, False under ``--json`` and where the input is a file or a pipe."""

    def tell(self, text: str) -> None:
        """Show one paragraph."""

    def ask(self, text: str) -> str | None:
        """Show a question and give the line typed, without blanks at its ends; ``None`` when there is no more input."""

    def secret(self, text: str) -> str:
        """Ask for something that is not shown while it is typed; blank when nothing was typed."""
