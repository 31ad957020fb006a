"""What the ledger was and what was done to it, kept beside it: the audit chain and the snapshots of every run."""
