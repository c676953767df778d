"""What every Python peer of the interop tests shares.

A peer is a small program around oslo.messaging, with its AMQP 1.0 driver (amqp://) or its RabbitMQ driver (rabbit://). It
runs with oslo.messaging 14.0.3 and later; the AMQP 1.0 driver was removed in 15.0. A peer reports events as JSON objects,
one a line, on stdout, and takes commands as JSON objects, one a line, on stdin:

    -> {"event": "ready", ...}           the peer's links are attached (servers, listeners) or it takes commands
    <- {"command": "stop"}               leave the bus and exit; end of input means the same
    -> {"event": "error", "text": ...}   a command could not be understood

Logging goes to stderr, so that a failed test can show it.
"""

import argparse
import json
import logging
import os
import sys
import threading
import time

import oslo_messaging
from oslo_config import cfg
from oslo_messaging import opts as oslo_opts
from oslo_messaging._metrics import client as metrics

try:
    from oslo_messaging._drivers.amqp1_driver import controller
except ImportError:
    controller = None  # a release without the AMQP 1.0 driver

try:
    from oslo_messaging._tracing import client as tracing
except ImportError:
    tracing = None  # a release without tracing

AMQP1_GROUP = 'oslo_messaging_amqp'
RABBIT_GROUP = 'oslo_messaging_rabbit'
LEAVE_LIMIT = 5  # seconds a peer takes to leave a bus that does not answer

_stdout = threading.Lock()


def emit(event, **fields):
    """Writes one event; safe from any thread."""
    line = json.dumps(dict(event=event, **fields), default=repr)
    with _stdout:
        sys.stdout.write(line + '\n')
        sys.stdout.flush()


class ComputeError(Exception):
    """An exception class that no other process knows."""

    def __init__(self, message, host=None):
        super().__init__(message)
        self.host = host


