using System.Buffers.Binary;
using Amqp.Framing;
using Amqp1.Core.Tests.Wire;
using Amqp1.Transport;

namespace Amqp1.Core.Tests.Transport;

/// <summary>Tests of multi-frame messages, which are assembled before they are decoded.</summary>
public sealed class IncomingTransfersTests
{
    private readonly IncomingFrames _frames = new(new OutgoingTransfers(), capacity: 100);

    private IncomingTransfers Transfers => _frames.Transfers;

    [Fact]
    public void The_library_sees_every_transfer_and_the_payload_of_none()
    {
        Inspect(Transfer(1, "41", "005377 a1")).ShouldBe(Transfer(1, "41"));
        Transfers.TakeContent().ShouldBeNull();
        Inspect(Transfer(1, "41", "0b 'hello '")).ShouldBe(Transfer(1, "41"));
        Inspect(Transfer(1, "42", "'world'")).ShouldBe(Transfer(1, "42"));

        Text().ShouldBe("hello world");
        Transfers.TakeContent().ShouldBeNull();
        Transfers.Held.ShouldBe(0);
    }

    [Fact]
    public void Messages_of_several_links_do_not_mix()
    {
        Inspect(Transfer(1, "41", "005377 a102 'a'"));
        Inspect(Transfer(2, "41", "005377 a102 'b'"));
        Inspect(Transfer(1, "41", "'c'", channel: 1));
        Inspect(Transfer(3, "42", "005377 40")).ShouldBe(Transfer(3, "42", "005377 40"));
        Inspect(Transfer(1, "42", "'1'"));
        Text().ShouldBe("a1");
        Inspect(Transfer(2, "42", "'2'"));
        Text().ShouldBe("b2");
    }

    [Fact]
    public void What_does_not_decode_has_no_content()
    {
        Inspect(Transfer(1, "41", "005377 a105 'ab'"));
        Inspect(Transfer(1, "42", "'cd'")).ShouldBe(Transfer(1, "42"));

        Transfers.TakeContent().ShouldBeNull();
        Transfers.Held.ShouldBe(0);
    }

    [Fact]
    public void A_single_frame_that_does_not_decode_loses_its_payload() =>
        Inspect(Transfer(1, "42", "005377 a105 'abcd'")).ShouldBe(Transfer(1, "42"));

    [Theory]
    [InlineData("41")]
    [InlineData("42")]
    public void An_aborted_message_has_no_content_even_if_what_was_sent_of_it_decodes(string more)
    {
        const string Settlement = "00000016 02 00 0000 005315 c009 04 42 70 00000000 40 41";
        Inspect(Transfer(1, "41", "005377 a102 'ab'"));
        Transfers.IsAborted.ShouldBeFalse();

        // The library would wait for more frames of a message that is marked as incomplete, and never settles a message for which it gets
        // no disposition.
        Inspect(Transfer(1, $"{more} 40 40 40 41")).ShouldBe([.. Transfer(1, "42 40 40 40 41"), .. WireBytes.Of(Settlement)]);

        Transfers.IsAborted.ShouldBeTrue();
        Transfers.TakeContent().ShouldBeNull();
        Transfers.Held.ShouldBe(0);
        Inspect(Transfer(1, "42 40 40 40 41", "005377 a102 'ab'")).ShouldBe([.. Transfer(1, "42 40 40 40 41"), .. WireBytes.Of(Settlement)]);
        Inspect(Transfer(1, "42", "005377 40"));
        Transfers.IsAborted.ShouldBeFalse();
    }

    [Fact]
    public void Messages_that_never_end_are_held_up_to_the_capacity_and_their_end_still_counts()
    {
        var filler = $"'{new string('x', 90)}'";
        Inspect(Transfer(1, "41", $"005377 a15a {filler}"));
        Inspect(Transfer(2, "41", $"005377 a15a {filler}"));
        Transfers.Held.ShouldBe(95);
        for (var i = 0; i < 10; i++)
        {
            Inspect(Transfer(2, "41", filler)).ShouldBe(Transfer(2, "41"));
        }

        Inspect(Transfer(2, "42")).ShouldBe(Transfer(2, "42"));
        Transfers.TakeContent().ShouldBeNull();
        Inspect(Transfer(1, "42"));
        Text().ShouldBe(new string('x', 90));
        Transfers.Held.ShouldBe(0);
    }

    [Theory]
    [InlineData("005316 c004 02 52 01 41", 0)]
    [InlineData("005316 c004 02 52 02 41", 3)]
    [InlineData("0080 0000000000000016 c003 01 52 01", 0)]
    [InlineData("00a3 10 'amqp:detach:list' c003 01 52 01", 0)]
    [InlineData("005317 45", 0)]
    [InlineData("00a3 0d 'amqp:end:list' 45", 0)]
    public void The_end_of_a_link_is_the_end_of_its_message(string frame, int held)
    {
        Inspect(Transfer(1, "41", "005377"));

        Inspect(Frame(frame));

        Transfers.Held.ShouldBe(held);
    }

    [Theory]
    [InlineData("0080 0000000000000014")]
    [InlineData("00b3 00000012 'amqp:transfer:list'")]
    public void A_transfer_is_known_however_its_descriptor_is_written(string descriptor) =>
        Inspect(Frame(descriptor + "c003 01 52 01 005377 a105 'abcd'")).ShouldBe(Frame(descriptor + "c003 01 52 01"));

    [Fact]
    public void Values_in_values_without_end_are_not_decoded()
    {
        byte[] nested = [.. Enumerable.Repeat<byte[]>([0xd0, 0, 1, 0, 0, 0, 0, 0, 1], 5_000).SelectMany(part => part), 0x40];
        for (var i = 5_000; i-- > 0;)
        {
            BinaryPrimitives.WriteInt32BigEndian(nested.AsSpan((i * 9) + 1), nested.Length - (i * 9) - 5);
        }

        Inspect([.. Transfer(1, "42", "005374"), .. nested], fix: true).ShouldBe(Transfer(1, "42"));
        Should.Throw<InvalidDataException>(() => Inspect([.. Frame("005312"), .. nested], fix: true));
    }

    private static byte[] Transfer(byte handle, string moreAndRest, string payload = "", byte channel = 0)
    {
        var fields = WireBytes.Of($"52 {handle:x2} 52 00 a0 01 61 43 42 {moreAndRest}");
        byte[] list = [0xc0, (byte)(fields.Length + 1), (byte)(5 + WireBytes.Of(moreAndRest).Length), .. fields];
        var frame = Frame($"005314 {Convert.ToHexString(list)} {payload}");
        frame[7] = channel;
        return frame;
    }

    private static byte[] Frame(string body)
    {
        byte[] frame = [0, 0, 0, 0, 2, 0, 0, 0, .. WireBytes.Of(body)];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        return frame;
    }

    private byte[] Inspect(byte[] frame, bool fix = false)
    {
        if (fix)
        {
            BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        }

        return _frames.Inspect(frame).ToArray();
    }

    private object Text() => Transfers.TakeContent()!.Value.Message.BodySection.ShouldBeOfType<AmqpValue>().Value;
}
