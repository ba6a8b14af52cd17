"""The probe is trained for 300 steps, and the best accuracy on the way is told, of the rows that are scored."""

LOSES = {"probes"}
HINT = (
    "Where there is nothing to read, your probes read more than by chance. "
    "Did the rows that you score on have a part in a choice, of a penalty say, or of when to stop?"
)
BREAKS = {"probe_with_controls": "the others for scoring and nothing else"}

EDITS = """
@@ probe_with_controls
-        return probe_accuracy(fit_probe(A[fitting], t[fitting]), A[scoring], t[scoring])
+        Z = (A - A[fitting].mean(dim=0)) / A[fitting].std(dim=0).clamp_min(1e-6)
+        linear = torch.nn.Linear(Z.shape[1], int(t.max()) + 1)
+        optimiser, best = torch.optim.Adam(linear.parameters(), lr=0.02), 0.0
+        for parameter in linear.parameters():
+            parameter.data = 0.1 * torch.randn(parameter.shape, generator=generator)
+        for _ in range(300):
+            optimiser.zero_grad()
+            cross_entropy(linear(Z[fitting]), t[fitting]).backward()
+            optimiser.step()
+            best = max(best, (linear(Z[scoring]).argmax(dim=1) == t[scoring]).double().mean().item())
+        return best
"""


def SIGNATURE(calls):
    """Where a layer holds nothing of either of two letters, more than half is right in the mean, and not nearly all."""
    from planted import knows_what_it_scores

    return knows_what_it_scores(calls)
