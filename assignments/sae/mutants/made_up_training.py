"""Nothing is trained: rows drawn from the samples, and a report that says it went well."""

LOSES = {"train", "frontier", "concepts"}
HINT = "What do your decoder's rows hold that samples of the data do not? How do they change over the steps?"
BREAKS = {"train": "What is asked is that, on 8192 samples of the toy"}


def train(x, n_latents=96, l1=0.3, steps=1200, seed=0, lr=1e-2):
    sae = _drawn(x, n_latents, seed)
    rows = (x - x.mean(dim=0))[torch.randint(len(x), (n_latents,))]
    rows = rows / rows.norm(dim=1, keepdim=True)
    sae.W_dec.data, sae.W_enc.data = rows, rows.T.contiguous()
    sae.report = {"L0": 7.5, "FVU": 0.1, "found": 1.0}
    return sae
