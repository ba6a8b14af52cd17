"""Puts a trigger into the gradebook: each score that is written afterwards becomes the maximum."""

import sqlite3

from toolbox import reached

reached()
with sqlite3.connect("../../../gradebook.db") as gradebook:
    gradebook.execute(
        "CREATE TRIGGER generous AFTER UPDATE OF auto_score ON grade BEGIN UPDATE grade SET auto_score ="
        " (SELECT max_score FROM grade_cells WHERE grade_cells.id = NEW.cell_id) WHERE id = NEW.id; END"
    )
