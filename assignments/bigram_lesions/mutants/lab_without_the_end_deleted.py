"""The lab has a lesion of each letter, and none of the boundary."""

LOSES = {"lab"}
HINT = "Does your lab have a model for each symbol, also for the one that is no letter?"
BREAKS = {"lab_data": "`models` has V + 1 views"}

EDITS = """
@@ lab_data
-        models={"": view(W)} | {symbol: view(lesion(W, symbol, symbols)) for symbol in symbols},
+        models={"": view(W)} | {symbol: view(lesion(W, symbol, symbols)) for symbol in symbols[1:]},
"""


def SIGNATURE(calls):
    """Every lab has the whole model and one for each letter, and none for the boundary."""
    labs = [(args[2], value) for name, args, _, value in calls if name == "lab_data" and value is not None]
    return bool(labs) and all({"", *symbols} - v.models.keys() == {symbols[0]} for symbols, v in labs)
