"""Simulated crowds with a known truth."""

from typing import Any

import numpy as np


def crowd(
    items: int, workers: int, per_item: int, classes: int, seed: int, low: float = 0.6, high: float = 0.95
) -> tuple[dict[str, list[Any]], list[int]]:
    """Workers right with `low` … `high`; wrong answers even over the other classes; nobody twice at an item."""
    rng = np.random.default_rng(seed)
    skill = rng.uniform(low, high, workers)
    truth = rng.integers(0, classes, items)
    worker = np.stack([rng.choice(workers, per_item, replace=False) for _ in range(items)])
    right = rng.random(worker.shape) < skill[worker]
    wrong = (truth[:, None] + rng.integers(1, max(classes, 2), worker.shape)) % classes
    table = {
        "item": np.repeat(np.arange(items), per_item).tolist(),
        "worker": worker.ravel().tolist(),
        "label": np.where(right, truth[:, None], wrong).ravel().tolist(),
    }
    return table, truth.tolist()
