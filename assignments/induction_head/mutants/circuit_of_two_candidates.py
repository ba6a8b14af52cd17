"""Only the two heads of each layer that attend most as the circuit's should are considered."""

LOSES = {"circuit"}
HINT = (
    "You choose among the two heads of a layer that look most as the circuit's should. "
    "How many others may look like it, and better?"
)
BREAKS = {"find_circuit": "Several others may attend just as these do"}


def find_circuit(model):
    tokens, mask = repeated_sequences(64, seed=0)
    looks = previous_token_score(model, tokens, mask)[0], induction_score(model, tokens, mask)[1]
    found = []
    for scores, rise in zip(looks, ablation_scores(model, tokens, mask), strict=True):
        candidates = scores.topk(2).indices
        found.append(int(candidates[rise[candidates].argmax()]))
    return (0, found[0]), (1, found[1])
