"""The induction head is the one that copies most, and the previous-token head the one that it reads most by K-composition."""

LOSES = {"circuit"}
HINT = (
    "You choose the head of layer 0 by what the weights of layer 1 read of it. Most of these weights may be there for "
    "something else. Set the output of your head to 0: does the model fail?"
)
BREAKS = {"find_circuit": "with the output of either set to 0, the model fails on `repeated_sequences`"}


def find_circuit(model):
    copies = int(copying_score(model)[1].argmax())
    return (0, int(k_composition(model)[:, copies].argmax())), (1, copies)
