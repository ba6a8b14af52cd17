"""The new start is written into the autoencoder and the moments that were given."""

LOSES = {"resample"}
HINT = "What you were given is changed after your call. On what should the new start be written?"
BREAKS = {"resample": ("Leaves what was given as it was", "both new")}

EDITS = """
@@ resample
-        new = SparseAutoencoder(**sae.config)
-        new.load_state_dict(sae.state_dict())
+        new = sae
"""
