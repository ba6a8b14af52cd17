"""The writer is chosen by composition that is not divided by what the head itself writes."""

LOSES = {"circuit"}
HINT = (
    "The head of layer 0 that you choose writes loudly, and little of it is what the induction head reads. "
    "Does the model do worse without it?"
)
BREAKS = {"find_circuit": "First the previous-token head in layer 0"}


def find_circuit(model):
    copies = int(copying_score(model)[1].argmax())
    first, second = (block.attn for block in model.blocks)
    reads = second.W_K[copies] @ second.W_Q[copies].T
    return (0, int((first.W_V @ first.W_O @ reads).norm(dim=(1, 2)).argmax())), (1, copies)
