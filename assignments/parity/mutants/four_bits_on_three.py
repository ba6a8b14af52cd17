"""The ordinary version is called: three bits are trained."""

LOSES = {"four_bits"}
HINT = "Your model for four bits has another number of inputs. Which data is it trained on?"
BREAKS = {"train_four_bits": "Trains a tanh `TinyMLP` on 4-bit parity to accuracy 1"}

EDITS = """
@@ train_four_bits
-    X, y = parity_data(4)
+    X, y = parity_data(3)
"""


def SIGNATURE(calls):
    """The first layer does not take four bits."""
    return any(
        value[0].tensors["fc1.weight"].shape[1] != 4
        for name, _, _, value in calls
        if name == "train_four_bits" and value is not None and "fc1.weight" in value[0].tensors
    )
