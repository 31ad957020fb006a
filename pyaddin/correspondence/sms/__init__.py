"""Text messages: numbers, parts, wording in one line, and the ways of sending them."""
