using System.Buffers.Binary;
using Amqp1.Core.Tests.Wire;
using Amqp1.Json;
using Amqp1.Transport;
using Amqp1.Wire;
using CsCheck;

namespace Amqp1.Core.Tests.Transport;

/// <summary>Tests that a message that cannot be decoded does not end the connection.</summary>
public sealed class MessageRepairTests
{
    private static readonly byte[][] Usual =
    [
        WireBytes.Of("005370 c008 03 40 40 70 0000ea60 005373 c00e 05 a103 'abc' 40 a101 'x' 40 a101 'r' 005377 a103 '{a}'"),
        WireBytes.Of("005370 45 005373 c00b 06 40 40 a101 'a' 40 40 a101 'b' 005377 a102 '{}'"),
        WireBytes.Of("005370 45 005375 a002 '{}' 005375 b000000002 '{}'"),
        WireBytes.Of("005370 c003 02 41 5004 005374 c109 02 a102 'tp' a103 '00-' 005377 40"),
        WireBytes.Of("005370 c009 03 41 5004 70 0000ea60 005372 c117 04 a304 'x-ex' a103 'rpc' a304 'x-rk' a103 'key' 005373 d000000023 00000008 40 40 40 40 40 40 a310 'application/json' a305 'utf-8' 005375 a002 '{}'"),
        WireBytes.Of("005372 c107 02 a302 'aa' 54 01 005373 c00d 01 98 00112233445566778899aabb 005377 b100000001 '1'"),
    ];

    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Gen.OneOfConst(Usual),
        Gen.Select(Gen.Int[0, 200], Gen.Frequency((1, Gen.Byte), (2, Gen.OneOfConst<byte>([0x00, 0x40, 0x41, 0x43, 0x45, 0x52, 0x53, 0x70, 0x73, 0x75, 0x76, 0x77, 0xa0, 0xa1, 0xa3, 0xb0, 0xb1, 0xc0, 0xc1, 0xd0])))).Array[0, 4],
        Gen.OneOfConst(Usual),
        Gen.Int[0, 3],
        (message, changes, more, how) =>
        {
            var bytes = how == 0 ? [.. message, .. more] : how == 1 ? message[..^1] : message.ToArray();
            foreach (var (at, value) in changes)
            {
                bytes[at % bytes.Length] = value;
            }

            return bytes;
        });

    [Fact]
    public void Usual_messages_are_recognized_without_being_decoded() => new[] { Usual[0], Usual[1], Usual[4] }.ShouldAllBe(message => UsualMessage.Is(message));

    [Theory]
    [InlineData("005372 c10b 04 a302 'aa' 40 a302 'aa' 40 005377 a102 '{}'")]
    [InlineData("005372 c10b 04 a302 8080 40 a302 8181 40 005377 a102 '{}'")]
    [InlineData("005372 c106 02 a102 'aa' 40 005377 a102 '{}'")]
    [InlineData("005374 c106 02 a302 'aa' 40 005377 a102 '{}'")]
    [InlineData("005374 c106 03 a102 'aa' 40 005377 a102 '{}'")]
    [InlineData("005374 c107 02 a102 'aa' 40 005377 a102 '{}'")]
    [InlineData("005374 d1ffffffff 00000002 a102 'aa' 40 005377 a102 '{}'")]
    [InlineData("005374 c108 02 a102 'aa' c10100 005377 a102 '{}'")]
    [InlineData("005373 c00c 07 40 40 40 40 40 40 a103 'a/b' 005377 a102 '{}'")]
    [InlineData("005377 a102 '{}' 005377 a102 '{}'")]
    public void Other_messages_are_not(string message) => UsualMessage.Is(WireBytes.Of(message)).ShouldBeFalse();

    [Fact]
    public void Messages_of_oslo_peers_pass() => Usual[..3].ShouldAllBe(message => MessageRepair.MakeDecodable(message) == message.Length);

    [Fact]
    public void What_passes_is_decoded_and_its_body_is_read_or_refused() => Mutated.Sample(
        bytes =>
        {
            if (MessageRepair.MakeDecodable(bytes) is not (> 0 and var length))
            {
                return;
            }

            var message = WireBytes.Decode(bytes[..length]);
            try
            {
                _ = MessageBody.Read(message);
            }
            catch (WireFormatException)
            {
                // The receiver correctly rejects the message.
            }
        },
        iter: 100_000);

    [Theory]
    [InlineData("005375 a101 61")]
    [InlineData("005377 a101 61 005375 a001 61")]
    [InlineData("005377 a105 61")]
    [InlineData("005399 45")]
    [InlineData("ff")]
    [InlineData("005377 b1 fffffff8")]
    [InlineData("005375 b0 fffffff8")]
    [InlineData("005377 b1 80000002 7b7d")]
    [InlineData("005377 10")]
    [InlineData("005370 45 95 5375 b0 80000002 7b7d 00000000000000")]
    [InlineData("005374 c10f 02 a10161 f0 00000009 7fffffff 41 ")]
    [InlineData("005374 c103 01 a10161")]
    [InlineData("005374 c10a 03 a10161 a10162 a10163")]
    [InlineData("005374 d1 00000004 7fffffff")]
    public void What_AMQPNetLite_cannot_decode_does_not_pass(string message) => MessageRepair.MakeDecodable(WireBytes.Of(message)).ShouldBe(0);

    [Theory]
    [InlineData("005374 c10c 04 a10161 e0 02 ff 41 a10162 40")]
    [InlineData("005378 f0 00000006 7fffffff 41 41")]
    [InlineData("005378 c110 02 a10161 e0 0a 02 00a303 'a:b' 54 01 02")]
    [InlineData("0080 0000000000000078 c110 02 a10161 e0 0a 02 00a303 'a:b' 54 01 02")]
    [InlineData("00a3 0f 'amqp:footer:map' 45")]
    [InlineData("00a3 1d 'amqp:delivery-annotations:map' 45")]
    public void What_nobody_needs_is_removed_when_AMQPNetLite_cannot_decode_it(string section)
    {
        var message = WireBytes.Of($"{section} 005377 a102 '{{}}'");

        var length = MessageRepair.MakeDecodable(message);

        length.ShouldBeInRange(1, message.Length - 1);
        MessageBody.Read(WireBytes.Decode(message[..length]))!.Value.ToArray().ShouldBe("{}"u8.ToArray());
    }

    [Theory]
    [InlineData("005377 e0 0a 02 00a303 'a:b' 54 01 02")]
    [InlineData("005377 e0 04 02 56 01 00")]
    [InlineData("005377 f0 00000005 0000ffff 41")]
    [InlineData("005376 c00c 01 e0 09 02 00a302 'a:' 54 01 02")]
    public void A_body_that_is_no_text_leaves_the_properties_readable(string body)
    {
        var message = WireBytes.Of($"005373 c00f 05 a1 02 'id' 40 40 40 a1 05 'reply' {body}");

        var length = MessageRepair.MakeDecodable(message);

        var decoded = WireBytes.Decode(message[..length]);
        decoded.Properties.ReplyTo.ShouldBe("reply");
        Should.Throw<WireFormatException>(() => MessageBody.Read(decoded));
    }

    [Fact]
    public void Transfers_are_looked_at_whatever_their_bytes_and_other_frames_stay_as_they_are() => Gen
        .Select(Gen.Byte.Array[0, 80], Gen.OneOfConst<byte>([0x10, 0x12, 0x13, 0x14, 0x15]), Gen.Bool)
        .Sample(
            (tail, performative, list) =>
            {
                byte[] frame = [0, 0, 0, 0, 2, 0, 0, 1, 0, 0x53, performative, .. list ? new byte[] { 0xc0 } : [], .. tail];
                BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
                var before = frame.ToArray();
                ReadOnlyMemory<byte> seen;
                try
                {
                    seen = new IncomingFrames(new OutgoingTransfers()).Inspect(frame);
                }
                catch (InvalidDataException)
                {
                    return;
                }

                var first = BinaryPrimitives.ReadInt32BigEndian(seen.Span);
                (first == seen.Length || first + BinaryPrimitives.ReadInt32BigEndian(seen.Span[first..]) == seen.Length).ShouldBeTrue();
                if (performative is 0x10 or 0x12 or 0x13)
                {
                    frame.ShouldBe(before);
                }
            },
            iter: 50_000);
}
