using System.Threading.Channels;

namespace Amqp1.Core.Tests.Transport;

/// <summary>
/// A stream whose peer has sent all its bytes already. They are read in pieces of given sizes, and the bytes that are written to it are
/// kept.
/// </summary>
internal sealed class ScriptedStream(byte[] incoming, params int[] pieces) : Stream
{
    private readonly MemoryStream _written = new();
    private readonly Channel<byte[]> _writes = Channel.CreateUnbounded<byte[]>();
    private int _position;
    private int _piece;

    public byte[] Written => _written.ToArray();

    /// <summary>The bytes of each write.</summary>
    public ChannelReader<byte[]> Writes => _writes.Reader;

    public int Unread => incoming.Length - _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var piece = pieces.Length == 0 ? int.MaxValue : pieces[_piece++ % pieces.Length];
        var count = Math.Min(Math.Min(buffer.Length, piece), Unread);
        incoming.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return ValueTask.FromResult(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _written.Write(buffer.Span);
        _writes.Writer.TryWrite(buffer.ToArray());
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => _written.Write(buffer, offset, count);
}
