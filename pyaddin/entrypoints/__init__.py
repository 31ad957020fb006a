"""The doors: command line now, ribbon later. A door reads the clock, calls one task and puts its answer into sentences."""
