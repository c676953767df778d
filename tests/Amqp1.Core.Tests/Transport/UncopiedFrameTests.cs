using Amqp1.Transport;

namespace Amqp1.Core.Tests.Transport;

/// <summary>Tests of the frames that are written from where they are, without a copy.</summary>
public sealed class UncopiedFrameTests
{
    private readonly GatedStream _stream = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CoalescedWriter _writer;

    public UncopiedFrameTests() => _writer = new CoalescedWriter(_stream, TimeProvider.System, _ => _failed.TrySetResult());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_of_an_owner_are_written_from_where_they_are_among_small_frames_and_given_back_after_the_write()
    {
        var owner = new Owner(3, 4, 5);
        _writer.Append([1], [2]).ShouldBe(2);
        _writer.Append(new AcceptedRange(0, 7, 7));
        _writer.Append(owner.Bytes, owner).ShouldBe(2 + AcceptedRange.FrameSize + 3);
        _writer.Append(new AcceptedRange(0, 8, 8));
        _writer.Append([6], default);
        _writer.Append(new AcceptedRange(0, 9, 9));
        _writer.Flush();
        await _stream.NextWriteAsync(Cancel);

        // The change is seen, because the bytes were not copied.
        owner.Bytes[0] = 33;
        _stream.Open();
        await _stream.NextWriteAsync(Cancel);
        owner.IsDisposed.ShouldBeFalse();
        _stream.Open(2);
        await _writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        owner.IsDisposed.ShouldBeTrue();
        _stream.Writes.Count.ShouldBe(3);
        _stream.Writes[0].ShouldBe([1, 2, .. Frame(7, 7)]);
        _stream.Writes[1].ShouldBe([33, 4, 5]);
        _stream.Writes[2].ShouldBe([.. Frame(8, 9), 6]);

        static byte[] Frame(uint first, uint last)
        {
            var frame = new byte[AcceptedRange.FrameSize];
            new AcceptedRange(0, first, last).Write(frame);
            return frame;
        }
    }

    [Fact]
    public async Task Bytes_of_an_owner_are_not_given_back_when_their_write_fails()
    {
        var owner = new Owner(1);
        _writer.Append(owner.Bytes, owner);
        _writer.Flush();
        await _stream.NextWriteAsync(Cancel);

        _stream.Break(new IOException("reset"));
        await _failed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        owner.IsDisposed.ShouldBeFalse("the stream may still use them");
    }

    private sealed class Owner(params byte[] bytes) : IDisposable
    {
        public byte[] Bytes => bytes;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
