"""The workbook as tables: read, typed, checked and written, whatever holds it."""
