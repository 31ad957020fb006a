"""What stands behind ``scheduler.py``: when a run is due, the run itself, what is remembered between two looks, and how it is set up."""
