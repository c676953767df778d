using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using Amqp1.Core.Tests.Wire;
using Amqp1.Transport;
using CsCheck;

namespace Amqp1.Core.Tests.Transport;

/// <summary>Tests of the dispositions of a peer that AMQPNetLite gets to see.</summary>
public sealed class IncomingDispositionsTests
{
    private const string Received = "005323 c003 02 43 44";
    private const string Accepted = "005324 45";

    // AMQPNetLite registers its types when the first frame is created, which is the Open on a real connection.
    public IncomingDispositionsTests() => _ = new Open();

    [Theory]
    [InlineData("41 43 43 42", Received)]
    [InlineData("41 43 40 42", Received)]
    [InlineData("41 43 5203 40", "00a3 12 'amqp:received:list' 45")]
    [InlineData("41 43 43 42", "40")]
    [InlineData("41 43 43 42", "005334 c005 01 a002 'tx'")]
    [InlineData("41 43 43 42", "00a3 03 'a:b' 45")]
    [InlineData("41 43 43 42", "a101 'x'")]
    [InlineData("42 43 43 42", Accepted)]
    [InlineData("42 43 43 42", Received)]
    public void What_ends_no_delivery_is_hidden(string fields, string state) => Inspect(Disposition(fields, state)).Length.ShouldBe(8);

    [Theory]
    [InlineData("41 43 43 41", Accepted)]
    [InlineData("41 43 43 42", Accepted)]
    [InlineData("41 43 5203 5600", "005324 c00100")]
    [InlineData("41 43 43 41", "005325 c00e 01 00531d c008 02 a301 'e' a102 'to'")]
    [InlineData("41 43 43 41", "005326 45")]
    [InlineData("41 43 43 41", "005327 c003 02 41 41")]
    [InlineData("41 43 43 41", "40")]
    [InlineData("42 43 43 41", "40")]
    public void Outcomes_and_settlements_stay_as_they_are(string fields, string state)
    {
        var frame = Disposition(fields, state);

        Inspect(frame.ToArray()).ShouldBe(frame);
    }

    [Theory]
    [InlineData(Received)]
    [InlineData("005334 c005 01 a002 'tx'")]
    [InlineData("00a3 03 'a:b' 45")]
    [InlineData("a101 'x'")]
    [InlineData("005327 c0020541")]
    [InlineData("005327 c008 01 e0 05 02 56 01 00 40")]
    public void A_settlement_with_another_state_is_one_without_a_state(string state) =>
        Inspect(Disposition("41 43 43 41", state)).ShouldBe(Disposition("41 43 43 41", null));

    [Theory]
    [InlineData("005324 c0020541", "005324 45")]
    [InlineData("005324 005324 45", "005324 45")]
    [InlineData("005324 40", "005324 45")]
    [InlineData("005325 c003 01 a100", "005325 45")]
    [InlineData("00a3 12 'amqp:accepted:list' 45", "005324 45")]
    [InlineData("00a3 12 'amqp:released:list' c0020541", "005326 45")]
    public void An_outcome_that_does_not_decode_is_what_its_descriptor_says(string state, string reduced)
    {
        Inspect(Disposition("41 43 43 41", state)).ShouldBe(Disposition("41 43 43 41", reduced));
        Inspect(Disposition("41 43 43 42", state)).ShouldBe(Disposition("41 43 43 42", reduced));
    }

    [Fact]
    public void A_long_list_is_changed_as_well_as_a_short_one()
    {
        var frame = Inspect(Frame("005315 d0 00000010 00000005 41 70 80000000 40 41 005323 45"));

        frame.ShouldBe(Frame("005315 d0 0000000c 00000004 41 70 80000000 40 41"));
    }

    [Fact]
    public void Whatever_the_state_AMQPNetLite_decodes_what_it_is_shown() => Gen
        .Select(Gen.OneOfConst<byte>([0x23, 0x24, 0x25, 0x26, 0x27, 0x34]), Gen.Byte.Array[0, 40], Gen.Bool)
        .Sample(
            (state, tail, settled) =>
            {
                byte[] end = [0, 0x53, state, .. tail];
                byte[] list = [0xc0, (byte)(end.Length + 5), 5, 0x41, 0x43, 0x40, settled ? (byte)0x41 : (byte)0x42, .. end];
                byte[] seen;
                try
                {
                    seen = Inspect(Frame("005315" + Convert.ToHexString(list)));
                }
                catch (InvalidDataException)
                {
                    return;
                }

                if (seen.Length > 8)
                {
                    var buffer = new ByteBuffer(seen, 8, seen.Length - 8, seen.Length - 8);
                    Amqp.Types.Encoder.ReadDescribed(buffer, Amqp.Types.Encoder.ReadFormatCode(buffer)).ShouldBeOfType<Dispose>();
                }
            },
            iter: 20_000);

    private static byte[] Inspect(byte[] frame) => new IncomingFrames(new OutgoingTransfers()).Inspect(frame).ToArray();

    private static byte[] Disposition(string fields, string? state)
    {
        var content = WireBytes.Of($"{fields} {state}");
        return Frame($"005315 {Convert.ToHexString([0xc0, (byte)(content.Length + 1), state is null ? (byte)4 : (byte)5])} {Convert.ToHexString(content)}");
    }

    private static byte[] Frame(string body)
    {
        byte[] frame = [0, 0, 0, 0, 2, 0, 0, 0, .. WireBytes.Of(body)];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        return frame;
    }
}
