"""Somebody at the terminal, for the tasks that ask."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Script:
    """A person in a terminal who types these lines."""

    lines: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    live: bool = True

    def tell(self, text: str) -> None:
        self.said.append(text)

    def ask(self, text: str) -> str | None:
        self.said.append(text)
        return self.lines.pop(0) if self.lines else None

    def secret(self, text: str) -> str:
        return self.ask(text) or ""
