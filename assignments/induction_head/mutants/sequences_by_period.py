"""All sequences of one period are made at once, so they come in the order of their periods."""

LOSES = {"data"}
HINT = (
    "Do you make all sequences of one period together? "
    "Each is drawn by itself, and its neighbours say nothing of its period: a few of them would have one period only."
)
BREAKS = {"repeated_sequences": "Each sequence is drawn independently of the others"}

EDITS = """
@@ repeated_sequences
-    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
+    period = choices[torch.randint(len(choices), (n, 1), generator=generator).sort(dim=0).values]
@@ _training
-    tokens, mask = repeated_sequences(batch * steps, seed, periods)
+    drawn = [repeated_sequences(batch, 1_000_003 * seed + i, periods) for i in range(steps)]
@@ _training
-        x, known = (rows[batch * i : batch * (i + 1)] for rows in (tokens, mask))
+        x, known = drawn[i]
"""
