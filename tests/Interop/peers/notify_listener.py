#!/usr/bin/python3
"""A notification listener.

Events
    {"event": "ready"}
    {"event": "notification", "n", "priority", "publisher_id", "event_type", "payload", "metadata", "ctxt",
     "result": "handled" | "requeue"}
Commands
    {"command": "await", "id", "count"}                    -> result, once that many notifications have been handled
"""

import threading

import oslo_messaging
from oslo_messaging import NotificationResult

import peer

PRIORITIES = ['audit', 'debug', 'info', 'warn', 'error', 'critical', 'sample']


class Endpoint:
    """Handles the wanted priorities; requeues the first notifications."""

    def __init__(self, priorities, requeue, quiet, rule):
        self._requeue = requeue
        self._quiet = quiet
        self._changed = threading.Condition()
        self._seen = 0
        self._handled = 0
        if rule:
            self.filter_rule = oslo_messaging.NotificationFilter(**rule)
        for priority in priorities:
            # oslo opens a link for each priority the endpoint has a method for.
            setattr(self, priority, self._handler(priority))

    def wait_for(self, count):
        with self._changed:
            self._changed.wait_for(lambda: self._handled >= count)

    def _handler(self, priority):
        def handle(ctxt, publisher_id, event_type, payload, metadata):
            with self._changed:
                self._seen += 1
                n = self._seen
                requeue = n <= self._requeue
                self._handled += not requeue
                self._changed.notify_all()
            result = NotificationResult.REQUEUE if requeue else NotificationResult.HANDLED
            if not self._quiet:
                peer.emit('notification', n=n, priority=priority, publisher_id=publisher_id, event_type=event_type,
                          payload=payload, metadata=metadata, ctxt=ctxt, result=result)
            return result
        return handle


def main():
    parser = peer.arguments(__doc__.splitlines()[0])
    parser.add_argument('--topic', action='append', required=True)
    parser.add_argument('--priority', action='append', choices=PRIORITIES, help='default: info')
    parser.add_argument('--requeue', type=int, default=0, metavar='N', help='requeue the first N notifications')
    parser.add_argument('--event-type', help='handle only event types that match this regular expression')
    parser.add_argument('--publisher-id', help='handle only publishers that match this regular expression')
    parser.add_argument('--pool', help='share notifications with the listeners of this pool only')
    parser.add_argument('--quiet', action='store_true', help='no event for each notification')
    args = parser.parse_args()

    priorities = args.priority or ['info']
    rule = {name: value for name, value in
            (('event_type', args.event_type), ('publisher_id', args.publisher_id)) if value}
    endpoint = Endpoint(priorities, args.requeue, args.quiet, rule)
    transport = oslo_messaging.get_notification_transport(peer.configuration(args), args.url)
    listener = oslo_messaging.get_notification_listener(
        transport, [oslo_messaging.Target(topic=topic) for topic in args.topic], [endpoint],
        executor='threading', allow_requeue=True, pool=args.pool)

    attachments = peer.Attachments(args.url, len(args.topic) * len(priorities), lambda: peer.emit('ready'))
    listener.start()
    attachments.started()

    def leave():
        listener.stop()
        listener.wait()
        transport.cleanup()

    peer.serve_commands({'await': lambda request: endpoint.wait_for(request['count'])}, leave)


if __name__ == '__main__':
    main()
