using Amqp;
using Amqp.Framing;
using Amqp1.Json;

namespace Amqp1.Wire;

/// <summary>
/// Reads the JSON bytes of a received message from any section in which a peer may put them (docs/spec/messages.md#sections).
/// </summary>
internal static class MessageBody
{
    private const byte Null = 0x40;
    private const byte Bin8 = 0xa0;
    private const byte Str8 = 0xa1;
    private const byte Bin32 = 0xb0;
    private const byte Str32 = 0xb1;

    /// <summary>
    /// Returns the bytes of the body, still in the buffer of the frame; null when there is no body, as in a heartbeat. Throws
    /// <see cref="WireFormatException"/> for a body that cannot be JSON text.
    /// </summary>
    public static ReadOnlyMemory<byte>? Read(Message message) => PlainMessage.TryOpen(message, out var plain, out var bytes)
        ? bytes[^plain.BodyLength..]
        : ReadSection(message);

    private static ReadOnlyMemory<byte>? ReadSection(Message message) => message.BodySection switch
    {
        null => null,
        AmqpValue { ValueBuffer: { } encoded } => ReadValue(encoded.Buffer.AsMemory(encoded.Offset, encoded.Length)),
        Data { Buffer: { } data } => data.Buffer.AsMemory(data.Offset, data.Length),
        Data { Binary: { } binary } => binary,
        DataList list => Join(list),
        var section => throw new WireFormatException($"The body is {section.Descriptor.Name}, not text."),
    };

    private static ReadOnlyMemory<byte>? ReadValue(ReadOnlyMemory<byte> encoded) => encoded.Span[0] switch
    {
        Null => (ReadOnlyMemory<byte>?)null,
        Str8 or Bin8 => encoded[2..],
        Str32 or Bin32 => encoded[5..],
        var code => throw new WireFormatException($"The body is an amqp-value of type 0x{code:x2}, not text."),
    };

    private static ReadOnlyMemory<byte> Join(DataList list)
    {
        var joined = new System.Buffers.ArrayBufferWriter<byte>();
        for (var i = 0; i < list.Count; i++)
        {
            System.Buffers.BuffersExtensions.Write(joined, ReadSection(new Message { BodySection = list[i] })!.Value.Span);
        }

        return joined.WrittenMemory;
    }
}
