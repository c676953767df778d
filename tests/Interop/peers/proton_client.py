#!/usr/bin/python3
"""What Proton sees of an AMQP 1.0 intermediary: runs one scenario over one connection and prints its observations as one line of JSON.

    proton_client.py [--ca FILE] URL SCENARIO

--ca names the authority of a peer with TLS (amqps://). A scenario that needs its peer to be restarted writes the line "paused" and goes on
when it has lost its connection. Every wait is limited, and a scenario that fails ends with a traceback and exit code 1. The scenarios are the functions below.
"""

import argparse
import json
import time

import proton
from proton import ConnectionException, Message, SSLDomain, Timeout, symbol
from proton.reactor import AtMostOnce, Copy, Move
from proton.utils import BlockingConnection, SyncRequestResponse

PATIENCE = 30
MAX_FRAME_SIZE = 4096


ARGS = argparse.Namespace()


def connect():
    domain = None
    if ARGS.ca:
        domain = SSLDomain(SSLDomain.MODE_CLIENT)
        domain.set_trusted_ca_db(ARGS.ca)
        domain.set_peer_authentication(SSLDomain.VERIFY_PEER_NAME)
    return BlockingConnection(ARGS.url, timeout=PATIENCE, max_frame_size=MAX_FRAME_SIZE, heartbeat=10, ssl_domain=domain)


