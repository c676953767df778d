using Amqp;
using Amqp.Framing;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>
/// An amqp-value section that holds a string, written from its UTF-8 bytes: the JSON never becomes a .NET string on its way
/// to the frame.
/// </summary>
internal sealed class JsonTextSection : AmqpValue
{
    private const byte Str8 = 0xa1;
    private const byte Str32 = 0xb1;

    private readonly byte[] _utf8;

    /// <param name="utf8">The text.</param>
    /// <param name="textAround">
    /// The length of the addresses, ids and other text in the sections before this one. AMQPNetLite sizes the buffer of the message by its
    /// body and an estimate of the rest. If the estimate is too low, AMQPNetLite allocates another buffer of twice the size and copies.
    /// </param>
    public JsonTextSection(byte[] utf8, int textAround)
    {
        _utf8 = utf8;
        // AMQPNetLite uses the value only to estimate the size of the body. It does not write the value.
        Value = PlaceholderArrays.AtLeast(utf8.Length + textAround) ?? utf8;
    }

    /// <inheritdoc />
    protected override void WriteValue(ByteBuffer buffer, object value)
    {
        if (_utf8.Length <= byte.MaxValue)
        {
            AmqpBitConverter.WriteUByte(buffer, Str8);
            AmqpBitConverter.WriteUByte(buffer, (byte)_utf8.Length);
        }
        else
        {
            AmqpBitConverter.WriteUByte(buffer, Str32);
            AmqpBitConverter.WriteInt(buffer, _utf8.Length);
        }

        AmqpBitConverter.WriteBytes(buffer, _utf8, 0, _utf8.Length);
    }
}
