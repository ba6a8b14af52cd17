"""The two heads are those with the highest attention scores, whatever they do with what they see."""

LOSES = {"circuit"}
HINT = (
    "You go by where heads look, and some heads look there better than the real ones and pass nothing on. "
    "What does the model lose without each?"
)
BREAKS = {"find_circuit": "The two heads by which a model of two attention layers does induction"}


def find_circuit(model):
    tokens, mask = repeated_sequences(64, seed=0)
    previous = previous_token_score(model, tokens, mask)[0].argmax()
    induction = induction_score(model, tokens, mask)[1].argmax()
    return (0, int(previous)), (1, int(induction))
