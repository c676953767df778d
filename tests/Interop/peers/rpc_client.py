#!/usr/bin/python3
"""An RPC client.

Events
    {"event": "ready"}                                                   it takes commands; the bus is connected at the first
    {"event": "result", "id", "command", "ok": true, "value", "seconds"}
    {"event": "result", "id", "command", "ok": false, "error": {"type", "module", "bases", "text", "exc_type", "value",
                                                               "traceback"}, "seconds"}
Commands, all answered by a result with the same id; those in flight run at the same time
    {"command": "call" | "cast" | "fanout", "id", "method", "args": {}, "ctxt": {},
     and, as arguments of prepare: "topic", "exchange", "namespace", "version", "server", "timeout", "version_cap", "retry",
     "call_monitor_timeout"}
    {"command": "burst", "id", "kind": "call" | "cast" | "fanout", "count", "threads", "method", ...as above}
        sends count messages, whose argument "data" is 0, 1, 2..., from that many threads; the result has "sent", "failed",
        "wrong" (calls that did not return their data, when the method is echo) and "errors" (the first five)
"""

import concurrent.futures

import oslo_messaging

import peer

PREPARED = ('exchange', 'topic', 'namespace', 'version', 'server', 'timeout', 'version_cap', 'retry',
            'call_monitor_timeout')


class Client:
    """Runs the commands."""

    def __init__(self, client):
        self._client = client

    def call(self, request):
        return {'value': self._prepare(request).call(
            request.get('ctxt', {}), request['method'], **request.get('args', {}))}

    def cast(self, request):
        self._prepare(request).cast(request.get('ctxt', {}), request['method'], **request.get('args', {}))
        return {'value': None}

    def fanout(self, request):
        self._prepare(request, fanout=True).cast(
            request.get('ctxt', {}), request['method'], **request.get('args', {}))
        return {'value': None}

    def burst(self, request):
        kind, method, ctxt = request.get('kind', 'call'), request['method'], request.get('ctxt', {})
        prepared = self._prepare(request, fanout=True) if kind == 'fanout' else self._prepare(request)
        send = prepared.call if kind == 'call' else prepared.cast

        def one(n):
            try:
                value = send(ctxt, method, **dict(request.get('args', {}), data=n))
                return None, kind == 'call' and method == 'echo' and value != n
            except Exception as failure:  # reported below
                return peer.error_of(failure), False

        with concurrent.futures.ThreadPoolExecutor(request.get('threads', 1)) as pool:
            outcomes = list(pool.map(one, range(request['count'])))
        errors = [error for error, _ in outcomes if error]
        return {'sent': len(outcomes) - len(errors), 'failed': len(errors),
                'wrong': sum(wrong for _, wrong in outcomes), 'errors': errors[:5]}

    def _prepare(self, request, **more):
        return self._client.prepare(**{name: request[name] for name in PREPARED if name in request}, **more)


def main():
    parser = peer.arguments(__doc__.splitlines()[0])
    parser.add_argument('--topic', required=True)
    parser.add_argument('--exchange')
    parser.add_argument('--namespace')
    parser.add_argument('--version')
    parser.add_argument('--timeout', type=float)
    parser.add_argument('--retry', type=int)
    parser.add_argument('--allow-exceptions-of', action='append', default=[], metavar='MODULE',
                        help='rebuild remote exceptions of this module')
    args = parser.parse_args()

    transport = oslo_messaging.get_rpc_transport(
        peer.configuration(args), args.url, allowed_remote_exmods=args.allow_exceptions_of)
    target = oslo_messaging.Target(exchange=args.exchange, topic=args.topic, namespace=args.namespace,
                                   version=args.version)
    client = Client(oslo_messaging.get_rpc_client(transport, target, timeout=args.timeout, retry=args.retry))
    peer.emit('ready')
    peer.serve_commands({'call': client.call, 'cast': client.cast, 'fanout': client.fanout, 'burst': client.burst},
                        transport.cleanup)


if __name__ == '__main__':
    main()
