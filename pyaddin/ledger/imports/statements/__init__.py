"""Bank statements that clerks bring (MT940, CAMT.053, lists of the bank's web page) as lines of one kind, and how a line is known again."""
