"""The total is the error alone: nothing asks for sparsity."""

LOSES = {"loss", "gradients", "train", "frontier", "concepts"}
HINT = (
    "Does your total depend on l1? Without a penalty the reconstruction is perfect and no feature is "
    "found: what could be missing?"
)
BREAKS = {"loss": "total = error + l1 · sparsity"}

EDITS = """
@@ loss
-    return error + l1 * sparsity, error, sparsity
+    return error, error, sparsity
"""


def SIGNATURE(calls):
    """What was trained explains everything with many features."""
    from planted import nothing_sparse

    return nothing_sparse(calls)
