#!/usr/bin/python3
"""A service whose only setting is the ini file that amqp1 dev has written. It serves a method, which emits a notification.

Events
    {"event": "ready"}              it serves the topic dev
    {"event": "served", "name"}     the method build was called
"""

import sys

import oslo_messaging
from oslo_config import cfg

import peer


class Endpoint:
    def __init__(self, notifier):
        self._notifier = notifier

    def build(self, ctxt, name):
        peer.emit('served', name=name)
        self._notifier.info({}, 'dev.build.end', {'name': name})
        return {'built': name}


def main():
    conf = cfg.ConfigOpts()
    conf(['--config-file', sys.argv[1]], project='dev')
    notifier = oslo_messaging.Notifier(oslo_messaging.get_notification_transport(conf), 'dev.python')
    target = oslo_messaging.Target(topic='dev', server='python')
    server = oslo_messaging.get_rpc_server(oslo_messaging.get_rpc_transport(conf), target, [Endpoint(notifier)], executor='threading')
    server.start()
    peer.emit('ready')
    sys.stdin.read()
    server.stop()
    server.wait()


if __name__ == '__main__':
    main()
