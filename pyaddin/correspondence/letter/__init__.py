"""Paper that leaves the office: letters and other pages, set from wording and data by the layouts under ``templates/layout``."""
