"""Lists that clerks bring, read with openpyxl or as text, and what they do to the ledger (openpyxl is at home here)."""
