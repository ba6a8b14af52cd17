"""The subspaces are learned at layer 1, wherever the place is."""

LOSES = {"align"}
HINT = "A subspace of layer 2 that you learn carries nothing. Which layer's streams do you change as you learn it?"
BREAKS = {"learn_alignment": "Each variable has one site for each of the place's positions"}

EDITS = """
@@ _scrubbed_interchange
-    h = streams[place.layer, base].clone()
+    h = streams[1, base].clone()
@@ _scrubbed_interchange
-        pool = streams[place.layer, :, position]
+        pool = streams[1, :, position]
@@ _scrubbed_interchange
-    return _run_on(model, h, place.layer, lambda layer, h: h)
+    return _run_on(model, h, 1, lambda layer, h: h)
"""


def SIGNATURE(calls):
    """What is learned at a place of layer 1 carries its variables, and at one of layer 2, as wide as it should be, it does
    not."""
    from carry_out import carried_out

    learned = [call for call in calls if call[0] == "learn_alignment" and call[3] is not None]
    shown = carried_out(learned)
    carries = {1: [], 2: []}
    for (_, args, _, _), m in zip(learned, shown, strict=False):
        carries[args[2].layer].append(m.interchange >= 0.95)
    narrow = not any(m.excess for m in shown)
    return bool(carries[2]) and narrow and all(carries[1]) and not any(carries[2])
