"""The first causal model with the network's outputs is chosen, wherever its variables may be."""

LOSES = {"choose"}
HINT = (
    "Several causal models have the outputs of this network, and you take the first. What tells them apart?"
)
BREAKS = {
    "choose_algorithm": "The causal model that the network runs: its index, and the places of its variables"
}


def choose_algorithm(model, causal_models):
    X = all_inputs()
    answers = model(X).argmax(dim=1)
    for index, causal in enumerate(causal_models):
        if torch.equal(_values(causal, X)[causal.output.name], answers):
            return index, _places(model, causal)
    raise ValueError("nothing has these outputs")
