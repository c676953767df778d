using Amqp;
using Amqp.Framing;

namespace Amqp1.Wire;

/// <summary>
/// An amqp-value section that holds a string, written from its UTF-8 bytes: the JSON never becomes a .NET string on its way
/// to the frame.
/// </summary>
internal sealed class JsonTextSection : AmqpValue
{
    private const byte Str8 = 0xa1;
    private const byte Str32 = 0xb1;

    private readonly byte[] _utf8;

    public JsonTextSection(byte[] utf8)
    {
        _utf8 = utf8;
        // The value is what AMQPNetLite sizes the frame's buffer by; it is not what gets written.
        Value = utf8;
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
