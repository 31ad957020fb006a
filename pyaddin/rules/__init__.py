"""What is owed and what may be done on a day: pure rules over exact values, no clock, no files."""
