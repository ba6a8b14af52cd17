import numpy as np
import torch
from given import Scale


def double(x):
    return (2 * np.asarray(x)).tolist()


def extremes(x):
    return {"least": float(x.min()), "greatest": x.max(), "unasked": None}


def fit(seed):
    m = Scale(3)
    m.factor.data = torch.tensor(np.random.default_rng(seed).random(3), dtype=torch.float32)
    return (m, np.array([0.9, 0.1]))


def slope(model, x):
    return model.factor.detach().numpy() * np.ones(x.shape)
