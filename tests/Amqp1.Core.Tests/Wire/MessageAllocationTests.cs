using System.Text.Json;
using Amqp;
using Amqp1.Addressing;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Transport;
using Amqp1.Transport.Buffers;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests of the memory that writing and reading messages allocate besides the rented arrays. A large message needs no more than a small one.</summary>
[Collection("large buffers")]
public sealed class MessageAllocationTests
{
    private const int Rounds = 9;
    private const int Times = 20;
    private const int Large = 1024 * 1024;
    private const int FramePayload = 256 * 1024 - 128;

    private static readonly Destination Destination = Destination.For(ServiceKind.Rpc, Target.ForTopic("topic"));

    [Theory]
    [InlineData(1024)]
    [InlineData(100 * 1024)]
    [InlineData(Large)]
    public void Serialized_arguments_allocate_nothing(int size)
    {
        var data = new string('x', size);

        MedianOf(() => Serialized(data).Return()).ShouldBe(0);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(100 * 1024)]
    [InlineData(Large)]
    public void An_encoded_request_allocates_only_small_objects(int size)
    {
        var data = new string('x', size);

        MedianOf(() =>
        {
            var content = new RequestContent { Method = "echo", Arguments = Serialized(data), Context = RpcRequest.EmptyObject };
            var outgoing = new OutgoingMessage { Kind = MessageKind.Call, Destination = Destination, Content = content };
            var message = Amqp1Format.Instance.Encode(outgoing, new SendAttempt("address", TimeSpan.FromSeconds(60), CallId.Create(1), "reply"));

            // AMQPNetLite encodes into an array of the buffer manager, which has about the size of its estimate. The array grows if it is short.
            var section = (EncodedSections)message.BodySection;
            var rented = BufferPool.Rent(section.Length);
            BufferPool.Return(rented);
            content.Return();
        }).ShouldBeInRange(1, 1024);
    }

    [Theory]
    [InlineData(300 * 1024)]
    [InlineData(Large)]
    public void An_assembled_message_allocates_only_small_objects(int size)
    {
        var encoded = EncodedBody(size);

        MedianOf(() =>
        {
            var partial = new PartialMessage(1);
            for (var start = 0; start < encoded.Length; start += FramePayload)
            {
                partial.Add(encoded.AsSpan(start, Math.Min(FramePayload, encoded.Length - start)));
            }

            var assembled = partial.Decode()!.Value;
            MessageBody.Read(assembled.Message)!.Value.Length.ShouldBe(size);
            BufferPool.Return(assembled.Array);
        }).ShouldBeInRange(1, 1024);
    }

    [Fact]
    public void Bytes_to_write_allocate_nothing()
    {
        var frame = new byte[FramePayload];
        var pending = new PendingBytes();
        List<PendingPart> taken = [];

        MedianOf(() =>
        {
            for (var i = 0; i < 4; i++)
            {
                pending.Add([1, 2, 3], frame);
            }

            pending.MoveTo(taken);
            taken.ForEach(static part => part.Return());
            taken.Clear();
        }).ShouldBe(0);
    }

    [Fact]
    public void A_written_notification_allocates_nothing()
    {
        var notification = Notification();

        MedianOf(() => NotificationWriter.Write(notification, NotificationFormat.Version2).Return()).ShouldBe(0);
    }

    /// <summary>Checks reading a notification, whose texts become strings of 320 bytes; the rest is the notification itself.</summary>
    [Fact]
    public void A_read_notification_allocates_its_texts()
    {
        var text = NotificationWriter.Write(Notification(), NotificationFormat.Version2);
        var body = text.Span.ToArray();

        MedianOf(() => NotificationReader.Read(body).Text.Return()).ShouldBeInRange(1, 480);
    }

    private static NotificationMessage Notification() => new(
        "0c7e3e6a-8a5e-4d5e-9d4a-3f6b8f0f6a11",
        "publisher",
        "event.type",
        "INFO",
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["data"] = new('x', 1024) }),
        "2026-01-01 00:00:00.000000",
        RpcRequest.EmptyObject);

    private static JsonText Serialized(string data)
    {
        var scratch = JsonScratch.Rent();
        scratch.Writer.WriteStartObject();
        scratch.Writer.WriteString("data"u8, data);
        scratch.Writer.WriteEndObject();
        return scratch.Finish();
    }

    /// <summary>Returns a message whose body is a text of that many bytes.</summary>
    private static byte[] EncodedBody(int size)
    {
        var buffer = new Message(new string('x', size)).Encode();
        return buffer.Buffer[buffer.Offset..(buffer.Offset + buffer.Length)];
    }

    private static long MedianOf(Action act)
    {
        var figures = new long[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            act();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Times; i++)
            {
                act();
            }

            figures[round] = (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
        }

        Array.Sort(figures);
        return figures[Rounds / 2];
    }
}
