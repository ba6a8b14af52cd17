"""The heads are chosen by how large their queries alone are, in an interval that fitted some models."""

LOSES = {"circuit"}
HINT = (
    "You choose heads by the singular values of their queries. What a head does depends on its keys and on what it "
    "passes on as well."
)
BREAKS = {"find_circuit": "The two heads by which a model of two attention layers does induction"}


def find_circuit(model):
    inside = []
    for block in model.blocks:
        sizes = torch.linalg.svdvals(block.attn.W_Q.detach()) / 32**0.5
        inside.append(int(((sizes > 6.2) & (sizes < 7.8)).sum(dim=1).argmax()))
    return (0, inside[0]), (1, inside[1])
