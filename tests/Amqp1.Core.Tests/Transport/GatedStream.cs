namespace Amqp1.Core.Tests.Transport;

/// <summary>A stream whose writes complete one at a time, when the test allows it.</summary>
internal sealed class GatedStream : Stream
{
    private readonly SemaphoreSlim _gate = new(0);
    private readonly SemaphoreSlim _begun = new(0);
    private readonly List<byte[]> _writes = [];
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;

    public IReadOnlyList<byte[]> Writes
    {
        get
        {
            lock (_writes)
            {
                return [.. _writes];
            }
        }
    }

    public bool IsDisposed => Disposed.IsCompleted;

    /// <summary>Completes when the stream is disposed.</summary>
    public Task Disposed => _disposed.Task;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Allows that many writes to complete.</summary>
    public void Open(int count = 1) => _gate.Release(count);

    /// <summary>Makes the next write and all later ones fail.</summary>
    public void Break(Exception failure)
    {
        _failure = failure;
        Open();
    }

    /// <summary>Completes when one more write has begun.</summary>
    public Task NextWriteAsync(CancellationToken cancel) => _begun.WaitAsync(cancel);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = buffer.ToArray();
        _begun.Release();
        await _gate.WaitAsync(cancellationToken);
        if (_failure is { } failure)
        {
            throw failure;
        }

        lock (_writes)
        {
            // The buffer belongs to the write until it is over.
            buffer.Span.SequenceEqual(bytes).ShouldBeTrue();
            _writes.Add(bytes);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _disposed.TrySetResult();
        base.Dispose(disposing);
    }
}
