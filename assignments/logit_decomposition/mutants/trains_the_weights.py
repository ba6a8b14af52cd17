"""The output weights of a layer before the last are trained on the new answer, which changes them in every direction."""

LOSES = {"edit"}
HINT = "Your change of the weights is not of rank one. What do u and v have to do with gradient steps on all weights?"
BREAKS = {"edit_fact": "by a matrix of rank one"}


def edit_fact(model, tokens, target, others):
    edited = copy_of(model)
    weights = edited.blocks[1].mlp.out.weight
    adam = torch.optim.Adam([weights], lr=3e-3)
    for _ in range(100):
        probability = edited(tokens)[0, -1].softmax(dim=0)[target]
        if probability > 0.87:
            break
        adam.zero_grad()
        (-probability.log()).backward()
        adam.step()
    return edited
