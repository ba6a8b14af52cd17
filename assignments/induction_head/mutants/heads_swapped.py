"""The induction head is returned first and the previous-token head second."""

LOSES = {"circuit"}
HINT = (
    "You return the two heads in the other order. "
    "First the head of layer 0, then that of layer 1, each as (layer, head)."
)


def find_circuit(model):
    copies = int(copying_score(model)[1].argmax())
    writes = int(k_composition(model)[:, copies].argmax())
    return (1, copies), (0, writes)
