"""One file per task of a clerk, named like its command; the only place where rooms meet."""
