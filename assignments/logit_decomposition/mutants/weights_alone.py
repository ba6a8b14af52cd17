"""The neuron whose output weights point most to the target is taken, whether it fires or not."""

LOSES = {"find"}
HINT = "You name a neuron that would write the target if it fired. What does it do on this prompt?"


def find_fact(model, tokens, target):
    direction = _directions(model, torch.tensor([target]))[0]
    weights = torch.stack([block.mlp.W_out.detach() @ direction for block in model.blocks])
    return divmod(int(weights.argmax()), weights.shape[1])
