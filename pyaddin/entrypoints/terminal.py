"""The terminal as a task may use it: questions go to standard error, so that standard output holds the answer alone."""

from __future__ import annotations

import getpass
import os
from typing import TextIO

from pyaddin.records import dataclass


def let_go(stream: TextIO) -> None:
    """After a ``BrokenPipeError``: the reader has what it wanted (``... | head``), so all that is still said goes nowhere, without a word about it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@dataclass(frozen=True, slots=True)
class Terminal:
    """Asks and tells. ``quiet``: JSON was asked for, so nobody is asked for what the options leave open."""

    source: TextIO
    screen: TextIO
    quiet: bool = False

    @property
    def live(self) -> bool:
        """A person sits there and may be asked."""
        return not self.quiet and self.source.isatty() and self.screen.isatty()

    def tell(self, text: str) -> None:
        """One paragraph."""
        self.screen.write(text + "\n")
        self.screen.flush()

    def ask(self, text: str) -> str | None:
        """A question and the line typed; ``None`` at the end of the input."""
        self.screen.write(text + "\n> ")
        self.screen.flush()
        line = self.source.readline()
        if not line:
            self.screen.write("\n")
            return None
        return line.strip()

    def secret(self, text: str) -> str:
        """Asked on the terminal itself, without echo."""
        try:
            return getpass.getpass(text + "\n> ", self.screen)
        except EOFError:
            return ""
