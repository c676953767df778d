namespace Amqp1.Benchmarks.Frames;

/// <summary>The sum of the frames and bytes of one direction over all connections. Thread-safe.</summary>
internal sealed class FrameTotal
{
    private const byte Flow = 0x13;
    private const byte Transfer = 0x14;
    private const byte Disposition = 0x15;

    private long _bytes;
    private long _transfers;
    private long _dispositions;
    private long _flows;

    public FrameCounts Counts =>
        new(Interlocked.Read(ref _bytes), Interlocked.Read(ref _transfers), Interlocked.Read(ref _dispositions), Interlocked.Read(ref _flows));

    public void AddBytes(int count) => Interlocked.Add(ref _bytes, count);

    /// <summary>Counts a frame by the code of its performative. Other codes are not counted.</summary>
    public void AddFrame(byte code)
    {
        switch (code)
        {
            case Transfer:
                Interlocked.Increment(ref _transfers);
                break;
            case Disposition:
                Interlocked.Increment(ref _dispositions);
                break;
            case Flow:
                Interlocked.Increment(ref _flows);
                break;
        }
    }
}
