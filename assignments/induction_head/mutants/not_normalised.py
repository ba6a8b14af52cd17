"""The norm of the product is not divided by the norms of its factors."""

LOSES = {"composition"}
HINT = (
    "Your scores grow with the size of the weights. "
    "Divide by the norms of both factors: it is a share that is asked for."
)


def k_composition(model):
    with torch.no_grad():
        first, second = (block.attn for block in model.blocks)
        W_OV = (first.W_V @ first.W_O)[:, None]
        W_QK = (second.W_Q @ second.W_K.mT)[None]
        return (W_OV @ W_QK.mT).norm(dim=(2, 3))
