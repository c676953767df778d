// The observations of rhea at an AMQP 1.0 intermediary: runs one scenario over one connection and prints one line of JSON.
//
//     node rhea_client.js PORT SCENARIO [AUTHORITY]
//
// With the file of an authority, the connection uses TLS. A scenario that needs its peer to be restarted writes the line "paused" and goes on
// when it is connected again. NODE_PATH names the folder with the package rhea. A scenario that does not end in time ends the process with exit code 1.
'use strict';

const fs = require('fs');
const rhea = require('rhea');

const PATIENCE = 30000;
const MAX_FRAME_SIZE = 4096;
const [port, name, authority] = process.argv.slice(2);
const container = rhea.create_container();
const timer = setTimeout(() => fail(new Error('The scenario takes too long.')), PATIENCE);

function fail(error) {
    console.error(error);
    process.exit(1);
}

// Completes with the next event of this name.
function once(emitter, event) {
    return new Promise(resolve => emitter.once(event, resolve));
}

// Returns a function that completes with the next event of this name, also of those that came before it was called.
function queueOf(emitter, event) {
    const waiting = [];
    const ready = [];
    emitter.on(event, context => waiting.length ? waiting.shift()(context) : ready.push(context));
    return () => ready.length ? Promise.resolve(ready.shift()) : new Promise(resolve => waiting.push(resolve));
}

async function receiverOf(connection, source, credit, options) {
    const receiver = connection.open_receiver(Object.assign({ source, credit_window: 0, autoaccept: false }, options));
    const next = queueOf(receiver, 'message');
    await once(receiver, 'receiver_open');
    receiver.add_credit(credit);
    return { link: receiver, next };
}

async function senderOf(connection, target, options) {
    const sender = connection.open_sender(Object.assign({ target }, options));
    await once(sender, 'sendable');
    return sender;
}

// Completes with the outcome of the next delivery that is settled. The events of rhea do not tell modified from released.
async function outcomeOf(sender) {
    const { delivery } = await once(sender, 'settled');
    return delivery.remote_state.constructor.composite_type;
}

