"""W_QK is not transposed, so the product says what the queries read: Q-composition."""

LOSES = {"composition", "circuit"}
HINT = (
    "This is Q-composition: it says what the queries of layer 1 read. "
    "Which side of W_QK are the keys on, and so which side has to meet what layer 0 writes?"
)


def k_composition(model):
    with torch.no_grad():
        first, second = (block.attn for block in model.blocks)
        W_OV = (first.W_V @ first.W_O)[:, None]
        W_QK = (second.W_Q @ second.W_K.mT)[None]
        return (W_OV @ W_QK).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))
