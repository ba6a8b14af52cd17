"""The probabilities are computed by logarithms, and 0 times log 0 is NaN."""

LOSES = {"noise"}
HINT = (
    "Your accuracy is NaN where no bit can flip, or every bit must. "
    "What is the logarithm of 0, and what is 0 times that?"
)
BREAKS = {"noisy_accuracy": "`flip_probability` is from 0 to 1"}

EDITS = """
@@ noisy_accuracy
-    chance = flip_probability**flips * (1 - flip_probability) ** (X.shape[1] - flips)
+    p = torch.tensor(flip_probability, dtype=torch.float64)
+    chance = (flips * p.log() + (X.shape[1] - flips) * (1 - p).log()).exp()
"""
