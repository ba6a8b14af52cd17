"""The direct effects are the whole decomposition, embeddings and biases among them."""

LOSES = {"ablate"}
HINT = "Your direct effects have more names than the heads and the MLPs. Which does `components` give?"
BREAKS = {"direct_and_total": "with the names of `given.components(model)` and no others"}

EDITS = """
@@ direct_and_total
-    return {name: terms[name] for name in names}, total
+    return dict(terms), total
"""


def SIGNATURE(calls):
    """Among the direct effects is that of the embeddings."""
    named = [value for name, _, _, value in calls if name == "direct_and_total" and value is not None]
    return bool(named) and all("embed" in direct for direct, _ in named)


_real = SIGNATURE


def SIGNATURE(calls):
    with open("/tmp/r16/sig.txt", "a") as f:
        f.write(repr([(n, type(v).__name__, [(type(x).__name__, sorted(x)[:3] if hasattr(x, "keys") else None, len(x)) for x in v] if isinstance(v, tuple | list) else None) for n, _, _, v in calls]) + "\n")
    said = _real(calls)
    with open("/tmp/r16/sig.txt", "a") as f:
        f.write(repr(said) + "\n")
    return said
