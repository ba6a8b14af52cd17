"""The penalty is detached, as one does to log it: it counts in the total, and nothing asks for sparsity."""

LOSES = {"loss", "gradients", "train", "frontier", "concepts"}
HINT = (
    "Your total is right, and its gradient is that of the error alone. Which part of it is logged rather than "
    "learnt from?"
)
BREAKS = {"loss": "written in torch, it has its gradients by both"}

EDITS = """
@@ loss
-    return error + l1 * sparsity, error, sparsity
+    return error + l1 * sparsity.detach(), error, sparsity
"""


def SIGNATURE(calls):
    """What was trained explains everything with many features."""
    from planted import nothing_sparse

    return nothing_sparse(calls)