const scenarios = {
    // A sender sees each outcome that its consumer chooses.
    async settlement(connection) {
        const receiver = await receiverOf(connection, 'interop.settlement', 10);
        const sender = await senderOf(connection, 'interop.settlement');
        const settle = {
            accepted: delivery => delivery.accept(),
            rejected: delivery => delivery.reject({ condition: 'amqp:not-found', description: 'no' }),
            released: delivery => delivery.release(),
            modified: delivery => delivery.modified({ delivery_failed: true, undeliverable_here: false }),
        };
        const seen = {};
        for (const [chosen, apply] of Object.entries(settle)) {
            const outcome = outcomeOf(sender);
            sender.send({ body: chosen });
            const { message, delivery } = await receiver.next();
            apply(delivery);
            seen[message.body] = await outcome;
            if (seen[chosen] === 'accepted' && (chosen === 'released' || chosen === 'modified')) {
                // The broker has accepted the message, and delivers it again.
                const again = await receiver.next();
                seen[chosen + '-again'] = [again.message.body, again.message.delivery_count || 0];
                again.delivery.accept();
            }
        }
        const presettled = await senderOf(connection, 'interop.settlement', { snd_settle_mode: 1 });
        presettled.send({ body: 'presettled' });
        seen.presettled = (await receiver.next()).message.body;
        return seen;
    },

    // A drained link gives up the credit that it has no messages for.
    async drain(connection) {
        const receiver = await receiverOf(connection, 'interop.drain', 1);
        const sender = await senderOf(connection, 'interop.drain');
        sender.send({ body: 'first' });
        const bodies = [];
        const first = await receiver.next();
        first.delivery.accept();
        bodies.push(first.message.body);
        receiver.link.add_credit(10);
        receiver.link.drain_credit();
        await once(receiver.link, 'receiver_drained');
        const credit = receiver.link.credit;
        receiver.link.drain = false;
        receiver.link.add_credit(5);
        sender.send({ body: 'second' });
        const second = await receiver.next();
        second.delivery.accept();
        bodies.push(second.message.body);
        return { bodies, credit };
    },

    // Messages of many frames arrive whole.
    async large(connection) {
        const receiver = await receiverOf(connection, 'interop.large', 10);
        const sender = await senderOf(connection, 'interop.large');
        const sizes = [];
        for (const size of [MAX_FRAME_SIZE - 100, 10 * MAX_FRAME_SIZE, 1000000]) {
            const content = Buffer.alloc(size, 'abcdefg');
            const outcome = outcomeOf(sender);
            sender.send({ body: rhea.message.data_section(content), application_properties: { n: size }, durable: true });
            const { message, delivery } = await receiver.next();
            delivery.accept();
            const whole = content.equals(message.body.content) && message.application_properties.n === size;
            sizes.push([whole ? size : -1, await outcome]);
        }
        return sizes;
    },

    // A request finds its server, and the reply the dynamic address of its client.
    async echo(connection) {
        const server = await receiverOf(connection, 'interop.echo', 10);
        const client = await receiverOf(connection, { dynamic: true }, 10);
        const requests = await senderOf(connection, 'interop.echo');
        const replies = await senderOf(connection, {});
        for (let index = 0; index < 5; index++) {
            requests.send({ body: index, reply_to: client.link.source.address, correlation_id: String(index) });
            const request = await server.next();
            request.delivery.accept();
            replies.send({ body: request.message.body * 2, to: request.message.reply_to, correlation_id: request.message.correlation_id });
            const reply = await client.next();
            reply.delivery.accept();
            if (reply.message.correlation_id !== String(index) || reply.message.body !== index * 2) {
                throw new Error(`Unexpected reply ${JSON.stringify(reply.message)}`);
            }
        }
        return 5;
    },

    // A browser sees the stored messages, which a consumer then takes.
    async browse(connection) {
        const sender = await senderOf(connection, 'interop.browse');
        for (let index = 0; index < 3; index++) {
            const outcome = outcomeOf(sender);
            sender.send({ body: index });
            await outcome;
        }
        const bodiesOf = async source => {
            const receiver = await receiverOf(connection, source, 3);
            const bodies = [];
            for (let index = 0; index < 3; index++) {
                const { message, delivery } = await receiver.next();
                if (!delivery.remote_settled) {
                    delivery.accept();
                }
                bodies.push(message.body);
            }
            receiver.link.close();
            return bodies;
        };
        const browsed = await bodiesOf({ address: 'interop.browse', distribution_mode: 'copy' });
        const taken = await bodiesOf('interop.browse');
        return { browsed, taken };
    },

    // Stored messages survive a restart of their broker in order; the settled one is gone, the unsettled one comes again.
    async restart(connection) {
        const sender = await senderOf(connection, 'interop.restart');
        const store = async index => {
            const outcome = outcomeOf(sender);
            sender.send({ body: index, durable: true });
            await outcome;
        };
        for (let index = 0; index < 5; index++) {
            await store(index);
        }
        const receiver = await receiverOf(connection, 'interop.restart', 2);
        const first = await receiver.next();
        first.delivery.accept();
        const second = await receiver.next();
        await store(5);
        // rhea sends the outcome of the first message after the transfer of the last one, so that the answer to that transfer does not show
        // that the broker has the outcome. The answer to an attach that was sent later does.
        await senderOf(connection, 'interop.restart');
        // The client connects again and attaches its links again by itself.
        const attached = once(receiver.link, 'receiver_open');
        console.log('paused');
        await attached;
        receiver.link.add_credit(10);
        const taken = [];
        for (let index = 0; index < 5; index++) {
            const { message, delivery } = await receiver.next();
            delivery.accept();
            taken.push(message.body);
        }
        return { settled: first.message.body, unsettled: second.message.body, taken };
    },

    // The management node answers a client that sends attribute names as an array.
    async management(connection) {
        const client = await receiverOf(connection, { dynamic: true }, 10);
        const sender = await senderOf(connection, '$management');
        sender.send({
            reply_to: client.link.source.address,
            message_id: 'one',
            application_properties: { operation: 'QUERY', type: 'org.amqp.management', name: 'self', entityType: 'org.apache.qpid.dispatch.router.link' },
            body: { attributeNames: rhea.types.wrap_array(['linkName', 'linkDir'], 0xa1) },
        });
        const { message, delivery } = await client.next();
        delivery.accept();
        return {
            correlation: message.correlation_id,
            status: message.application_properties.statusCode,
            names: message.body.attributeNames,
            directions: message.body.results.map(row => row[1]).sort(),
        };
    },
};

const restarts = name === 'restart';
container.on('disconnected', context => {
    if (!restarts || !context.reconnecting) {
        fail(context.error || new Error('The connection was lost.'));
    }
});
container.on('connection_error', context => {
    if (!restarts || context.connection.error.condition !== 'amqp:connection:forced') {
        fail(context.connection.error);
    }
});
container.once('connection_open', async ({ connection }) => {
    try {
        const result = await scenarios[name](connection);
        console.log(JSON.stringify({ [name]: result }));
        connection.once('connection_close', () => clearTimeout(timer));
        connection.close();
    } catch (error) {
        fail(error);
    }
});
container.connect(Object.assign(
    { host: '127.0.0.1', port: Number(port), reconnect: restarts, initial_reconnect_delay: 50, max_frame_size: MAX_FRAME_SIZE },
    authority ? { transport: 'tls', servername: 'localhost', ca: [fs.readFileSync(authority)] } : {}));
