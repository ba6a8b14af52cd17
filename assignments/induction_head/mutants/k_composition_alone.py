"""The two heads are the pair with the largest K-composition."""

LOSES = {"circuit"}
HINT = (
    "You go by K-composition alone, and a head that reads the same keys but copies nothing has as much of it. "
    "Composition is of weights. What does the model lose without each head?"
)
BREAKS = {"find_circuit": "the induction head in layer 1 that reads it and copies"}


def find_circuit(model):
    writes, reads = divmod(int(k_composition(model).argmax()), model.cfg.n_heads)
    return (0, writes), (1, reads)
