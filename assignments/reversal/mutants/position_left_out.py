"""Queries and keys are computed from the token embeddings alone, without the positions."""

LOSES = {"transformer"}
HINT = (
    "Your attention depends on the letters and not on where they stand. "
    "What does the model add to the embedding before attention reads it?"
)
BREAKS = {"attention_patterns": "how much slot i of row n looks at slot j"}

EDITS = """
@@ attention_patterns
-        x = model.embed(X) + model.position
+        x = model.embed(X)
"""