def arguments(description):
    """The parser with the arguments that all peers have."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument('--url', required=True, help='transport URL, amqp://... or rabbit://...')
    parser.add_argument('--addressing-mode', choices=['legacy', 'routable', 'dynamic'])
    parser.add_argument('--config-file', action='append', default=[], help='an oslo ini file, read first')
    parser.add_argument('--option', action='append', default=[], metavar='[GROUP.]NAME=VALUE',
                        help="an option of oslo, by default of the group of the URL's driver; a list option is given once "
                             'for each value; an empty value of a list option is the empty list')
    parser.add_argument('--log-level', default='WARNING')
    return parser


def configuration(args):
    """A private configuration with every option of oslo.messaging and the overrides of the command line."""
    logging.basicConfig(stream=sys.stderr, level=args.log_level,
                        format='%(asctime)s %(levelname)s %(name)s: %(message)s')
    conf = cfg.ConfigOpts()
    for group, options in oslo_opts.list_opts():
        conf.register_opts(options, group=group)
    conf.register_opts(metrics.oslo_messaging_metrics, group='oslo_messaging_metrics')
    if tracing:
        conf.register_opts(tracing.oslo_messaging_tracing, group='oslo_messaging_tracing')
    conf([], project='interop', default_config_files=args.config_file, default_config_dirs=[])
    conf.set_override('metrics_enabled', False, 'oslo_messaging_metrics')
    # The metrics thread outlives the last call by this many seconds, and the process waits for it.
    conf.set_override('metrics_thread_stop_timeout', 0, 'oslo_messaging_metrics')
    if args.addressing_mode:
        conf.set_override('addressing_mode', args.addressing_mode, AMQP1_GROUP)
    _override(conf, args.option, RABBIT_GROUP if uses_rabbit(args.url) else AMQP1_GROUP)
    return conf


def uses_rabbit(url):
    """Whether oslo.messaging uses its RabbitMQ driver for this URL."""
    return url.partition(':')[0].partition('+')[0] in ('rabbit', 'kombu')


def _override(conf, assignments, default_group):
    values = {}
    for assignment in assignments:
        name, value = assignment.split('=', 1)
        group, _, name = name.rpartition('.')
        group = group or default_group
        values.setdefault((None if group == 'DEFAULT' else group, name), []).append(value)
    options = {(None if group == 'DEFAULT' else group, option.dest): option
               for group, registered in oslo_opts.list_opts() for option in registered}
    for (group, name), given in values.items():
        option = options[group, name]
        several = option.multi or isinstance(option, cfg.ListOpt)
        conf.set_override(name, [value for value in given if value] if several else given[-1], group)


class Attachments:
    """Tells when this process receives: the AMQP 1.0 driver's start() returns before its links are attached.

    Emits {"event": "attached", "address"} for each link, each time it comes up, and calls on_ready once, when `expected`
    different links are up. Emits {"event": "detached", "address", "reason"} when the other side closes one. The RabbitMQ
    driver has declared and bound its queues when its start() returns, so on_ready is called then, by started().
    """

    def __init__(self, url, expected, on_ready):
        self._expected = expected
        self._on_ready = on_ready
        self._up = set()
        self._rabbit = uses_rabbit(url)
        if not self._rabbit:
            self._watch_links()

    def started(self):
        """To be called when start() has returned."""
        if self._rabbit:
            self._on_ready()

    def _watch_links(self):
        attachments = self
        closed_by_peer = controller.Server.receiver_remote_closed

        def receiver_active(server, link):
            attachments._attached(link)

        def receiver_remote_closed(server, link, condition):
            emit('detached', address=link.target_address, reason=str(condition) if condition else None)
            closed_by_peer(server, link, condition)

        controller.Server.receiver_active = receiver_active
        controller.Server.receiver_remote_closed = receiver_remote_closed

    def _attached(self, link):
        emit('attached', address=link.target_address)
        self._up.add(link.target_address)
        if self._on_ready and len(self._up) == self._expected:
            on_ready, self._on_ready = self._on_ready, None
            on_ready()


def error_of(failure):
    """What a caller can see of an exception."""
    kind = type(failure)
    remote = isinstance(failure, oslo_messaging.RemoteError)
    return {
        'type': kind.__name__,
        'module': kind.__module__,
        'bases': [base.__name__ for base in kind.__mro__],
        'text': str(failure),
        'exc_type': failure.exc_type if remote else None,
        'value': failure.value if remote else None,
        'traceback': bool(failure.traceback) if remote else 'Traceback (most recent call last)' in str(failure),
    }


def serve_commands(commands, leave):
    """Reads commands until stop or the end of input, then leaves the bus and exits with 0.

    `commands` maps a command's name to a function that takes its JSON object; each runs on its own thread.
    """
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            request = json.loads(line)
            name = request['command']
            action = None if name == 'stop' else commands[name]
        except (ValueError, KeyError, TypeError) as failure:
            emit('error', text='%r: %r' % (failure, line))
            continue
        if action is None:
            break
        threading.Thread(target=_run, args=(action, request), daemon=True).start()
    _leave(leave)


def _run(action, request):
    started = time.monotonic()
    try:
        fields = {'ok': True, **(action(request) or {})}
    except Exception as failure:  # the test decides what an error means
        fields = {'ok': False, 'error': error_of(failure)}
    emit('result', id=request.get('id'), command=request['command'],
         seconds=round(time.monotonic() - started, 3), **fields)


def _leave(leave):
    leaving = threading.Thread(target=leave, daemon=True)
    leaving.start()
    leaving.join(LEAVE_LIMIT)
    try:
        emit('stopped', clean=not leaving.is_alive())
        logging.shutdown()
    except OSError:
        pass  # nobody reads any more: whoever started this process is gone
    finally:
        os._exit(0)  # worker threads of oslo would hold the process


def exit_with_parent():
    """Ends this process when its standard input does. For a peer that takes no commands, and so would not notice.

    Not by PR_SET_PDEATHSIG: that signal comes when the *thread* that started this process ends, and a pool's threads do.
    """
    def watch():
        while sys.stdin.buffer.read(4096):
            pass
        os._exit(1)
    threading.Thread(target=watch, daemon=True).start()
