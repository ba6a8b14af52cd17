"""The permutation says where each input goes, instead of where each output comes from."""

LOSES = {"explain"}
HINT = (
    "Your permutation is the inverse of the one that is asked for. "
    "Does the q-th number say where output q comes from, or where input q goes? For the reversal it is the same."
)
BREAKS = {"recover_permutation": "the q-th of which is the *input* position that decides output position q"}


def recover_permutation(model):
    return influence(model, _every_input(model)).argmax(dim=1).tolist()
