"""The seed is not used, so every seed gives whatever the generator happens to give."""

LOSES = {"sampling", "lab"}
HINT = "Do your words depend on the seed? Which generator draws them, and who set it?"
BREAKS = {"sample_words": "another seed unrelated ones"}

EDITS = """
@@ sample_words
-        here = torch.multinomial(P[here], 1, generator=generator)[:, 0]
+        here = torch.multinomial(P[here], 1)[:, 0]
"""


def SIGNATURE(calls):
    """Two seeds give the same words; or in the lab, words that are the same call's only if it is the first."""
    sampled = [(args, words) for name, args, _, words in calls if name == "sample_words" and words]
    forty = [(args[2], words) for args, words in sampled if args[1] == 40 and len(set(words)) > 5]
    if any(one != two and words == others for one, words in forty for two, others in forty):
        return True
    labs = [
        value.models[""].samples for name, _, _, value in calls if name == "lab_data" and value is not None
    ]
    if not labs or len(sampled) < 2:
        return False
    (_, first), (_, second), *_ = sampled
    return first == labs[-1][0] and second != labs[-1][1]
