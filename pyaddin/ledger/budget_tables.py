"""The sheets of what a debtor can pay: budgets as they were told, and the guideline figures that they are compared with."""

from __future__ import annotations

from pyaddin.ledger.codes import COST_LINES
from pyaddin.ledger.columns import Column, Table, Type, code_column, date_column, id_column, integer_column, money_column, note_column, text_column

BUDGETS = Table(
    "Budgets",
    (
        id_column("Debtor ID", "The debtor.", refers="Debtors"),
        date_column("Taken on", "Day of the talk.", required=True),
        money_column("Income", "A month, all together.", required=True),
        money_column("Housing", "A month."),
        money_column("Utilities", "A month."),
        money_column("Food", "A month."),
        money_column("Transport", "A month."),
        money_column("Health", "A month."),
        integer_column("Dependents", "Persons who live on this income."),
        money_column("Other debts", "Payments to others a month."),
        money_column("Other costs", "A month."),
        money_column("Agreed saving", "What the debtor may keep aside."),
        money_column("Surplus", "Income less all costs and saving.", computed=True, signed=True),
        text_column("Evidence", "Payslip, statement ..."),
        money_column("Owed to others", "What the debtor owes to other creditors in all."),
        note_column("Notes", "Why a cost is higher than usual, and anything worth knowing."),
    ),
    ("Debtor ID", "Taken on"),
    "Income and costs, so that a plan is one the debtor can keep.",
)

GUIDELINES = Table(
    "Guidelines",
    (
        code_column("Cost line", COST_LINES, "Which cost of the sheet Budgets.", required=True),
        Column("Currency", Type.TEXT, "ISO 4217: CNY, TWD, USD, EUR ...", required=True, width=9),
        money_column("Amount", "What one person usually spends on it a month.", required=True),
        money_column("Each dependent", "Added for each person more who lives on the income; blank = nothing."),
        date_column("Valid from", "First day; a later row of the same line and currency takes its place.", required=True),
        note_column("Source", "Where the figure comes from.", width=60),
    ),
    ("Cost line", "Currency", "Valid from"),
    "What living costs usually come to; a budget above it needs a note why.",
    kind="policy",
)
