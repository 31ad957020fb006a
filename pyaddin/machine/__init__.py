"""The computer of a clerk as the buttons will meet it: what is seen, what must hold, and what can be mended without asking.

``view`` is plain data, ``look`` reads it from the real computer, ``checks`` judge it without looking themselves, ``mend`` writes.
"""
