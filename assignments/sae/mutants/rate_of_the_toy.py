"""The model's autoencoder is trained at the toy's rate, and most latents die before they find anything."""

LOSES = {"concepts"}
HINT = (
    "Most of your latents are dead, and few answers have one. At which rate did you train, and on how "
    "many samples?"
)


def train_on_activations(x, seed=0):
    centre = x.mean(dim=0)
    size = (x - centre).norm(dim=1).mean()
    sae = train((x - centre) / size, n_latents=96, l1=0.3, steps=400, seed=seed)
    with torch.no_grad():
        sae.b_enc *= size
        sae.b_dec.copy_(centre + size * sae.b_dec)
    return sae
