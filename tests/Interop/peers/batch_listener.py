#!/usr/bin/python3
"""A notification listener that takes batches.

Events
    {"event": "ready"}
    {"event": "batch", "priority", "messages": [{"ctxt", "publisher_id", "event_type", "payload", "metadata"}]}
"""

import oslo_messaging

import peer

PRIORITIES = ['audit', 'debug', 'info', 'warn', 'error', 'critical', 'sample']


class Endpoint:
    """Reports each batch; oslo opens a link for each priority it has a method for."""

    def __init__(self, priorities):
        for priority in priorities:
            setattr(self, priority, self._handler(priority))

    def _handler(self, priority):
        def handle(messages):
            peer.emit('batch', priority=priority, messages=messages)
        return handle


def main():
    parser = peer.arguments(__doc__.splitlines()[0])
    parser.add_argument('--topic', required=True)
    parser.add_argument('--priority', action='append', choices=PRIORITIES, help='default: info')
    parser.add_argument('--batch-size', type=int, required=True)
    parser.add_argument('--batch-timeout', type=int, required=True, help='seconds')
    args = parser.parse_args()

    priorities = args.priority or ['info']
    transport = oslo_messaging.get_notification_transport(peer.configuration(args), args.url)
    listener = oslo_messaging.get_batch_notification_listener(
        transport, [oslo_messaging.Target(topic=args.topic)], [Endpoint(priorities)], executor='threading',
        allow_requeue=True, batch_size=args.batch_size, batch_timeout=args.batch_timeout)

    attachments = peer.Attachments(args.url, len(priorities), lambda: peer.emit('ready'))
    listener.start()
    attachments.started()

    def leave():
        listener.stop()
        listener.wait()
        transport.cleanup()

    peer.serve_commands({}, leave)


if __name__ == '__main__':
    main()
