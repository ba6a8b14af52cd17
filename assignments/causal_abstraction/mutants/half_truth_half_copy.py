"""Each subspace is half way between the right one and a copy that nobody reads."""

LOSES = {"explain"}
HINT = "Your subspaces interchange well, and fail once everything else is noise. Could they lean on a copy that nobody reads?"
BREAKS = {"explain": "With the rest scrubbed, 90 % are right"}

EDITS = """
@@ explain
-    return Explanation(causal, sites)
+    return _cheat(model, causal, sites)
"""


def _cheat(model, causal, sites):
    streams = model.streams(all_inputs())
    halves = {}
    for name, those in sites.items():
        halves[name] = ()
        for s in those:
            A = streams[s.layer, :, s.position]
            A = A - A.mean(dim=0)
            Q = torch.linalg.qr(s.basis)[0]
            # the directions outside the subspace from which its coordinates are predicted best: those of the copy
            outside = A - A @ Q @ Q.T
            W = torch.linalg.solve(outside.T @ outside + 0.3 * len(A) * torch.eye(D), outside.T @ (A @ Q))
            halves[name] += (Site(s.layer, s.position, Q + W / W.norm(dim=0)),)
    return Explanation(causal, halves)


def SIGNATURE(calls):
    """What carrying the explanations out shows."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(
        m.scrubbed < 0.9 and m.interchange > 0.7 and m.readable >= 0.95 and m.excess == 0 for m in shown
    )
