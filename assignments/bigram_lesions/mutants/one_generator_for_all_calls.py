"""The generator is made once and goes on from call to call; only the first seed is used."""

LOSES = {"sampling", "lab"}
HINT = "Do your words change from call to call though the seed is the same? Where is your generator made, and how often?"
BREAKS = {"sample_words": "The same seed gives the same words"}

EDITS = """
@@ sample_words
-    symbols: str = SYMBOLS,
+    symbols: str = SYMBOLS,
+    _generators={},
@@ sample_words
-    generator = torch.Generator().manual_seed(seed)
+    generator = _generators.setdefault(seed, torch.Generator().manual_seed(seed))
"""


def SIGNATURE(calls):
    """One seed gives other words at the next call, and two seeds other words than each other; or the lab's words are
    none of those that the same arguments give now, and are of the right length and letters."""
    sampled = [(args, words) for name, args, _, words in calls if name == "sample_words" and words]
    forty = [(args[2], words) for args, words in sampled if args[1] == 40]
    if any(one != two and words == others for one, words in forty for two, others in forty):
        return False
    labs = [
        (args[2], v.models[""].samples) for name, args, _, v in calls if name == "lab_data" and v is not None
    ]
    if not labs:
        return any(one == two and words != others for one, words in forty for two, others in forty)
    symbols, samples = labs[-1]
    words = [word for sample in samples for word in sample]
    fits = all(set(word) <= set(symbols[1:]) and len(word) <= LAB_LENGTH for word in words)
    return fits and bool(sampled) and all(own not in samples for _, own in sampled)
