#!/usr/bin/python3
"""An RPC server.

Events
    {"event": "ready", "topic", "server"}
    {"event": "request", "n", "method", "args", "ctxt"}    at the start of each method, unless --quiet
    {"event": "finished", "method", "args"}                when sleep or slow_hit is over, unless --quiet
Commands
    {"command": "stats", "id"}                             -> result with "count" and "methods"
    {"command": "await", "id", "count"}                    -> result, once that many requests have come
"""

import builtins
import collections
import threading
import time

import oslo_messaging
from oslo_config import cfg

import peer


class Endpoint:
    """The methods that tests call."""

    def __init__(self, target, quiet):
        self.target = target
        self._quiet = quiet
        self._changed = threading.Condition()
        self._methods = collections.Counter()

    def echo(self, ctxt, data=None):
        self._begin('echo', ctxt, data=data)
        return data

    def whoami(self, ctxt):
        """The context as it arrived."""
        self._begin('whoami', ctxt)
        return ctxt

    def nothing(self, ctxt):
        self._begin('nothing', ctxt)

    def fail(self, ctxt, kind, message):
        """Raises the builtin exception of that name."""
        self._begin('fail', ctxt, kind=kind, message=message)
        raise getattr(builtins, kind)(message)

    def fail_custom(self, ctxt, message='custom', host=None):
        self._begin('fail_custom', ctxt, message=message, host=host)
        raise peer.ComputeError(message, host=host)

    def sleep(self, ctxt, seconds):
        self._begin('sleep', ctxt, seconds=seconds)
        time.sleep(seconds)
        self._end('sleep', seconds=seconds)
        return seconds

    def hit(self, ctxt, data=None):
        self._begin('hit', ctxt, data=data)

    def slow_hit(self, ctxt, delay, data=None):
        self._begin('slow_hit', ctxt, delay=delay, data=data)
        time.sleep(delay)
        self._end('slow_hit', delay=delay, data=data)

    def stats(self, ctxt):
        """Requests so far, this one not counted."""
        return self.counts()

    def counts(self):
        with self._changed:
            return {'count': sum(self._methods.values()), 'methods': dict(self._methods)}

    def wait_for(self, count):
        with self._changed:
            self._changed.wait_for(lambda: sum(self._methods.values()) >= count)

    def _begin(self, method, ctxt, **args):
        with self._changed:
            self._methods[method] += 1
            n = sum(self._methods.values())
            self._changed.notify_all()
        if not self._quiet:
            peer.emit('request', n=n, method=method, args=args, ctxt=ctxt)

    def _end(self, method, **args):
        if not self._quiet:
            peer.emit('finished', method=method, args=args)


def main():
    parser = peer.arguments(__doc__.splitlines()[0])
    parser.add_argument('--topic', required=True)
    parser.add_argument('--server', required=True)
    parser.add_argument('--exchange')
    parser.add_argument('--namespace')
    parser.add_argument('--version', default='1.0')
    parser.add_argument('--threads', default='64', help='size of the pool that runs the methods')
    parser.add_argument('--ping', action='store_true', help='answer oslo_rpc_server_ping')
    parser.add_argument('--quiet', action='store_true', help='no event for each request')
    args = parser.parse_args()

    conf = peer.configuration(args)
    conf.set_override('executor_thread_pool_size', args.threads)
    if args.ping:
        cfg.CONF.set_override('rpc_ping_enabled', True)  # read from the global configuration, whatever the transport's
    endpoint = Endpoint(oslo_messaging.Target(namespace=args.namespace, version=args.version), args.quiet)
    transport = oslo_messaging.get_rpc_transport(conf, args.url)
    target = oslo_messaging.Target(exchange=args.exchange, topic=args.topic, server=args.server)
    server = oslo_messaging.get_rpc_server(transport, target, [endpoint], executor='threading')

    # Three links: to this server, to every server, to any server of the topic.
    attachments = peer.Attachments(args.url, 3, lambda: peer.emit('ready', topic=args.topic, server=args.server))
    server.start()
    attachments.started()

    def leave():
        server.stop()
        server.wait()
        transport.cleanup()

    peer.serve_commands({'stats': lambda request: endpoint.counts(), 'await': lambda request: endpoint.wait_for(request['count'])}, leave)


if __name__ == '__main__':
    main()
