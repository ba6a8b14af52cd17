"""A fraction of variance unexplained is cut to lie between 0 and 1."""

LOSES = {"metrics"}
HINT = "Can a reconstruction be worse than the mean of the samples? What does the fraction say of it, and what does yours?"
BREAKS = {
    "fraction_of_variance_unexplained": "The summed squared error over the summed squared distance of x"
}

EDITS = """
@@ fraction_of_variance_unexplained
-    return ((x - reconstruction).square().sum() / (x - x.mean(dim=0)).square().sum()).item()
+    return min(((x - reconstruction).square().sum() / (x - x.mean(dim=0)).square().sum()).item(), 1.0)
"""
