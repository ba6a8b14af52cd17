"""The heads with the largest bias of their values are taken for the circuit."""

LOSES = {"circuit"}
HINT = "You choose heads by their biases. Is what a head adds whatever it attends to a part of induction?"
BREAKS = {"find_circuit": "then the induction head in layer 1 that reads it and copies"}


def find_circuit(model):
    first, second = (int(block.attn.b_V.norm(dim=1).argmax()) for block in model.blocks)
    return (0, first), (1, second)
