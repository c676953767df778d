#!/usr/bin/python3
"""Calls `echo` in a number of threads for some seconds.

    call_loop.py URL TOPIC THREADS SECONDS PAYLOAD

Prints calls per second, p50, p99 and CPU per call, all times in microseconds.
"""

import logging
import resource
import sys
import threading
import time

import oslo_messaging
from oslo_config import cfg

WARM_UP = 1.0


def main():
    url, topic, threads, seconds, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
    logging.basicConfig(level='ERROR')
    cfg.CONF([], project='benchmark', default_config_files=[])
    if 'oslo_messaging_metrics' in cfg.CONF:
        # Otherwise the process lingers for ten seconds after its last call.
        cfg.CONF.set_override('metrics_thread_stop_timeout', 0, 'oslo_messaging_metrics')
    transport = oslo_messaging.get_rpc_transport(cfg.CONF, url)
    client = oslo_messaging.get_rpc_client(transport, oslo_messaging.Target(topic=topic), timeout=30)
    data = 'x' * size
    begin = time.perf_counter() + WARM_UP
    end = begin + seconds
    lists = [[] for _ in range(threads)]

    def loop(taken):
        before = time.perf_counter()
        while before < end:
            if len(client.call({}, 'echo', data=data)) != size:
                raise ValueError('The answer is not the question.')
            after = time.perf_counter()
            if before >= begin:
                taken.append(after - before)
            before = after

    workers = [threading.Thread(target=loop, args=(taken,)) for taken in lists]
    for worker in workers:
        worker.start()
    time.sleep(max(0, begin - time.perf_counter()))
    cpu_before, clock_before = cpu(), time.perf_counter()
    for worker in workers:
        worker.join()
    spent, elapsed = cpu() - cpu_before, time.perf_counter() - clock_before
    taken = sorted(sum(lists, []))
    count = len(taken)
    print(count / elapsed, taken[count // 2] * 1e6, taken[int(count * 0.99)] * 1e6, spent / count * 1e6)
    transport.cleanup()


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == '__main__':
    main()
