"""The softmax runs over the positions and not over the words."""

LOSES = {"look"}
HINT = "Your probabilities add up to 1 over the positions of the prompt. Over which axis do the words lie?"


def predict(model, vocabulary, prompt):
    with torch.no_grad():
        probabilities = model(vocabulary.encode(prompt)).softmax(dim=1)[0, -1]
    token = int(probabilities.argmax())
    return vocabulary.words[token], probabilities[token].item()
