"""Simulated learners: nobody sees an item twice, beliefs come nearer to the truth, one seed is one story."""

import random

from evals.simulation import at_random, make_pool, ours, practise

POOL = make_pool(200, random.Random(3))


def test_one_seed_tells_one_story() -> None:
    first = practise(POOL, 15, ours, random.Random(5))
    assert first == practise(POOL, 15, ours, random.Random(5))
    assert first != practise(POOL, 15, ours, random.Random(6))


def test_no_item_is_shown_twice() -> None:
    for pick in (ours, at_random):
        steps = practise(POOL, 40, pick, random.Random(1))
        assert len({step.item for step in steps}) == 40


def test_beliefs_come_nearer_to_the_truth() -> None:
    stories = [practise(POOL, 40, ours, random.Random(seed)) for seed in range(30)]
    early = sum(story[4].error ** 2 for story in stories)
    late = sum(story[-1].error ** 2 for story in stories)
    assert late < 0.7 * early
    held = sum(story[-1].covered for story in stories)
    assert held >= 22  # of 30, where 27 are expected and fewer than 22 has a chance of .3%
