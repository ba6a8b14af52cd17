"""The prompt is encoded without the `<bos>` token that the model begins every text with."""

LOSES = {"look"}
HINT = (
    "Your tokens lack the first one, so every word stands one position too early. "
    "What does vocabulary.encode put before the words?"
)


def predict(model, vocabulary, prompt):
    tokens = torch.tensor([[vocabulary.token(word) for word in prompt.split()]])
    with torch.no_grad():
        probabilities = model(tokens)[0, -1].softmax(dim=0)
    token = int(probabilities.argmax())
    return vocabulary.words[token], probabilities[token].item()
