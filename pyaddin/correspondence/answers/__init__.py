"""What comes back by email: read without touching the mailbox, taken apart, never decided upon."""