def reconnect(lost):
    """Waits for the end of the connection and returns the first one that opens after it."""
    end = time.monotonic() + PATIENCE
    try:
        lost.wait(lambda: False, timeout=PATIENCE, msg='end of the connection')
    except Timeout:
        raise
    except ConnectionException:
        pass
    while True:
        try:
            return connect()
        except (ConnectionException, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def outcome(connection, delivery):
    connection.wait(lambda: delivery.settled, timeout=PATIENCE, msg='outcome')
    return str(delivery.remote_state).lower()


def settlement(connection):
    """A sender sees each outcome that its consumer chooses, and a pre-settled message arrives."""
    receiver = connection.create_receiver('interop.settlement', credit=10)
    sender = connection.create_sender('interop.settlement')
    seen = {}
    for name, settle in (('accepted', receiver.accept), ('rejected', receiver.reject),
                         ('released', lambda: receiver.release(delivered=False)), ('modified', lambda: receiver.release(delivered=True))):
        delivery = sender.link.send(Message(body=name))
        received = receiver.receive(timeout=PATIENCE)
        settle()
        seen[received.body] = outcome(connection, delivery)
        if seen[name] == 'accepted' and name in ('released', 'modified'):
            # The broker has accepted the message, and delivers it again.
            again = receiver.receive(timeout=PATIENCE)
            seen[name + '-again'] = [again.body, again.delivery_count]
            receiver.accept()
    presettled = connection.create_sender('interop.settlement', name='presettled', options=AtMostOnce())
    presettled.link.send(Message(body='presettled'))
    seen['presettled'] = receiver.receive(timeout=PATIENCE).body
    return seen


def drain(connection):
    """A drained link gives up the credit that it has no messages for, after the messages that it has."""
    receiver = connection.create_receiver('interop.drain', credit=1)
    sender = connection.create_sender('interop.drain')
    sender.link.send(Message(body='first'))
    bodies = [receiver.receive(timeout=PATIENCE).body]
    receiver.accept()
    receiver.link.drain(10)
    connection.wait(lambda: not receiver.link.draining(), timeout=PATIENCE, msg='drained')
    after = receiver.link.credit
    receiver.link.drain_mode = False
    receiver.link.flow(5)
    sender.link.send(Message(body='second'))
    bodies.append(receiver.receive(timeout=PATIENCE).body)
    receiver.accept()
    return {'bodies': bodies, 'credit': after}


def large(connection):
    """Messages of many frames arrive whole, both ways, with sections that a client of another language may write."""
    receiver = connection.create_receiver('interop.large', credit=10)
    sender = connection.create_sender('interop.large')
    sizes = []
    for size in (MAX_FRAME_SIZE - 100, 10 * MAX_FRAME_SIZE, 1_000_000):
        body = bytes(index * 7 % 251 for index in range(size))
        message = Message(body=body, subject='s', properties={'n': size, 'list': None}, annotations={symbol('x-opt-a'): 'b'}, durable=True)
        message.inferred = True
        delivery = sender.link.send(message)
        received = receiver.receive(timeout=PATIENCE)
        receiver.accept()
        whole = bytes(received.body) == body and received.properties['n'] == size and received.annotations[symbol('x-opt-a')] == 'b'
        sizes.append([size if whole else -1, outcome(connection, delivery)])
    return sizes


def echo(connection):
    """A request finds its server, and the reply the dynamic address of its client."""
    server = connection.create_receiver('interop.echo', credit=10)
    replies = connection.create_sender(None)
    client = connection.create_receiver(None, dynamic=True, credit=10)
    address = client.link.remote_source.address
    requests = connection.create_sender('interop.echo')
    for index in range(5):
        requests.link.send(Message(body=index, reply_to=address, correlation_id=str(index)))
        request = server.receive(timeout=PATIENCE)
        server.accept()
        replies.link.send(Message(body=request.body * 2, address=request.reply_to, correlation_id=request.correlation_id))
        reply = client.receive(timeout=PATIENCE)
        client.accept()
        assert (reply.correlation_id, reply.body) == (str(index), index * 2), reply
    return 5


def browse(connection):
    """A browser sees the stored messages, which a consumer then takes."""
    sender = connection.create_sender('interop.browse')
    for index in range(3):
        sender.send(Message(body=index), timeout=PATIENCE)
    browser = connection.create_receiver('interop.browse', credit=3, options=Copy())
    browsed = []
    for _ in range(3):
        browsed.append(browser.receive(timeout=PATIENCE).body)
    browser.close()
    consumer = connection.create_receiver('interop.browse', credit=3, options=Move())
    taken = []
    for _ in range(3):
        taken.append(consumer.receive(timeout=PATIENCE).body)
        consumer.accept()
    return {'browsed': browsed, 'taken': taken}


def store(connection):
    """Messages wait for their consumer in order."""
    sender = connection.create_sender('interop.store')
    for index in range(50):
        sender.send(Message(body=index, durable=True), timeout=PATIENCE)
    consumer = connection.create_receiver('interop.store', credit=10)
    taken = []
    for _ in range(50):
        taken.append(consumer.receive(timeout=PATIENCE).body)
        consumer.accept()
    return taken == list(range(50))


def restart(connection):
    """Stored messages survive a restart of their broker in order; the settled one is gone, the unsettled one comes again."""
    sender = connection.create_sender('interop.restart')
    for index in range(5):
        sender.send(Message(body=index, durable=True), timeout=PATIENCE)
    receiver = connection.create_receiver('interop.restart', credit=2)
    settled = receiver.receive(timeout=PATIENCE).body
    receiver.accept()
    unsettled = receiver.receive(timeout=PATIENCE).body
    # The outcome has been processed when the broker has answered a later request.
    sender.send(Message(body=5, durable=True), timeout=PATIENCE)
    print('paused', flush=True)
    connection = reconnect(connection)
    receiver = connection.create_receiver('interop.restart', credit=10)
    taken = []
    for _ in range(5):
        taken.append(receiver.receive(timeout=PATIENCE).body)
        receiver.accept()
    connection.close()
    return {'settled': settled, 'unsettled': unsettled, 'taken': taken}


def management(connection):
    """The management node answers what qdstat asks."""
    client = SyncRequestResponse(connection, '$management')

    def call(operation, body=None, **arguments):
        response = client.call(Message(body=body or {}, properties=dict(arguments, operation=operation, name='self', type='org.amqp.management')))
        assert response.properties['statusCode'] == 200, response.properties
        return response.body

    def query(entity, names=()):
        body = call('QUERY', {'attributeNames': list(names)}, entityType='org.apache.qpid.dispatch.' + entity, offset=0, count=500)
        return [dict(zip(body['attributeNames'], row)) for row in body['results']]

    links = query('router.link', ('linkDir', 'owningAddr', 'connectionId'))
    return {
        'mode': query('router')[0]['mode'],
        'containers': [shown['container'] for shown in query('connection')],
        'own': connection.container.container_id,
        'links': sorted(shown['linkDir'] for shown in links),
        'addresses': [shown['name'] for shown in query('router.address', ('name', 'distribution'))],
        'nodes': len(call('GET-MGMT-NODES')),
        'types': 'org.apache.qpid.dispatch.router.link' in call('GET-TYPES'),
    }


SCENARIOS = {scenario.__name__: scenario for scenario in (settlement, drain, large, echo, browse, store, restart, management)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--ca')
    parser.add_argument('url')
    parser.add_argument('scenario', choices=SCENARIOS)
    parser.parse_args(namespace=ARGS)

    connection = connect()
    try:
        print(json.dumps({'proton': '.'.join(str(part) for part in (proton.VERSION_MAJOR, proton.VERSION_MINOR)),
                          ARGS.scenario: SCENARIOS[ARGS.scenario](connection)}), flush=True)
    finally:
        try:
            connection.close()
        except ConnectionException:
            pass  # the peer has ended this connection during the scenario


if __name__ == '__main__':
    main()
