"""The heads with the largest values and outputs are taken for the circuit."""

LOSES = {"circuit"}
HINT = "You choose heads by the size of their weights. Does a head with large weights do more?"
BREAKS = {"find_circuit": "then the induction head in layer 1 that reads it and copies"}


def find_circuit(model):
    first, second = (int(block.attn.W_V.norm(dim=(1, 2)).argmax()) for block in model.blocks)
    return (0, first), (1, second)
