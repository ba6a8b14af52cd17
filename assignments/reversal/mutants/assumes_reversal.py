"""The permutation is taken to be the reversal."""

LOSES = {"explain"}
HINT = (
    "You answer with the reversal for every network. "
    "These networks move the letters in another way: what do you measure on the model that you are given?"
)
BREAKS = {"recover_permutation": "the q-th of which is the *input* position that decides output position q"}


def recover_permutation(model):
    return list(reversed(range(model.config["length"])))
