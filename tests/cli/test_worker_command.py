"""`itemwright worker` works on runs that wait, and takes its leave when it is asked to."""

import os
import signal
import threading

from itemwright.domain.principal import local_operator
from itemwright.run_desk import RunDesk
from itemwright.sandbox import Sandbox
from itemwright.store.engine import Store
from tests.cli.conftest import Run
from tests.run_samples import carded_course, wanted


def desk_of(store: Store, course: str) -> tuple[RunDesk, Sandbox]:
    sandbox = Sandbox()
    return carded_course(store, sandbox, course).desk, sandbox


def test_a_worker_that_looks_once_ends_what_waits(run: Run, store: Store, course: str) -> None:
    desk, sandbox = desk_of(store, course)
    principal = local_operator(course)
    with sandbox:
        waiting = desk.submit(principal, wanted(3, model="builtin")).run
        ran = run("worker", "--once")
        assert (ran.status, ran.out) == (0, "")
        report = desk.report(principal, desk.get(principal, waiting.id))
        assert (report.state, report.delivered) == ("completed", 3)


def test_a_worker_ends_when_it_is_told_to(run: Run) -> None:
    done = threading.Event()

    def end_it() -> None:
        while signal.getsignal(signal.SIGTERM) is signal.SIG_IGN and not done.wait(0.05):
            pass
        if not done.is_set():
            os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # until the worker takes it
    ending = threading.Thread(target=end_it)
    ending.start()
    try:
        assert run("worker", "--every", "60").status == 0
    finally:
        done.set()
        ending.join()
        signal.signal(signal.SIGTERM, before)
