"""The dict has every inner variable of the causal model, with no sites for those that do not live at the place."""

LOSES = {"align"}
HINT = "You return the variables of other places, too, with no sites. What becomes of theirs when the dicts are joined?"
BREAKS = {"learn_alignment": "by name, and of no other"}


def learn_alignment(model, causal, place):
    return {v.name: () for v in causal.inner} | _aligned(model, causal, place)


def SIGNATURE(calls):
    """Some have no sites."""
    found = [value for name, _, _, value in calls if name == "learn_alignment" and value is not None]
    return any(not sites for value in found for sites in value.values())
