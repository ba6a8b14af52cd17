"""The probe reads h2, whatever layer is asked for."""

LOSES = {"probes"}
HINT = "Your probe reads the same of every layer. Where does `layer` make a difference in your code?"
BREAKS = {
    "probe_with_controls": (
        "`layer` is a key of `activations`",
        "Reads from a layer the letter that belongs at an output position",
    )
}

EDITS = """
@@ probe_with_controls
-        A = activations(source, X)[layer]
+        A = activations(source, X)["h2"]
"""
