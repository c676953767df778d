#!/usr/bin/python3
"""Emits the notifications of one instance's life: created, failed, deleted.

If no listener takes a notification, oslo waits for 30 seconds and reports it only in its log.
"""

import platform

import oslo_messaging

import common


def main():
    parser = common.arguments(__doc__.splitlines()[0])
    parser.add_argument('--topic', default='notifications')
    parser.add_argument('--instance', default='vm-1')
    args = parser.parse_args()

    transport = oslo_messaging.get_notification_transport(common.configuration(args), args.url)
    notifier = oslo_messaging.Notifier(transport, 'compute.' + platform.node(), driver='messagingv2', topics=[args.topic])
    payload = {'instance_id': args.instance, 'flavor': 'm1.small'}
    notifier.info({}, 'compute.instance.create.start', dict(payload, state='building'))
    notifier.info({}, 'compute.instance.create.end', dict(payload, state='active'))
    notifier.error({}, 'compute.instance.fault', dict(payload, state='error', reason='the disk is full'))
    notifier.info({}, 'compute.instance.delete.end', dict(payload, state='deleted'))
    transport.cleanup()


if __name__ == '__main__':
    main()
