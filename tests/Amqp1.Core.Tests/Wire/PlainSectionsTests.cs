using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp1.Transport;
using Amqp1.Wire;
using CsCheck;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests that messages that are not decoded have the same values as AMQPNetLite decodes from them.</summary>
public sealed class PlainSectionsTests
{
    private static readonly Gen<string?> Text = Gen.OneOf(Gen.Const((string?)null), Gen.String[Gen.Char.AlphaNumeric, 1, 40].Select(text => (string?)text), Gen.Const((string?)new string('é', 300)));

    private static readonly Gen<byte[]> Messages = Gen.Select(
        Gen.Select(Text, Text, Text, Text),
        Gen.OneOf(Gen.Const((uint?)null), Gen.UInt.Select(number => (uint?)number), Gen.Const((uint?)7)),
        Gen.Bool,
        Gen.String[Gen.Char, 0, 400],
        (ids, timeToLive, hasProperties, body) => Encode(ids, timeToLive, hasProperties, body));

    [Fact]
    public void Plain_messages_have_the_values_that_AMQPNetLite_decodes() => Messages.Sample(
        bytes =>
        {
            PlainSections.TryRead(bytes, out _).ShouldBeTrue();
            PlainValues(bytes).ShouldBe(DecodedValues(bytes));
        },
        iter: 20_000);

    /// <summary>Checks messages with changed bytes: they are left to AMQPNetLite, or have the values that it decodes.</summary>
    [Fact]
    public void Damaged_messages_are_left_alone_or_have_the_values_that_AMQPNetLite_decodes() => Gen.Select(
        Messages,
        Gen.Select(Gen.Int[0, 200], Gen.Byte).Array[1, 4],
        Gen.Int[0, 3],
        (bytes, changes, cut) =>
        {
            foreach (var (at, value) in changes)
            {
                bytes[at % bytes.Length] = value;
            }

            return bytes[..^Math.Min(cut, bytes.Length)];
        }).Sample(
        bytes =>
        {
            if (PlainSections.TryRead(bytes, out _))
            {
                PlainValues(bytes).ShouldBe(DecodedValues(bytes), Convert.ToHexString(bytes));
            }
        },
        iter: 100_000);

    [Fact]
    public void A_frame_is_wrapped_in_place_and_opened_again()
    {
        var bytes = Encode(("id", "to", "reply", "correlation"), 5000, true, "body");
        var array = new byte[PlainTransfers.Headroom + 20 + bytes.Length];
        bytes.CopyTo(array, PlainTransfers.Headroom + 20);
        array[PlainTransfers.Headroom + 4] = 2;

        PlainTransfers.TryWrap(array.AsMemory(PlainTransfers.Headroom), 20, out var wrapped).ShouldBeTrue();

        wrapped.Length.ShouldBe(array.Length);
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(wrapped.Span).ShouldBe(array.Length);
        wrapped.Span[4].ShouldBe((byte)2);
        var message = Message.Decode(new ByteBuffer(array, 20, wrapped.Length - 20, wrapped.Length - 20));
        message.Properties.ShouldBeNull();
        PlainMessage.TryOpen(message, out var plain, out _).ShouldBeTrue();
        plain.TimeToLive.ShouldBe(5000u);
        MessageIds.MessageIdOf(message).ShouldBe("id");
        MessageIds.CorrelationIdOf(message).ShouldBe("correlation");
        Encoding.UTF8.GetString(MessageBody.Read(message)!.Value.Span).ShouldBe("body");
    }

    [Fact]
    public void A_frame_without_room_before_it_is_left_alone()
    {
        var bytes = Encode(("id", null, null, null), null, true, "body");
        byte[] frame = [.. new byte[20], .. bytes];

        PlainTransfers.TryWrap(frame, 20, out _).ShouldBeFalse();

        frame.AsSpan(20).SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public void A_binary_body_that_is_no_message_is_a_body()
    {
        var message = Message.Decode(new Message("{}"u8.ToArray()).Encode());

        PlainMessage.TryOpen(message, out _, out _).ShouldBeFalse();
        MessageBody.Read(message)!.Value.Length.ShouldBe(2);
    }

    [Fact]
    public void Repeated_texts_are_one_string()
    {
        var cache = new TextCache();

        cache.Get("temp.1"u8).ShouldBe("temp.1");
        cache.Get("temp.1"u8).ShouldBeSameAs(cache.Get("temp.1"u8));
        cache.Get("é"u8).ShouldBe("é");
        cache.Get(Encoding.UTF8.GetBytes(new string('x', 1000))).ShouldBe(new string('x', 1000));
        for (var i = 0; i < 2000; i++)
        {
            cache.Get(Encoding.UTF8.GetBytes($"reply.{i}")).ShouldBe($"reply.{i}");
        }
    }

    private static byte[] Encode((string? MessageId, string? To, string? ReplyTo, string? CorrelationId) ids, uint? timeToLive, bool hasProperties, string body)
    {
        var message = new Message(body);
        if (timeToLive is { } ttl)
        {
            // The damaged messages of the other test also have other values of the fields.
            message.Header = ttl % 2 == 0 ? new Header { Ttl = ttl } : new Header { Ttl = ttl, DeliveryCount = ttl / 3 };
        }

        if (hasProperties)
        {
            message.Properties = new Properties { MessageId = ids.MessageId, To = ids.To, ReplyTo = ids.ReplyTo, CorrelationId = ids.CorrelationId };
        }

        var buffer = message.Encode();
        return buffer.Buffer[buffer.Offset..(buffer.Offset + buffer.Length)];
    }

    private static string PlainValues(byte[] bytes)
    {
        PlainSections.TryRead(bytes, out var plain).ShouldBeTrue();
        return $"{plain.TimeToLive} {plain.DeliveryCount} {Encoding.UTF8.GetString(plain.MessageId)} {Encoding.UTF8.GetString(plain.ReplyTo)} {Encoding.UTF8.GetString(plain.CorrelationId)} {Encoding.UTF8.GetString(bytes.AsSpan()[^plain.BodyLength..])}";
    }

    private static string DecodedValues(byte[] bytes)
    {
        var message = Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
        var body = MessageBody.Read(message)!.Value;
        var timeToLive = message.Header is { } header && header.HasField(2) ? header.Ttl : 0;
        var deliveryCount = message.Header is { } counted && counted.HasField(4) ? counted.DeliveryCount : 0;
        return $"{timeToLive} {deliveryCount} {MessageIds.MessageIdOf(message)} {message.Properties?.ReplyTo} {MessageIds.CorrelationIdOf(message)} {Encoding.UTF8.GetString(body.Span)}";
    }
}
