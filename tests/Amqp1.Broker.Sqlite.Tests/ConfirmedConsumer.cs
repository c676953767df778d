using Amqp;
using Amqp.Framing;
using Amqp1.Embedded.Tests;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>A consumer that accepts every message and waits for the settlement of the broker, which comes when the removal is on disk.</summary>
/// <param name="peer">The connection.</param>
/// <param name="accepted">Is called with the text of a message when the consumer has sent its outcome.</param>
/// <param name="confirmed">Is called with the text of a message when the broker has settled it.</param>
internal sealed class ConfirmedConsumer(RawPeer peer, Action<string> accepted, Action<string> confirmed)
{
    private const uint Credit = 100;
    private readonly Dictionary<uint, string> _unconfirmed = [];

    /// <summary>Consumes until the connection is lost or <paramref name="isOver"/> returns true.</summary>
    public async Task RunAsync(string queue, Func<bool> isOver)
    {
        await peer.AttachReceiverAsync(0, queue, Credit, change: attach => attach.RcvSettleMode = ReceiverSettleMode.Second);
        for (var received = 0u; !isOver() && await peer.ReadFrameAsync() is { } frame;)
        {
            switch (frame.Performative)
            {
                case Transfer transfer:
                    var payload = new ByteBuffer(frame.Payload, 0, frame.Payload.Length, frame.Payload.Length);
                    var text = (string)Message.Decode(payload).Body;
                    _unconfirmed.Add(transfer.DeliveryId, text);
                    await peer.SettleAsync(transfer.DeliveryId, new Accepted(), settled: false);
                    accepted(text);
                    if (++received % (Credit / 2) == 0)
                    {
                        await peer.FlowAsync(0, received, Credit);
                    }

                    break;
                case Dispose { Role: false, Settled: true } settlement:
                    Confirm(settlement.First, Math.Max(settlement.First, settlement.Last));
                    break;
            }
        }
    }

    private void Confirm(uint first, uint last)
    {
        for (var id = first; id <= last; id++)
        {
            _unconfirmed.Remove(id, out var text).ShouldBeTrue();
            confirmed(text!);
        }
    }
}
