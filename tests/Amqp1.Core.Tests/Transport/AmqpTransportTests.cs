using System.Buffers.Binary;
using Amqp;
using Amqp1.Transport;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Transport;

public sealed class AmqpTransportTests
{
    private static readonly byte[] Header = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 1, 0, 0];
    private static readonly byte[] Flow = Frame([0, 0x53, 0x13, 0x45]);
    private static readonly byte[] Transfer = Frame([0, 0x53, 0x14, 0xc0, 0x03, 0x02, 0x43, 0x43, 0, 0x53, 0x77, 0xa1, 3, 0, 0x53, 0x13]);
    private static readonly byte[] Empty = Frame([]);
    private static readonly byte[] FlowWithExtendedHeader = Frame([0, 0x53, 0x13, 0x45], offset: 3);
    private static readonly byte[] FlowOfSasl = Frame([0, 0x53, 0x13, 0x45], type: 1);
    private static readonly byte[] Large = Frame([0, 0x53, 0x10, 0xd0, 0, 0x02, 0x49, 0xf9, 0, 0, 0, 1, 0xb0, 0, 0x02, 0x49, 0xf0, .. Enumerable.Repeat((byte)0x13, 150_000)]);
    private static readonly byte[][] Kinds = [Flow, Transfer, Empty, FlowWithExtendedHeader, FlowOfSasl, Large];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Each_flow_frame_is_told_of_once_it_was_read_however_the_bytes_come_in() => Gen
        .Select(Gen.OneOfConst(Kinds).Array[0, 30], Gen.Frequency((3, Gen.Int[1, 12]), (1, Gen.Int[1, 70_000])).Array[1, 20])
        .SampleAsync(
            async (frames, pieces) =>
            {
                var stream = new ScriptedStream([.. Header, .. frames.SelectMany(frame => frame)], pieces);
                var transport = new AmqpTransport(stream, TimeProvider.System);
                var flows = 0;
                transport.FlowProcessed = () => flows++;
                var expected = 0;
                (await ReadAsync(transport, 0, Header.Length)).ShouldBe(Header);
                foreach (var frame in frames)
                {
                    var read = await ReadFrameAsync(transport, () => flows.ShouldBe(expected));

                    read.SequenceEqual(frame == FlowWithExtendedHeader ? Flow : frame).ShouldBeTrue();
                    expected += frame == Flow || frame == FlowWithExtendedHeader ? 1 : 0;
                }

                (await transport.ReceiveAsync(new byte[4], 0, 4)).ShouldBe(0);
                flows.ShouldBe(expected);
            },
            iter: 300);

    [Theory]
    [InlineData("00000007 02 00 0000")]
    [InlineData("00040001 02 00 0000")]
    [InlineData("80000000 02 00 0000")]
    [InlineData("0000000c 01 00 0000 00 53 13 45")]
    [InlineData("0000000c 04 00 0000 00 53 13 45")]
    [InlineData("0000000b 02 00 0000 00 53 13")]
    [InlineData("00000017 02 00 0000 00 53 10 c00a 01 f0 00000005 7fffffff 40")]
    public async Task What_is_no_frame_ends_the_connection_before_anybody_decodes_it(string frame)
    {
        var transport = new AmqpTransport(new ScriptedStream([.. Header, .. Wire.WireBytes.Of(frame)]), TimeProvider.System);
        await ReadAsync(transport, 0, Header.Length);

        await Should.ThrowAsync<InvalidDataException>(async () => await transport.ReceiveAsync(new byte[4], 0, 4));
    }

    [Fact]
    public async Task The_time_of_the_last_byte_is_known()
    {
        var time = new FakeTimeProvider();
        var transport = new AmqpTransport(new ScriptedStream([.. Header, .. Empty], 8), time);
        var made = transport.LastReceived;
        time.Advance(TimeSpan.FromSeconds(3));

        await ReadAsync(transport, 0, 8);
        time.GetElapsedTime(made, transport.LastReceived).ShouldBe(TimeSpan.FromSeconds(3));
        time.Advance(TimeSpan.FromSeconds(2));
        await ReadAsync(transport, 0, 4);

        time.GetElapsedTime(made, transport.LastReceived).ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task The_frames_of_the_pump_and_of_its_work_are_sent_with_one_write(int items)
    {
        // Time stands still. The frames of slow items are sent earlier.
        var stream = new ScriptedStream([.. Header, .. Flow]);
        var transport = new AmqpTransport(stream, new FakeTimeProvider());
        transport.ReceiveAsync(new byte[Header.Length], 0, Header.Length).IsCompletedSuccessfully.ShouldBeTrue();
        transport.ReceiveAsync(new byte[Flow.Length], 0, Flow.Length).IsCompletedSuccessfully.ShouldBeTrue();
        Send();
        for (var i = 0; i < items; i++)
        {
            transport.TryCollect(new Work(Send)).ShouldBeTrue();
        }

        stream.Written.ShouldBeEmpty();
        (await transport.ReceiveAsync(new byte[1], 0, 1)).ShouldBe(0);

        (await stream.Writes.ReadAsync(Cancel)).ShouldBe(Enumerable.Repeat(Transfer, items + 1).SelectMany(frame => frame));

        void Send() => transport.Send(new ByteBuffer([.. Transfer], 0, Transfer.Length, Transfer.Length));
    }

    [Fact]
    public async Task Closing_sends_what_was_written_before_the_stream_goes()
    {
        var stream = new GatedStream();
        var transport = new AmqpTransport(stream, TimeProvider.System);
        transport.Send(new ByteBuffer([1, 2, 3], 0, 3, 3));
        await stream.NextWriteAsync(Cancel);

        transport.Close();
        stream.IsDisposed.ShouldBeFalse();
        stream.Open();

        await DisposedAsync(stream);
        stream.Writes.ShouldHaveSingleItem().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Closing_does_not_wait_for_ever_for_a_peer_that_does_not_read()
    {
        var time = new FakeTimeProvider();
        var stream = new GatedStream();
        var transport = new AmqpTransport(stream, time);
        transport.Send(new ByteBuffer([1], 0, 1, 1));
        await stream.NextWriteAsync(Cancel);

        transport.Close();
        stream.IsDisposed.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(3));

        await DisposedAsync(stream);
    }

    [Fact]
    public void Aborting_drops_the_stream_at_once()
    {
        var stream = new GatedStream();
        var transport = new AmqpTransport(stream, TimeProvider.System);

        transport.Abort();
        transport.Abort();
        transport.Close();

        stream.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failed_write_drops_the_stream()
    {
        var stream = new GatedStream();
        var transport = new AmqpTransport(stream, TimeProvider.System);
        transport.Send(new ByteBuffer([1], 0, 1, 1));
        await stream.NextWriteAsync(Cancel);

        stream.Break(new IOException("reset"));

        await DisposedAsync(stream);
    }

    [Theory]
    [InlineData("00000008 02 00 0000", false)]
    [InlineData("0000000c 02 00 0000 00 53 13 45", true)]
    [InlineData("00000013 02 00 0000 00 80 0000000000000013 45", true)]
    [InlineData("0000001c 02 00 0000 00 a3 0e 'amqp:flow:list' c0 01 00", true)]
    [InlineData("0000000c 02 01 0000 00 53 13 45", false)]
    [InlineData("0000000c 02 00 0000 00 53 14 45", false)]
    public void A_flow_frame_is_known_by_its_descriptor(string frame, bool isFlow)
    {
        var frames = new IncomingFrames(new OutgoingTransfers());

        frames.Inspect(Wire.WireBytes.Of(frame));

        frames.Flows.IsPending.ShouldBe(isFlow);
    }

    private static byte[] Frame(byte[] body, int offset = 2, byte type = 0)
    {
        var frame = new byte[(offset * 4) + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        frame[4] = (byte)offset;
        frame[5] = type;
        body.CopyTo(frame, offset * 4);
        return frame;
    }

    /// <summary>
    /// Reads as AMQPNetLite's pump does: the size into one buffer, and the rest of the frame after a copy of the size into another.
    /// </summary>
    private static async Task<byte[]> ReadFrameAsync(AmqpTransport transport, Action afterFirstRead)
    {
        var size = new byte[8];
        for (var have = 0; have < 4;)
        {
            have += await transport.ReceiveAsync(size, have, 4 - have);
            afterFirstRead();
        }

        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
        size.AsSpan(0, 4).CopyTo(frame);
        for (var have = 4; have < frame.Length;)
        {
            have += await transport.ReceiveAsync(frame, have, frame.Length - have);
        }

        return frame;
    }

    private static async Task<byte[]> ReadAsync(AmqpTransport transport, int offset, int count)
    {
        var buffer = new byte[offset + count];
        while (count > 0)
        {
            var read = await transport.ReceiveAsync(buffer, offset, count);
            read.ShouldBeGreaterThan(0);
            offset += read;
            count -= read;
        }

        return buffer;
    }

    private static Task DisposedAsync(GatedStream stream) => stream.Disposed.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

    private sealed class Work(Action run) : IThreadPoolWorkItem
    {
        public void Execute() => run();
    }
}
