"""How an assignment proves itself before a student sees it: the release gate, and the margins behind its thresholds."""
