"""Gathers trajectories that share their settings into batches; one thread does all the computing."""

import threading
import time
from concurrent.futures import Future

# After so many seconds without a new request a batch starts as it is.
QUIET = 0.05


class Desk:
    """Requests come from any thread; each gets a future."""

    def __init__(self, engine, room):
        """room: most tokens of prompt and continuation together, as the server says."""
        self.engine, self.room = engine, room
        self.waiting, self.changed = [], threading.Condition()
        # For the metrics page.
        self.running = 0
        self.tokens = {"prompt": 0, "generation": 0}
        self.compactions = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def submit(self, job):
        """A Work, or a function for what runs alone -> a future of its result."""
        future = Future()
        with self.changed:
            self.waiting.append((job, future, time.monotonic()))
            self.changed.notify()
        return future

    def _serve(self):
        while True:
            jobs = self._next()
            self.running = len(jobs)
            try:
                for (_, future), result in zip(jobs, self._done([job for job, _ in jobs])):
                    future.set_result(result)
            except Exception as error:  # noqa: BLE001 - whoever asked is told
                for _, future in jobs:
                    if not future.done():
                        future.set_exception(error)
            self.running = 0

    def _next(self):
        """The oldest waiting and all that may share its batch, once no more seem to come."""
        with self.changed:
            while True:
                while not self.waiting:
                    self.changed.wait()
                first = self.waiting[0][0]
                together = [each for each in self.waiting if self._share(each[0], first)]
                quiet = QUIET - (time.monotonic() - max(each[2] for each in together))
                if callable(first) or quiet <= 0 or len(together) >= self.engine.most_rows:
                    some = together[: 1 if callable(first) else self.engine.most_rows]
                    taken = {id(each[1]) for each in some}
                    self.waiting = [each for each in self.waiting if id(each[1]) not in taken]
                    return [(job, future) for job, future, _ in some]
                self.changed.wait(quiet)

    @staticmethod
    def _share(job, first):
        return job is first or (not callable(job) and not callable(first) and job.shared == first.shared)

    def _done(self, jobs):
        if callable(jobs[0]):
            return [jobs[0]()]
        first, asks = jobs[0], [job.ask for job in jobs]
        rules = first.rules
        longest = max(len(ask.prompt) for ask in asks)
        # Nobody knows beforehand how many waits that do not count there will be: all the room there is.
        branch = len(rules.script) + rules.answer_tokens
        steps = rules.largest if rules.wait_counts else self.room - longest - branch
        found = self.engine.generate(first.strategy, dict(first.settings), rules, first.sampling, asks, steps, self._count)
        self.tokens["prompt"] += sum(len(ask.prompt) for ask in asks)
        self.compactions += sum(each.counters["compactions"] for each in found)
        return found

    def _count(self, tokens):
        self.tokens["generation"] += tokens
