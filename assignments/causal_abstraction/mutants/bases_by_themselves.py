"""Of two variables at one position each has a basis of its own, which is not orthogonal to the other's."""

LOSES = {"align"}
HINT = "Where two variables share a position, are all columns of the one orthogonal to all of the other?"
BREAKS = {"learn_alignment": "theirs are orthogonal to each other"}

EDITS = """
@@ learn_alignment
-    return _aligned(model, causal, place)
+    return {name: tuple(map(_leaning, sites)) for name, sites in _aligned(model, causal, place).items()}
"""


def _leaning(site):
    towards = torch.full_like(site.basis, 1 / len(site.basis) ** 0.5)
    return Site(site.layer, site.position, torch.linalg.qr(site.basis + 0.2 * towards).Q)


def SIGNATURE(calls):
    """Two variables' columns at one place have inner products beyond rounding, and each one's own have none; and the
    variables are carried."""
    from carry_out import INTERCHANGED, carried_out

    pairs = [
        (one.basis.double(), other.basis.double())
        for name, _, _, value in calls
        if name == "learn_alignment" and value is not None and len(value) == 2
        for one, other in zip(*value.values(), strict=False)
    ]
    own = [(B.T @ B - torch.eye(B.shape[1])).abs().max().item() for pair in pairs for B in pair]
    common = [(one.T @ other).abs().max().item() for one, other in pairs]
    if not pairs or max(own) > 1e-4 or max(common) < 0.01:
        return False
    return all(m.interchange >= INTERCHANGED for m in carried_out(calls))
