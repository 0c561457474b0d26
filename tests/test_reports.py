"""Reports: stored first, never lost, limited; decided once; and told to who made them."""

import threading

import pytest

from itemwright.domain.principal import Principal
from itemwright.domain.proof import Check, Proof
from itemwright.errors import BadInput, Conflict, NotAllowed, NotFound
from itemwright.measurement.defect import Triage
from itemwright.reports import MOST_BY_LEARNER
from itemwright.store.engine import Store
from itemwright.triage import reported_item
from tests.released import Course, choice


@pytest.fixture
def here(store: Store, course: str) -> Course:
    return Course(store, course)


def learner(here: Course, name: str) -> Principal:
    return Principal(course=here.slug, role="learner", learner=name)


def test_a_report_is_kept_as_it_came(here: Course) -> None:
    here.release(choice("one"))
    attempt = here.answer("ada", "one", "a")
    words = "NUL \x00, half a pair \ud83d, <b>b</b> and c."
    report, is_new = here.reports.submit(here.principal, "one", words, "ambiguous", attempt)
    assert is_new
    assert (report.learner, report.attempt, report.version, report.state) == ("ada", attempt, 1, "open")
    assert here.reports.get(here.principal, report.id) == report
    assert report.text == words
    told = here.practice.progress(here.principal, "ada").reports
    assert [(one.text, one.kind, one.state, one.answer) for one in told] == [
        (words, "ambiguous", "open", None)
    ]
    assert words in [one["text"] for one in here.practice.export(here.principal, "ada")["reports"]]


def test_the_same_words_again_are_the_same_report_and_there_is_a_limit(here: Course) -> None:
    here.release(choice("one"), choice("two"))
    here.answer("ada", "one", "a")
    ada = learner(here, "ada")
    first, _ = here.reports.submit(ada, "one", "wrong")
    assert here.reports.submit(ada, "one", "wrong") == (first, False)
    for number in range(1, MOST_BY_LEARNER):
        assert here.reports.submit(ada, "one", f"wrong {number}")[1]
    with pytest.raises(Conflict, match="an author sees them all"):
        here.reports.submit(ada, "one", "once more")
    here.answer("ada", "two", "a")
    assert here.reports.submit(ada, "two", "wrong")[1]
    here.answer("eve", "one", "a")
    assert here.reports.submit(learner(here, "eve"), "one", "wrong")[1]
    assert len(here.reports.of_item(here.principal, "one").reports) == MOST_BY_LEARNER + 1


