#!/usr/bin/python3
"""Runs oslo.messaging's own functional tests against a bus and reports each of them.

The bus is given to the suite by its own variables: RPC_TRANSPORT_URL, NOTIFY_TRANSPORT_URL, AMQP1_BACKEND.

Events
    {"event": "test", "name", "outcome": "passed" | "failed" | "skipped", "details", "seconds"}
    {"event": "done", "passed", "failed", "skipped"}
"""

import argparse
import collections
import os
import time
import unittest

import peer

MODULE = 'oslo_messaging.tests.functional.test_functional'

# Upstream's tests of notifications wait for a fixed time, 100 of them within two seconds for example. On a machine with other work the
# notifications can take longer. The time of a batch and the wait for notifications are multiplied by this number.
PATIENCE = 5


class Result(unittest.TestResult):
    """Turns each outcome into an event; one test has exactly one."""

    def __init__(self):
        super().__init__()
        self.counts = collections.Counter()
        self._outcome = None
        self._started = 0.0

    def startTest(self, test):
        super().startTest(test)
        self._outcome = ('passed', None)
        self._started = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        outcome, details = self._outcome
        self.counts[outcome] += 1
        peer.emit('test', name=test.id(), outcome=outcome, details=details,
                  seconds=round(time.monotonic() - self._started, 3))

    def addSkip(self, test, reason):
        self._outcome = ('skipped', reason)

    def addError(self, test, err):
        self._failed(test, err)

    def addFailure(self, test, err):
        self._failed(test, err)

    def _failed(self, test, err):
        self._outcome = ('failed', self._exc_info_to_string(err, test))


def matching(suite, words, without):
    """The tests of the suite whose name contains one of the words, or all when there are none, but for those left out."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from matching(test, words, without)
        elif (not words or any(word in test.id() for word in words)) and not any(word in test.id() for word in without):
            yield test


def be_patient():
    """Multiplies the time limits of the fixtures that collect notifications."""
    from oslo_messaging.tests.functional import utils
    collect, batches = utils.NotificationFixture.get_events, utils.BatchNotificationFixture.__init__

    def get_events(self, timeout=0.5):
        return collect(self, timeout * PATIENCE)

    def __init__(self, conf, url, topics, batch_size=5, batch_timeout=2):
        batches(self, conf, url, topics, batch_size, batch_timeout * PATIENCE)

    utils.NotificationFixture.get_events = get_events
    utils.BatchNotificationFixture.__init__ = __init__


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('words', nargs='*', help='run only tests with one of these in their name')
    parser.add_argument('--without', action='append', default=[], metavar='WORD', help='leave these out')
    args = parser.parse_args()
    peer.exit_with_parent()

    be_patient()
    tests = unittest.defaultTestLoader.loadTestsFromName(MODULE)
    result = Result()
    unittest.TestSuite(matching(tests, args.words, args.without)).run(result)
    peer.emit('done', passed=result.counts['passed'], failed=result.counts['failed'], skipped=result.counts['skipped'])
    os._exit(1 if result.counts['failed'] else 0)  # threads of the driver would hold the process


if __name__ == '__main__':
    main()
