#!/usr/bin/python3
"""A sender of single AMQP messages that need not make sense to anybody.

Events
    {"event": "ready"}
Commands
    {"command": "send", "id", "address", "body", "as": "string" | "binary" | "data" | "map" | "null", "reply_to"}
        -> result with "outcome": "accepted" | "rejected" | "released" | "modified", "condition", "description"
    {"command": "ask", "id", "address", "body", "as"}
        -> the same, as a call: with "sent" (its message-id), and "reply" and "correlation" of the message that answers it
        body is a text; "map" puts it into an AMQP map, "data" into a data section, the others into an amqp-value section
"""

import argparse
import uuid

import proton
from proton import utils

import peer

LIMIT = 30  # seconds for each step

OUTCOMES = {
    proton.Delivery.ACCEPTED: 'accepted',
    proton.Delivery.REJECTED: 'rejected',
    proton.Delivery.RELEASED: 'released',
    proton.Delivery.MODIFIED: 'modified',
}


def body_of(request):
    text = request.get('body')
    return {
        'string': lambda: text,
        'binary': lambda: text.encode(),
        'data': lambda: text.encode(),
        'map': lambda: {'text': text},
        'null': lambda: None,
    }[request.get('as', 'string')]()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--url', required=True, help='host:port')
    args = parser.parse_args()

    def send(request):
        message = proton.Message(body=body_of(request), inferred=request.get('as') == 'data', id=uuid.uuid4().hex,
                                 address=request['address'], reply_to=request.get('reply_to'))
        connection = utils.BlockingConnection(args.url, timeout=LIMIT)
        try:
            # With no error states, an outcome that is not accepted is returned like any other.
            delivery = connection.create_sender(request['address']).send(message, timeout=LIMIT, error_states=[])
            condition = delivery.remote.condition
            return {'outcome': OUTCOMES.get(delivery.remote_state, str(delivery.remote_state)),
                    'condition': condition.name if condition else None,
                    'description': condition.description if condition else None}
        finally:
            connection.close()

    def ask(request):
        connection = utils.BlockingConnection(args.url, timeout=LIMIT)
        try:
            replies = connection.create_receiver(None, credit=1, dynamic=True)
            message = proton.Message(body=body_of(request), inferred=request.get('as') == 'data', id=uuid.uuid4().hex,
                                     address=request['address'], reply_to=replies.remote_source.address)
            delivery = connection.create_sender(request['address']).send(message, timeout=LIMIT, error_states=[])
            reply = replies.receive(timeout=LIMIT)
            replies.accept()
            return {'outcome': OUTCOMES.get(delivery.remote_state, str(delivery.remote_state)), 'sent': message.id,
                    'reply': reply.body, 'correlation': reply.correlation_id}
        finally:
            connection.close()

    peer.emit('ready')
    peer.serve_commands({'send': send, 'ask': ask}, lambda: None)


if __name__ == '__main__':
    main()
