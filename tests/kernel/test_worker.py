"""One worker at a time, and none that stops because a job fails."""

from tests.stand_ins import FakeClock
from wiki.kernel.worker import LEASE, Job, Worker
from wiki.web.running import Wiki


def _worker(wiki: Wiki, done: list[str], name: str) -> Worker:
    def run() -> bool:
        done.append(name)
        return False

    return Worker([Job("count", run, every=5)], wiki.clock, wiki.quiet_work)


def test_only_the_holder_of_the_lease_works_until_it_runs_out(wiki: Wiki, clock: FakeClock) -> None:
    done: list[str] = []
    first, second = _worker(wiki, done, "first"), _worker(wiki, done, "second")
    first.turn()
    second.turn()
    assert done == ["first"]
    clock.forward(seconds=LEASE.total_seconds() + 1)
    second.turn()
    first.turn()
    assert done == ["first", "second"]


def test_a_job_that_fails_is_logged_and_the_others_run(wiki: Wiki) -> None:
    done: list[str] = []

    def broken() -> bool:
        raise RuntimeError("disk")

    def fine() -> bool:
        done.append("fine")
        return True

    worker = Worker([Job("broken", broken), Job("fine", fine)], wiki.clock, wiki.quiet_work)
    assert worker.turn() is True
    assert done == ["fine"]


def test_a_job_waits_for_its_turn_unless_woken(wiki: Wiki, clock: FakeClock) -> None:
    done: list[str] = []
    worker = _worker(wiki, done, "x")
    worker.turn()
    worker.turn()
    assert len(done) == 1
    worker.wake()
    worker.turn()
    assert len(done) == 2
    clock.forward(seconds=6)
    worker.turn()
    assert len(done) == 3