def test_many_at_once_are_limited_too(here: Course) -> None:
    here.release(choice("one"))
    here.answer("ada", "one", "a")
    refused: list[Conflict] = []

    def submit(number: int) -> None:
        try:
            here.reports.submit(here.principal, "one", f"wrong {number}", learner="ada")
        except Conflict as error:
            refused.append(error)

    threads = [threading.Thread(target=submit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(here.reports.of_item(here.principal, "one").reports) == MOST_BY_LEARNER
    assert len(refused) == 8 - MOST_BY_LEARNER


def test_a_learner_reports_only_what_they_were_shown_and_only_as_themself(here: Course) -> None:
    here.release(choice("one"), choice("secret"))
    mine, theirs = here.answer("ada", "one", "a"), here.answer("eve", "one", "a")
    ada = learner(here, "ada")
    unknown = [
        (lambda: here.reports.submit(ada, "secret", "x"), "secret"),
        (lambda: here.reports.submit(ada, "none", "x"), "none"),
    ]
    texts = set()
    for call, name in unknown:
        with pytest.raises(NotFound) as caught:
            call()
        texts.add(str(caught.value).replace(name, "X"))
    assert len(texts) == 1
    for attempt in (theirs, "att_none"):
        with pytest.raises(NotFound):
            here.reports.submit(ada, "one", "x", attempt_id=attempt)
    with pytest.raises(NotFound):
        here.reports.submit(ada, "one", "x", learner="eve")
    with pytest.raises(BadInput, match="another item"):
        here.reports.submit(ada, "secret", "x", attempt_id=mine)
    with pytest.raises(BadInput, match="not of learner"):
        here.reports.submit(here.principal, "one", "x", attempt_id=mine, learner="eve")
    with pytest.raises(BadInput, match="empty"):
        here.reports.submit(ada, "one", " \n")
    assert here.reports.waiting(here.principal) == []


def test_a_program_may_report_for_nobody(here: Course) -> None:
    here.release(choice("one"))
    report, _ = here.reports.submit(Principal(course=here.slug, role="grader"), "one", "key is no option")
    assert (report.learner, report.attempt) == (None, None)
    with pytest.raises(NotFound):
        here.reports.submit(Principal(course="elsewhere", role="operator"), "one", "x")


def test_who_decides_is_an_author_once_and_with_a_reason(here: Course) -> None:
    here.release(choice("one"))
    here.answer("ada", "one", "a", "b")
    report, _ = here.reports.submit(learner(here, "ada"), "one", "wrong")
    for role in ("learner", "grader"):
        who = Principal(course=here.slug, role=role, learner="ada")  # type: ignore[arg-type]
        for call in (
            lambda who=who: here.reports.decide(who, report.id, 1, "dismiss", "x"),
            lambda who=who: here.reports.waiting(who),
            lambda who=who: here.reports.get(who, report.id),
            lambda who=who: here.reports.statistics(who, "one"),
        ):
            with pytest.raises(NotAllowed):
                call()
    with pytest.raises(BadInput, match="Say why"):
        here.reports.decide(here.principal, report.id, 1, "dismiss", " ")
    with pytest.raises(NotFound):
        here.reports.decide(Principal(course="elsewhere", role="author"), report.id, 1, "dismiss", "x")
    decided = here.reports.decide(here.principal, report.id, 1, "dismiss", "the article says so")
    assert (decided.state, decided.revision) == ("dismissed", 2)
    for revision in (1, 2):
        with pytest.raises(Conflict):
            here.reports.decide(here.principal, report.id, revision, "correct", "x")
    told = here.practice.progress(here.principal, "ada").reports[0]
    assert (told.state, told.answer) == ("dismissed", "the article says so")
    assert here.reports.submit(learner(here, "ada"), "one", "wrong")[1]  # decided: a new report


def test_the_answer_waits_until_the_item_is_not_open_to_the_learner(here: Course) -> None:
    here.release(choice("one"))
    attempt = here.answer("ada", "one", "a")
    report, _ = here.reports.submit(here.principal, "one", "unclear", "unclear", attempt)
    here.reports.decide(here.principal, report.id, 1, "dismiss", "CANARY b is right")
    told = here.practice.progress(here.principal, "ada")
    assert told.reports[0].state == "dismissed"
    assert "CANARY" not in told.model_dump_json()
    here.respond(attempt, "c")
    assert here.practice.progress(here.principal, "ada").reports[0].answer == "CANARY b is right"


def test_retiring_closes_the_open_reports(here: Course) -> None:
    here.release(choice("one"), choice("two"))
    early, _ = here.reports.submit(here.principal, "one", "odd", learner="ada")
    here.reports.decide(here.principal, early.id, 1, "dismiss", "no")
    one, _ = here.reports.submit(here.principal, "one", "c is right", "key_wrong", learner="ada")
    two, _ = here.reports.submit(here.principal, "two", "two are right", "ambiguous", learner="ada")
    corrected = here.retire("one", "c", reason="c it is")
    here.retire("two", reason="b and c")
    states = [here.reports.get(here.principal, report.id).state for report in (early, one, two)]
    assert states == ["dismissed", "corrected", "retired"]
    decision = here.reports.get(here.principal, one.id).decisions[-1]
    assert (decision.retirement, decision.reason) == (corrected.retirement.id, "c it is")
    assert here.reports.waiting(here.principal) == []


def test_erasing_a_learner_leaves_the_report_without_name_and_words(here: Course) -> None:
    here.release(choice("one"))
    attempt = here.answer("ada", "one", "a")
    report, _ = here.reports.submit(here.principal, "one", "SECRET", "ambiguous", attempt)
    here.practice.erase(here.principal, "ada")
    kept = here.reports.get(here.principal, report.id)
    assert (kept.learner, kept.attempt, kept.text, kept.kind) == (None, None, "(erased)", "ambiguous")
    assert here.practice.progress(here.principal, "ada").reports == ()


def judged(here: Course, item: str) -> Triage:
    with here.store.begin() as tx:
        found = reported_item(tx, here.slug, item).triage
    assert found is not None
    return found


def test_what_is_most_likely_wrong_comes_first(here: Course) -> None:
    doubt = Proof(checks=(Check(name="key_unique", verdict="unsure", evidence="b and c are near"),))
    here.release(
        choice("bad"), choice("sound"), choice("slip"),
        choice("doubted").model_copy(update={"proof": doubt}), *(choice(f"i{n}") for n in range(3)),
    )  # fmt: skip
    for number in range(10):
        able = number < 5
        for name in ("i0", "i1", "i2", "sound"):
            here.answer(f"l{number}", name, "b" if able else "a")
        attempt = here.answer(f"l{number}", "bad", "c" if able else "d")
        if number in (0, 2):
            here.reports.submit(here.principal, "bad", f"c is right, says {number}", "key_wrong", attempt)
    for name, kind in (("sound", "key_wrong"), ("slip", "typo"), ("doubted", "key_wrong")):
        here.reports.submit(here.principal, name, "wrong", kind, learner="joe")  # type: ignore[arg-type]
    waiting = here.reports.waiting(here.principal)
    assert [found.item.id for found in waiting][:2] == ["bad", "doubted"]
    assert {found.item.id for found in waiting[2:]} == {"sound", "slip"}
    assert judged(here, "bad").probability > 0.8
    assert judged(here, "sound").probability < 0.1
    told = " ".join(reason.told for reason in judged(here, "bad").reasons)
    assert "5 picked 'option c'" in told
    assert "Reported by 2 people; 10 answered it." in told
    assert "key_unique was unsure" in " ".join(reason.told for reason in judged(here, "doubted").reasons)


def test_what_was_decided_here_moves_the_base_rate(here: Course) -> None:
    here.release(choice("one"), choice("two"))
    here.reports.submit(here.principal, "two", "wrong", learner="ada")
    before = judged(here, "two").probability
    for number in range(6):
        report, _ = here.reports.submit(here.principal, "one", "wrong", learner=f"l{number}")
        here.reports.decide(here.principal, report.id, 1, "correct", "mended")
    after = judged(here, "two")
    assert after.probability > 1.5 * before
    assert "6 of the 6 decided here" in after.reasons[0].told
    with here.store.begin() as tx:
        assert reported_item(tx, here.slug, "one").triage is None  # nothing is open
