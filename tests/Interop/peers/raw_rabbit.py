#!/usr/bin/python3
"""A peer that speaks AMQP 0.9.1 and nothing above it: it publishes what no driver publishes, and sees messages as they are.

Events
    {"event": "ready"}                                     connected; it takes commands
Commands, all answered by a result with the same id
    {"command": "publish", "id", "exchange", "routing_key", "body", "properties": {}, "headers": {}, "compress", "count": 1}
        "properties" are those of AMQP 0.9.1; without any, content type and encoding are oslo's. "compress" is "zlib" or "bz2"
        and sets the header as kombu does. The result has "returned": how many messages came back unrouted.
    {"command": "declare", "id", "exchange", "queue"}      -> "value": the queue's name; a topic exchange and a queue that is bound
                                                              to it by its own name, with oslo's default properties
    {"command": "get", "id", "queue", "limit": 30}         -> "message": {"body", "properties", "headers", "exchange",
                                                              "routing_key", "redelivered"}; waits that many seconds for one
                                                              and acknowledges it
    {"command": "count", "id", "queue"}                    -> "messages" and "consumers" of a queue; an error if it does not exist
"""

import argparse
import bz2
import threading
import time
import zlib

import amqp

import peer

OSLO = {'content_type': 'application/json', 'content_encoding': 'utf-8', 'delivery_mode': 2}
COMPRESSIONS = {'zlib': (zlib.compress, 'application/x-gzip'), 'bz2': (bz2.compress, 'application/x-bz2')}


class Raw:
    """Runs the commands, one at a time, each on a channel of its own: an error closes only that one."""

    def __init__(self, connection):
        self._connection = connection
        self._gate = threading.Lock()

    def publish(self, request):
        body, headers = request['body'].encode(), dict(request.get('headers', {}))
        if 'compress' in request:
            compress, headers['compression'] = COMPRESSIONS[request['compress']]
            body = compress(body)
        properties = request.get('properties', OSLO)
        returned = []
        with self._gate, self._connection.channel() as channel:
            channel.confirm_select()
            channel.events['basic_return'].add(lambda *arguments: returned.append(arguments))
            for _ in range(request.get('count', 1)):
                message = amqp.Message(body, application_headers=headers, **properties)
                channel.basic_publish_confirm(message, exchange=request.get('exchange', ''),
                                              routing_key=request.get('routing_key', ''), mandatory=True)
        return {'returned': len(returned)}

    def declare(self, request):
        with self._gate, self._connection.channel() as channel:
            channel.exchange_declare(request['exchange'], 'topic', durable=False, auto_delete=False)
            channel.queue_declare(request['queue'], durable=False, exclusive=False, auto_delete=False)
            channel.queue_bind(request['queue'], request['exchange'], request['queue'])
        return {'value': request['queue']}

    def get(self, request):
        limit = time.monotonic() + request.get('limit', 30)
        message = None
        while message is None:
            if time.monotonic() > limit:
                raise TimeoutError('no message in %s' % request['queue'])
            with self._gate, self._connection.channel() as channel:
                message = channel.basic_get(request['queue'])
                if message is not None:
                    channel.basic_ack(message.delivery_tag)
            if message is None:
                time.sleep(0.05)
        properties = dict(message.properties)
        headers = properties.pop('application_headers', {})
        body = message.body if isinstance(message.body, str) else message.body.decode('utf-8', 'backslashreplace')
        return {'message': {'body': body, 'properties': properties, 'headers': headers,
                            'exchange': message.delivery_info['exchange'], 'routing_key': message.delivery_info['routing_key'],
                            'redelivered': message.delivery_info['redelivered']}}

    def count(self, request):
        with self._gate, self._connection.channel() as channel:
            declared = channel.queue_declare(request['queue'], passive=True)
        return {'messages': declared.message_count, 'consumers': declared.consumer_count}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--host', required=True, help='HOST:PORT')
    parser.add_argument('--user', required=True)
    parser.add_argument('--password', required=True)
    parser.add_argument('--vhost', default='/')
    args = parser.parse_args()

    connection = amqp.Connection(args.host, args.user, args.password, virtual_host=args.vhost)
    connection.connect()
    raw = Raw(connection)
    peer.emit('ready')
    peer.serve_commands({'publish': raw.publish, 'declare': raw.declare, 'get': raw.get, 'count': raw.count}, connection.close)


if __name__ == '__main__':
    main()
