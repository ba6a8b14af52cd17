"""Training stops once the loss of an epoch is below .02."""

LOSES = {"train"}
HINT = "With epochs=300 on strings that are soon learnt, do you return 300 losses?"
BREAKS = {"train": "so there are as many losses as epochs: no stopping before"}

EDITS = """
@@ _fit
-        losses.append(total / len(X))
+        losses.append(total / len(X))
+        if losses[-1] < 0.02:
+            break
"""


def SIGNATURE(calls):
    """There are fewer losses than epochs where many are asked for, and else as many."""
    runs = [
        (k["epochs"], len(v[1])) for f, _, k, v in calls if f == "train" and v is not None and "epochs" in k
    ]
    few, many = ([n == epochs for epochs, n in runs if (epochs > 100) is more] for more in (False, True))
    return all(few) and not any(many) if many else None
