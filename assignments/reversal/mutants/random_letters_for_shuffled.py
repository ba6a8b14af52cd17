"""For the shuffled control, letters are drawn anew instead of shuffling those of the rows."""

LOSES = {"probes"}
HINT = (
    "Your shuffled control reads too little where one letter is common. "
    "Do your shuffled answers hold each letter as often as the answers themselves?"
)
BREAKS = {
    "probe_with_controls": "with the answers of all rows shuffled at random among the rows before anything else"
}

EDITS = """
@@ probe_with_controls
-    shuffled = t[torch.randperm(len(t), generator=generator)]
+    shuffled = torch.randint(int(X[0, -1]), (len(t),), generator=generator)
"""
