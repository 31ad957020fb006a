"""The desk at the open workbook: what the ribbon's buttons do, through the same tasks as the command line."""
