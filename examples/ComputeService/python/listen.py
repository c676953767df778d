#!/usr/bin/python3
"""Prints notifications."""

import json
import sys

import oslo_messaging

import common


class Printer:
    """Has one method for each priority to listen to; the driver opens a link for each."""

    def info(self, ctxt, publisher_id, event_type, payload, metadata):
        self._print('info', publisher_id, event_type, payload)

    def warn(self, ctxt, publisher_id, event_type, payload, metadata):
        self._print('warn', publisher_id, event_type, payload)

    def error(self, ctxt, publisher_id, event_type, payload, metadata):
        self._print('error', publisher_id, event_type, payload)

    @staticmethod
    def _print(priority, publisher_id, event_type, payload):
        # Each priority has a thread of its own. One write keeps the lines apart.
        sys.stdout.write('%-5s %s from %s: %s\n' % (priority, event_type, publisher_id, json.dumps(payload)))
        sys.stdout.flush()


def main():
    parser = common.arguments(__doc__)
    parser.add_argument('--topic', default='notifications')
    args = parser.parse_args()

    transport = oslo_messaging.get_notification_transport(common.configuration(args), args.url)
    listener = oslo_messaging.get_notification_listener(
        transport, [oslo_messaging.Target(topic=args.topic)], [Printer()], executor='threading')
    print('Listening to %s on %s; Ctrl+C ends it.' % (args.topic, args.url), flush=True)
    common.run_until_interrupted(listener, transport)


if __name__ == '__main__':
    main()
