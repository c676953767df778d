using Amqp;
using Amqp.Framing;
using Amqp1.Broker.Nodes.Queues;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Embedded.Tests.Queues;

/// <summary>A broker whose addresses are queues unless they begin with <c>topic</c>, and messages for it.</summary>
public abstract class QueueTest
{
    private protected FakeTimeProvider Time { get; } = new();

    private protected static byte[] Encode(string body, uint? ttl = null, bool durable = false, Action<Message>? change = null)
    {
        var message = new Message { Properties = new Properties { MessageId = body }, BodySection = new AmqpValue { Value = body } };
        if (ttl is not null || durable)
        {
            message.Header = new Header { Durable = durable };
            if (ttl is { } milliseconds)
            {
                message.Header.Ttl = milliseconds;
            }
        }

        change?.Invoke(message);
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    private protected static Message Decode(byte[] payload) => Message.Decode(new ByteBuffer(payload, 0, payload.Length, payload.Length));

    private protected static string Body(byte[] payload) => (string)Decode(payload).Body;

    /// <summary>Returns the delivery IDs of the next messages on a link, after it has checked their bodies.</summary>
    private protected static async Task<List<uint>> ReceiveAsync(RawPeer peer, uint handle, params string[] bodies)
    {
        var ids = new List<uint>();
        foreach (var body in bodies)
        {
            var frame = await peer.NextFrameAsync<Transfer>(found => ((Transfer)found.Performative!).Handle == handle);
            Body(frame.Payload).ShouldBe(body);
            ids.Add(((Transfer)frame.Performative!).DeliveryId);
        }

        return ids;
    }

    /// <summary>Attaches a sender on handle 0 and sends unsettled messages, which the broker accepts.</summary>
    private protected static async Task SendAsync(RawPeer peer, string address, params string[] bodies)
    {
        await peer.AttachSenderAsync(0, address);
        await SendMoreAsync(peer, 0, bodies);
    }

    private protected static async Task SendMoreAsync(RawPeer peer, uint firstId, params string[] bodies)
    {
        for (var i = 0; i < bodies.Length; i++)
        {
            await peer.TransferAsync(0, firstId + (uint)i, Encode(bodies[i]));
        }

        await AcceptedAsync(peer, bodies.Length);
    }

    /// <summary>Waits until the broker has accepted so many messages.</summary>
    private protected static async Task AcceptedAsync(RawPeer peer, int count)
    {
        for (var told = 0u; told < count;)
        {
            var outcome = await peer.NextAsync<Dispose>(frame => ((Dispose)frame.Performative!).Role);
            outcome.State.ShouldBeOfType<Accepted>();
            told += outcome.Last - outcome.First + 1;
        }
    }

    /// <summary>
    /// Completes when no consumer has a message of the queue. The broker notices a lost connection in its own time, so it is asked after each
    /// round trip of a connected peer.
    /// </summary>
    private protected static async Task ReturnedAsync(EmbeddedRouter broker, RawPeer peer, string queue)
    {
        for (var round = 0; Read(broker, queue) is { Acquired: > 0 }; round++)
        {
            round.ShouldBeLessThan(100_000);
            await peer.SyncAsync();
        }
    }

    private protected static QueueState? Read(EmbeddedRouter broker, string name)
    {
        using (broker.Engine.Context.Turns.Enter())
        {
            return broker.Engine.QueueManager.Find(name)?.Read();
        }
    }

    private protected Task<EmbeddedRouter> StartAsync(Action<EmbeddedRouterOptions>? configure = null)
    {
        var options = new EmbeddedRouterOptions { TimeProvider = Time, IdleTimeout = TimeSpan.Zero, DefaultDistribution = Distribution.Queue };
        options.Addresses["topic"] = Distribution.Topic;
        configure?.Invoke(options);
        return TestRouter.StartAsync(options);
    }
}
