#!/usr/bin/python3
"""A sender of single AMQP messages that need not make sense to anybody.

Events
    {"event": "ready"}
Commands
    {"command": "send", "id", "address", "body", "as": "string" | "binary" | "data" | "map" | "null", "reply_to"}
        -> result with "outcome": "accepted" | "rejected" | "released" | "modified", "condition", "description"
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

    peer.emit('ready')
    peer.serve_commands({'send': send}, lambda: None)


if __name__ == '__main__':
    main()
