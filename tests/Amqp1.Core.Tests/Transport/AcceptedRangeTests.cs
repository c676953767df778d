using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Transport;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Transport;

public sealed class AcceptedRangeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Creating a performative registers the decoders of AMQPNetLite.</summary>
    public AcceptedRangeTests() => _ = new Open();

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 200, 300)]
    [InlineData(65535, 4294967290, 3)]
    public void A_range_is_written_as_the_frame_that_AMQPNetLite_reads(int channel, uint first, uint last)
    {
        var frame = new byte[AcceptedRange.FrameSize];

        new AcceptedRange((ushort)channel, first, last).Write(frame);

        var (number, disposition) = Decode(frame);
        number.ShouldBe((ushort)channel);
        disposition.Role.ShouldBeTrue();
        disposition.First.ShouldBe(first);
        disposition.Last.ShouldBe(last);
        disposition.Settled.ShouldBeTrue();
        disposition.State.ShouldBeOfType<Accepted>();
    }

    [Fact]
    public void A_frame_of_AMQPNetLite_that_accepts_a_message_is_recognized()
    {
        AcceptedFrames.TryRead(Encode(7, new Dispose { Role = true, First = 1000, Settled = true, State = new Accepted() }), out var one).ShouldBeTrue();
        (one.Channel, one.First, one.Last).ShouldBe(((ushort)7, 1000u, 1000u));

        AcceptedFrames.TryRead(Encode(0, new Dispose { Role = true, First = 1, Last = 9, Settled = true, State = new Accepted() }), out var many).ShouldBeTrue();
        (many.Channel, many.First, many.Last).ShouldBe(((ushort)0, 1u, 9u));
    }

    [Fact]
    public void A_frame_that_says_more_or_something_else_is_not()
    {
        List<DescribedList> others =
        [
            new Dispose { Role = false, First = 1, Settled = true, State = new Accepted() },
            new Dispose { Role = true, First = 1, Settled = false, State = new Accepted() },
            new Dispose { Role = true, First = 1, Settled = true, State = new Released() },
            new Dispose { Role = true, First = 1, Settled = true, State = new Modified { DeliveryFailed = true } },
            new Dispose { Role = true, First = 1, Settled = true, State = new Rejected { Error = new Error("amqp:internal-error") } },
            new Dispose { Role = true, First = 1, Settled = true },
            new Dispose { Role = true, First = 1, Settled = true, State = new Accepted(), Batchable = true },
            new Flow { NextOutgoingId = 1, OutgoingWindow = 1, IncomingWindow = 1, NextIncomingId = 1 },
        ];

        others.ShouldAllBe(other => !Recognizes(other));
        AcceptedFrames.TryRead([0, 0, 0, 8, 2, 0, 0, 0], out _).ShouldBeFalse();
        AcceptedFrames.TryRead([0, 0, 0, 11, 2, 0, 0, 0, 0, 0x53, 0x15], out _).ShouldBeFalse();
    }

    [Fact]
    public void Damaged_frames_are_not_recognized_as_another_range() => Gen.Select(Gen.Int[8, 40], Gen.Byte).Sample((at, value) =>
    {
        var frame = Encode(1, new Dispose { Role = true, First = 70000, Last = 70001, Settled = true, State = new Accepted() });
        frame[at % frame.Length] = value;

        if (at % frame.Length >= 8 && AcceptedFrames.TryRead(frame, out var range))
        {
            var (_, disposition) = Decode(frame);
            (disposition.Role, disposition.Settled, disposition.First).ShouldBe((true, true, range.First));
            disposition.State.ShouldBeOfType<Accepted>();
        }
    });

    [Fact]
    public async Task Accepted_messages_whose_frames_wait_together_share_one_frame()
    {
        var frames = await WrittenAsync(writer =>
        {
            writer.Append(new AcceptedRange(1, 4, 4));
            writer.Write(Encode(1, new Flow { NextOutgoingId = 1, OutgoingWindow = 1, IncomingWindow = 1, NextIncomingId = 1 }));
            writer.Append(new AcceptedRange(1, 5, 5));
            writer.Append(new AcceptedRange(1, 2, 3));
        });

        frames.Count.ShouldBe(2);
        RangeOf(frames[0]).ShouldBe((1, 2u, 5u));
        frames[1][10].ShouldBe((byte)0x13);
    }

    [Fact]
    public async Task Ranges_of_two_sessions_or_with_a_gap_stay_apart()
    {
        var frames = await WrittenAsync(writer =>
        {
            writer.Append(new AcceptedRange(1, 4, 4));
            writer.Append(new AcceptedRange(2, 5, 5));
            writer.Append(new AcceptedRange(1, 6, 6));
            writer.Append(new AcceptedRange(2, 6, 6));
        });

        frames.Select(RangeOf).ShouldBe([(1, 4u, 4u), (2, 5u, 6u), (1, 6u, 6u)]);
    }

    [Fact]
    public async Task A_range_is_not_added_to_a_frame_that_is_being_written()
    {
        var stream = new GatedStream();
        var writer = new CoalescedWriter(stream, new FakeTimeProvider(), _ => { });
        writer.Append(new AcceptedRange(0, 1, 1));
        writer.Flush();
        await stream.NextWriteAsync(Cancel);
        writer.Append(new AcceptedRange(0, 2, 2));
        stream.Open(2);
        await writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        stream.Writes.Select(RangeOf).ShouldBe([(0, 1u, 1u), (0, 2u, 2u)]);
    }

    [Fact]
    public void Every_message_is_accepted_once_in_whatever_order_and_size_frames_come() =>
        Gen.Select(Gen.Shuffle(Enumerable.Range(0, 60).ToArray()), Gen.Int[0, 60_000]).Sample((ids, filler) =>
        {
            var pending = new PendingBytes();
            List<PendingPart> taken = [];
            foreach (var id in ids)
            {
                pending.Add(new AcceptedRange((ushort)(id % 2), (uint)(id / 2), (uint)(id / 2)));
                if (id % 7 == 0)
                {
                    pending.Add(Filler(filler), default);
                }

                if (id % 29 == 0)
                {
                    pending.MoveTo(taken);
                }
            }

            if (pending.Length > 0)
            {
                pending.MoveTo(taken);
            }

            var accepted = FramesOf(taken.SelectMany(part => part.Bytes.ToArray())).Where(frame => frame[10] == 0x15).Select(RangeOf)
                .SelectMany(range => Enumerable.Range((int)range.First, (int)(range.Last - range.First + 1)).Select(id => (id * 2) + range.Channel));
            accepted.Order().ShouldBe(Enumerable.Range(0, 60));
        });

    private static byte[] Filler(int size)
    {
        var frame = new byte[Math.Max(size, 12)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        return frame;
    }

    private static bool Recognizes(DescribedList performative) => AcceptedFrames.TryRead(Encode(1, performative), out _);

    private static async Task<List<byte[]>> WrittenAsync(Action<CoalescedWriter> write)
    {
        var stream = new GatedStream();
        var writer = new CoalescedWriter(stream, new FakeTimeProvider(), _ => { });
        writer.Write([0, 0, 0, 8, 2, 0, 0, 0]);
        await stream.NextWriteAsync(Cancel);
        write(writer);
        stream.Open(2);
        await writer.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        return [.. FramesOf(stream.Writes[1])];
    }

    private static IEnumerable<byte[]> FramesOf(IEnumerable<byte> bytes)
    {
        var rest = bytes.ToArray();
        for (var start = 0; start < rest.Length;)
        {
            var size = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(rest.AsSpan(start));
            yield return rest[start..(start + size)];
            start += size;
        }
    }

    private static (int Channel, uint First, uint Last) RangeOf(byte[] frame)
    {
        var (channel, disposition) = Decode(frame);
        return (channel, disposition.First, disposition.Last);
    }

    private static (ushort Channel, Dispose Disposition) Decode(byte[] frame)
    {
        var buffer = new ByteBuffer(frame, 8, frame.Length - 8, frame.Length - 8);
        return ((ushort)((frame[6] << 8) | frame[7]), (Dispose)Encoder.ReadDescribed(buffer, Encoder.ReadFormatCode(buffer)));
    }

    private static byte[] Encode(ushort channel, DescribedList performative)
    {
        var buffer = new ByteBuffer(256, autoGrow: true);
        Encoder.WriteObject(buffer, performative);
        return [0, 0, 0, (byte)(8 + buffer.Length), 2, 0, (byte)(channel >> 8), (byte)channel, .. buffer.Buffer.AsSpan(buffer.Offset, buffer.Length)];
    }
}
