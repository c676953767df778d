#!/usr/bin/python3
"""A notifier.

Events
    {"event": "ready"}                                           it takes commands; the bus is connected at the first
    {"event": "result", "id", "command", "ok": true, "sent", "failed", "errors", "seconds"}
        oslo logs what it could not deliver and raises nothing; failed and errors are taken from its log
Commands
    {"command": "notify", "id", "priority": "info", "event_type", "payload": {}, "ctxt": {}, "publisher_id", "retry",
     "count": 1}                                                 with a count above 1 the payload gets a member "n"
"""

import logging
import threading

import oslo_messaging

import peer


class Context(dict):
    """A request context; of a plain dict oslo sends nothing."""

    def redacted_copy(self):
        return dict(self)


class Failures(logging.Handler):
    """Collects, for each thread, what the notifier logs instead of raising it."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self._errors = threading.local()
        logging.getLogger('oslo_messaging.notify.messaging').addHandler(self)

    def begin(self):
        self._errors.list = []

    def end(self):
        return self._errors.list

    def emit(self, record):
        failure = record.exc_info[1] if record.exc_info else Exception(record.getMessage())
        self._errors.list.append(peer.error_of(failure))


def main():
    parser = peer.arguments(__doc__.splitlines()[0])
    parser.add_argument('--topic', action='append', required=True)
    parser.add_argument('--driver', choices=['messaging', 'messagingv2'], default='messagingv2')
    parser.add_argument('--publisher-id', default='peer.python')
    parser.add_argument('--retry', type=int, default=-1)
    args = parser.parse_args()

    transport = oslo_messaging.get_notification_transport(peer.configuration(args), args.url)
    notifier = oslo_messaging.Notifier(transport, args.publisher_id, driver=args.driver, topics=args.topic,
                                       retry=args.retry)
    failures = Failures()

    def notify(request):
        prepared = notifier.prepare(publisher_id=request.get('publisher_id', args.publisher_id),
                                    retry=request.get('retry', args.retry))
        send = getattr(prepared, request.get('priority', 'info'))
        count = request.get('count', 1)
        failures.begin()
        for n in range(count):
            payload = request.get('payload', {})
            send(Context(request.get('ctxt', {})), request['event_type'], dict(payload, n=n) if count > 1 else payload)
        errors = failures.end()
        return {'sent': count * len(args.topic) - len(errors), 'failed': len(errors), 'errors': errors[:5]}

    peer.emit('ready')
    peer.serve_commands({'notify': notify}, transport.cleanup)


if __name__ == '__main__':
    main()
