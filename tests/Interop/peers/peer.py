"""What every Python peer of the interop tests shares.

A peer is a small program around oslo.messaging's AMQP 1.0 driver. It reports events as JSON objects, one a line, on
stdout, and takes commands as JSON objects, one a line, on stdin:

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
from oslo_messaging._drivers.amqp1_driver import controller
from oslo_messaging._metrics import client as metrics

AMQP1_GROUP = 'oslo_messaging_amqp'
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
    parser.add_argument('--url', required=True, help='transport URL, amqp://...')
    parser.add_argument('--addressing-mode', choices=['legacy', 'routable', 'dynamic'])
    parser.add_argument('--config-file', action='append', default=[], help='an oslo ini file, read first')
    parser.add_argument('--option', action='append', default=[], metavar='[GROUP.]NAME=VALUE',
                        help='an option of oslo, by default of [%s]; a list option is given once for each value; '
                             'an empty value of a list option is the empty list' % AMQP1_GROUP)
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
    conf([], project='interop', default_config_files=args.config_file, default_config_dirs=[])
    conf.set_override('metrics_enabled', False, 'oslo_messaging_metrics')
    # The metrics thread outlives the last call by this many seconds, and the process waits for it.
    conf.set_override('metrics_thread_stop_timeout', 0, 'oslo_messaging_metrics')
    if args.addressing_mode:
        conf.set_override('addressing_mode', args.addressing_mode, AMQP1_GROUP)
    _override(conf, args.option)
    return conf


def _override(conf, assignments):
    values = {}
    for assignment in assignments:
        name, value = assignment.split('=', 1)
        group, _, name = name.rpartition('.')
        group = group or AMQP1_GROUP
        values.setdefault((None if group == 'DEFAULT' else group, name), []).append(value)
    options = {(None if group == 'DEFAULT' else group, option.dest): option
               for group, registered in oslo_opts.list_opts() for option in registered}
    for (group, name), given in values.items():
        option = options[group, name]
        several = option.multi or isinstance(option, cfg.ListOpt)
        conf.set_override(name, [value for value in given if value] if several else given[-1], group)


class Attachments:
    """Tells when the receiving links of this process are up: oslo's own start() returns before they are.

    Emits {"event": "attached", "address"} for each link, each time it comes up, and calls on_ready once, when `expected`
    different links are up. Emits {"event": "detached", "address", "reason"} when the other side closes one.
    """

    def __init__(self, expected, on_ready):
        self._expected = expected
        self._on_ready = on_ready
        self._up = set()
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
