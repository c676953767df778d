using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests that the outcome of a consumer is decoded before the router passes it on to a sender.</summary>
public sealed class OutcomeTests
{
    public static TheoryData<string> Malformed =>
    [
        "00 53 24 c0 02 05 41", // a list of five fields with one
        "00 53 24 00 53 24 45", // a described value in place of the list
        "00 53 24 c0 02 00 41", // a list without fields that is longer than it says
        "00 53 24 40", // no list
        "00 53 24 d0 00 00 00 05 ff ff ff ff 41", // four billion fields
        "00 53 26 c0 03 01 a1 05", // a string that is cut off
        "00 53 25 c0 04 01 a1 01 78", // an error that is a string
        "00 53 25 c0 06 01 00 53 24 45", // an error that is an outcome: the size is wrong, too
        "00 53 25 c0 05 01 00 53 1d 45", // an error without a condition
        "00 53 25 c0 0a 01 00 53 1d c0 04 01 a3 01 ff", // a condition that is not ASCII
        "00 53 25 c0 0d 01 00 53 1d c0 07 02 a3 01 78 a1 01 ff", // a description that is not UTF-8
        "00 53 25 c0 0e 01 00 53 1d c0 08 03 a3 01 78 40 a1 01 78", // info that is not a map
        "00 53 25 c0 10 01 00 53 1d c0 0a 03 a3 01 78 40 c1 03 01 a3 00", // info with a key and no value
        "00 53 25 c0 11 01 00 53 1d c0 0b 03 a3 01 78 40 c1 04 02 41 41 41", // info that is longer than its entries
        "00 53 27 c0 04 03 40 40 41", // annotations that are not a map
        "00 53 27 c0 03 01 a1 00", // delivery-failed that is a string
        "00 53 27 c0 09 03 40 40 c1 04 02 a1 00 41", // a key that is a string
        "00 53 27 c0 0b 03 40 40 c1 06 02 a3 01 78 56 02", // a boolean that is neither
        "00 53 23 c0 02 05 41", // a malformed state that is not even an outcome
        "53 24", // not a described value
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_outcome_ends_the_connection_of_the_consumer_only(string state)
    {
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        await consumer.AttachReceiverAsync(1, "a", 10);
        await sender.AttachSenderAsync(0, "a");
        await sender.TransferAsync(0, 0, [1]);
        await consumer.NextAsync<Transfer>();

        await consumer.SendAsync(Disposition(Convert.FromHexString(state.Replace(" ", "", StringComparison.Ordinal)), settled: true));

        (await consumer.NextAsync<Close>()).Error.Condition.ToString().ShouldBe(ErrorCode.DecodeError);
        await consumer.EndOfStreamAsync();
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Modified>().DeliveryFailed.ShouldBeTrue();
        await sender.SyncAsync();
    }

    [Theory]
    [InlineData("00 53 24 c0 01 00")]
    [InlineData("00 53 24 d0 00 00 00 04 00 00 00 00")]
    [InlineData("00 80 00 00 00 00 00 00 00 24 45")]
    [InlineData("00 a3 12 61 6d 71 70 3a 61 63 63 65 70 74 65 64 3a 6c 69 73 74 45")]
    public async Task Every_encoding_of_accepted_reaches_the_sender_as_the_shortest(string state)
    {
        var told = await TellAsync(Convert.FromHexString(state.Replace(" ", "", StringComparison.Ordinal)));
        told[^4..].ShouldBe([0x00, 0x53, 0x24, 0x45]);
    }

    [Fact]
    public async Task A_settlement_with_a_state_that_is_not_an_outcome_reaches_the_sender_without_it()
    {
        // The state is received, with section-number 1 and section-offset 0.
        var told = await TellAsync([0x00, 0x53, 0x23, 0xc0, 0x04, 0x02, 0x52, 0x01, 0x44]);
        ((Dispose)Decode(told)).State.ShouldBeNull();
    }

    [Fact]
    public async Task Info_that_libraries_may_fail_to_decode_is_left_out()
    {
        // The state is rejected, with an error whose info has an array of booleans.
        byte[] array = [0xa3, 1, (byte)'k', 0xe0, 0x04, 0x02, 0x56, 0x01, 0x00];
        byte[] map = [0xc1, (byte)(array.Length + 1), 2, .. array];
        byte[] error = [0x00, 0x53, 0x1d, 0xc0, (byte)(map.Length + 5), 3, 0xa3, 1, (byte)'x', 0x40, .. map];
        var told = await TellAsync([0x00, 0x53, 0x25, 0xc0, (byte)(error.Length + 1), 1, .. error]);
        var rejected = ((Dispose)Decode(told)).State.ShouldBeOfType<Rejected>();
        rejected.Error.Condition.ToString().ShouldBe("x");
        rejected.Error.Info.ShouldBeNull();
    }

    private static async Task<byte[]> TellAsync(byte[] state)
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        await consumer.AttachReceiverAsync(1, "a", 10);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, [1]);
        await consumer.NextAsync<Transfer>();
        await consumer.SendAsync(Disposition(state, settled: true));
        var frame = await peer.NextAsync<Dispose>();
        var buffer = new ByteBuffer(256, true);
        frame.Encode(buffer);
        return [.. buffer.Buffer.AsSpan(buffer.Offset, buffer.Length)];
    }

    private static object Decode(byte[] bytes) => Encoder.ReadObject(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));

    /// <summary>Returns a disposition of the receiver for delivery 0 with the given state.</summary>
    private static byte[] Disposition(byte[] state, bool settled)
    {
        byte[] fields = [0x41, 0x43, 0x43, settled ? (byte)0x41 : (byte)0x42, .. state];
        return [0, 0, 0, (byte)(fields.Length + 14), 2, 0, 0, 0, 0x00, 0x53, 0x15, 0xc0, (byte)(fields.Length + 1), 5, .. fields];
    }
}
