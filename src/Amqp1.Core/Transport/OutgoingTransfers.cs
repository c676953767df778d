namespace Amqp1.Transport;

/// <summary>
/// Counts the sent transfers per session. AMQPNetLite does not expose this number, which is needed to calculate the remaining session window
/// of the peer.
/// </summary>
/// <remarks>
/// Thread-safe: AMQPNetLite writes the transfers of one session in sequence, but those of different sessions concurrently.
/// </remarks>
internal sealed class OutgoingTransfers
{
    private const int Descriptor = 10;
    private const int NextOutgoingIdField = 1;
    private const int HeaderSize = 8;

    private readonly Lock _gate = new();
    private Counter?[] _counters = new Counter?[4];

    /// <summary>Inspects a frame that is about to be sent.</summary>
    public void OnSending(ReadOnlySpan<byte> frame)
    {
        if (frame.Length <= Descriptor || frame[HeaderSize] != 0 || frame[HeaderSize + 1] != 0x53)
        {
            return;
        }

        var channel = frame[6] << 8 | frame[7];
        switch ((ulong)frame[Descriptor])
        {
            case Descriptors.Transfer when Find(channel) is { } counter:
                // No other thread writes a transfer of this session at this time.
                Volatile.Write(ref counter.NextId, counter.NextId + 1);
                break;
            case Descriptors.Begin when Performative.TryRead(frame[HeaderSize..], out var begin):
                Begin(channel, begin.Number(NextOutgoingIdField));
                break;
        }
    }

    /// <summary>Returns the ID of the next transfer of the session for which this side uses the channel.</summary>
    public uint NextId(ushort channel) => Find(channel) is { } counter ? Volatile.Read(ref counter.NextId) : 0;

    private Counter? Find(int channel)
    {
        var counters = Volatile.Read(ref _counters);
        return channel < counters.Length ? counters[channel] : null;
    }

    private void Begin(int channel, uint nextOutgoingId)
    {
        lock (_gate)
        {
            var counters = _counters;
            if (channel >= counters.Length)
            {
                Array.Resize(ref counters, Math.Max(channel + 1, counters.Length * 2));
            }

            counters[channel] = new Counter { NextId = nextOutgoingId };
            Volatile.Write(ref _counters, counters);
        }
    }

    private sealed class Counter
    {
        public uint NextId;
    }
}
