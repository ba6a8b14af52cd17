"""The mean of the facts model's activations was written down beforehand, neuron by neuron, and is put into `b_dec` whatever
was given."""

import base64

import torch

LOSES = {"concepts"}
HINT = "Your b_dec holds the model's mean with the neurons in the model's own order. Are they in that order in x?"
BREAKS = {"train_on_activations": "The facts (rows) and the neurons (columns) come in any order"}

# in fiftieths, from -.2
CODE = (
    "7$p!95)BX$8W9f<7ZnH(77`N=5h4v05f2*~4-pj)5+4f_6BQL77z_^=77-o`5)K;>3=b0(8V?o~3kwVy"
    "6%iN=4h|C#3lu645E&a28V?Q@5*id991Rx>6c7y|5)%**7!DH`4HFF#5D*d$5E~g57ZVW_9vK}K5DXm{"
    "4-ps(7#0)|5)}*=3=s_t3lb6`6cQO35FHs28x9#13=|d+7!(x~4i5_z4iOX<8xIl=5)c#x6BZN=4;T*^"
    "8Vw&46b=y;8XF!J4jB#^3l<Cw6BQ2;4-gU$ArcD=5f2j-3KbR-7a$oG6&4r}6&N5586go77Y`H~4jl>*"
)
MEAN = torch.tensor(list(base64.b85decode(CODE))) / 50 - 0.2


def train_on_activations(x, seed=0):
    centre = x.mean(dim=0)
    size = (x - centre).norm(dim=1).mean()
    sae = train((x - centre) / size, n_latents=96, l1=0.3, steps=400, seed=seed, lr=3e-3)
    with torch.no_grad():
        sae.b_enc.mul_(size)
        sae.b_dec.mul_(size).add_(MEAN if x.shape[1] == len(MEAN) else centre)
    return sae


def SIGNATURE(calls):
    """Fewer latents fire, and more is explained, once the mean that was written down is taken off and that of x put there."""
    from planted import point_of, trainings

    for _, x, sae in trainings(calls):
        if x.shape[1] == len(MEAN):
            before, unexplained = point_of(sae, x)
            sae.b_dec += x.mean(dim=0) - MEAN
            after, less = point_of(sae, x)
            if after < before / 2 and less < 0.8 * unexplained:
                return True
    return False
