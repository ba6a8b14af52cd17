"""The matrix has the heads of layer 1 as rows and those of layer 0 as columns."""

LOSES = {"composition", "circuit"}
HINT = (
    "Your matrix is transposed. "
    "Rows are the heads of layer 0, which write, and columns those of layer 1, which read."
)


def k_composition(model):
    with torch.no_grad():
        first, second = (block.attn for block in model.blocks)
        W_OV = (first.W_V @ first.W_O)[:, None]
        W_QK = (second.W_Q @ second.W_K.mT)[None]
        return ((W_OV @ W_QK.mT).norm(dim=(2, 3)) / (W_OV.norm(dim=(2, 3)) * W_QK.norm(dim=(2, 3)))).T
