"""What budgets leave to a call: as many requests as surely fit, a moment of waiting, or a reason for none."""

import pytest

from itemwright.domain.budget import Amount, Cap, Caps, Ruling, Use, rule_on_call

WORST = (Amount(1, 100, 1.0), Amount(2, 250, 2.5), Amount(3, 400, 4.0))


def rule(cap: Cap, use: Use) -> Ruling:
    return rule_on_call(Caps(day=cap), {"day": use}, WORST)


@pytest.mark.parametrize(
    ("cap", "settled", "tries"),
    [
        (Cap(), Amount(10**6, 10**9, 1e6), 3),
        (Cap(usd=14.0), Amount(5, 0, 10.0), 3),
        (Cap(usd=13.9), Amount(5, 0, 10.0), 2),
        (Cap(usd=11.0), Amount(5, 0, 10.0), 1),
        (Cap(usd=10.9), Amount(5, 0, 10.0), 0),
        (Cap(requests=7), Amount(5, 0, 0.0), 2),
        (Cap(requests=5), Amount(5, 0, 0.0), 0),
        (Cap(tokens=400), Amount(0, 0, 0.0), 3),
        (Cap(tokens=249), Amount(0, 0, 0.0), 1),
        (Cap(usd=0.0), Amount(), 0),
        (Cap(usd=100.0, tokens=99), Amount(), 0),
    ],
)
def test_as_many_requests_as_surely_fit(cap: Cap, settled: Amount, tries: int) -> None:
    ruling = rule(cap, Use(settled=settled))
    assert ruling.tries == tries
    assert bool(ruling.why) == (tries == 0)
    assert not ruling.wait


def test_what_is_reserved_is_waited_for_only_if_it_would_be_enough() -> None:
    reserved = Amount(3, 400, 4.0)
    assert rule(Cap(usd=5.0), Use(reserved=reserved)) == Ruling(tries=1)
    assert rule(Cap(usd=4.9), Use(reserved=reserved)) == Ruling(wait=True)
    refused = rule(Cap(usd=4.9), Use(settled=Amount(4, 0, 4.0), reserved=reserved))
    assert (refused.tries, refused.wait) == (0, False)
    assert "4.9 USD" in refused.why
    assert "day" in refused.why


def test_the_tightest_scope_rules() -> None:
    caps = Caps(run=Cap(usd=10), day=Cap(usd=3), course=Cap(requests=100))
    use = {"run": Use(), "day": Use(), "course": Use()}
    assert rule_on_call(caps, use, WORST).tries == 2  # type: ignore[arg-type]
    use["course"] = Use(settled=Amount(100, 0, 0.0))
    assert "this course, 100 requests" in rule_on_call(caps, use, WORST).why  # type: ignore[arg-type]


def test_rounding_does_not_refuse_the_last_cent() -> None:
    settled = Amount(0, 0, 0.1 + 0.2)
    assert rule(Cap(usd=1.3), Use(settled=settled)).tries == 1
