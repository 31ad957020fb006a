"""Every decision table of the program, for its proof and for the page that shows them."""

from __future__ import annotations

from pyaddin.rules.action import ACTIONS
from pyaddin.rules.chance import CHANCE
from pyaddin.rules.disposition import EXITS, MOVES_BY_HAND, RIPE
from pyaddin.rules.information import INFORMATION
from pyaddin.rules.manner import MANNER
from pyaddin.rules.risk import RISK
from pyaddin.rules.score import POINTS
from pyaddin.rules.stage import MOVES
from pyaddin.rules.tables import DecisionTable

TABLES: tuple[DecisionTable, ...] = (MOVES, ACTIONS, MANNER, RISK, POINTS, CHANCE, INFORMATION, RIPE, MOVES_BY_HAND, EXITS)
