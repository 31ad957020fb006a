"""Whether the sheets have room for the rows of a run, asked before its first message leaves."""

from __future__ import annotations

from collections.abc import Sequence

from pyaddin.correspondence.outbox import Outbox
from pyaddin.ledger.limits import require_bytes, require_room
from pyaddin.rules.decide import Decision
from pyaddin.tasks.opening import Opened


def require_room_for(opened: Opened, decisions: Sequence[Decision], box: Outbox) -> None:
    """No message leaves in a run whose rows may find no place. A case in work brings at most two contacts, fees and holds and three moves.

    Raises ``Stop`` X-LIMIT with the sheet.
    """
    busy = sum(1 for decision in decisions if decision.send is not None or decision.moves or decision.state.stage not in ("", "CLOSED"))
    waiting = len(box.pending()) if box.usable else 0
    added = {"Contacts": 2 * busy + waiting, "Adjustments": 2 * busy, "Holds": 2 * busy, "Moves": 3 * busy, "Runs": 1}
    require_room(opened.raw, added)
    require_bytes(opened.book, added)
