using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>The descriptors that must be recognized before a frame is decoded, and their encodings (AMQP 1.0, 1.5).</summary>
internal static class Descriptors
{
    public const ulong Begin = 0x11;
    public const ulong Flow = 0x13;
    public const ulong Transfer = 0x14;
    public const ulong Disposition = 0x15;
    public const ulong Detach = 0x16;
    public const ulong End = 0x17;

    public const ulong Accepted = 0x24;
    public const ulong Rejected = 0x25;
    public const ulong Released = 0x26;
    public const ulong Modified = 0x27;

    /// <summary>Returns the code of an encoded descriptor, which may be a number or a name, or 0 if it is not one of the above.</summary>
    /// <param name="descriptor">One whole encoded value.</param>
    public static ulong CodeOf(ReadOnlySpan<byte> descriptor) => descriptor[0] switch
    {
        0x53 => descriptor[1],
        0x80 => BinaryPrimitives.ReadUInt64BigEndian(descriptor[1..]),
        // AMQPNetLite accepts a string as a symbol here.
        0xa1 or 0xa3 => ByName(descriptor[2..]),
        0xb1 or 0xb3 => ByName(descriptor[5..]),
        _ => 0,
    };

    private static ulong ByName(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("amqp:transfer:list"u8) ? Transfer
        : name.SequenceEqual("amqp:disposition:list"u8) ? Disposition
        : name.SequenceEqual("amqp:flow:list"u8) ? Flow
        : name.SequenceEqual("amqp:accepted:list"u8) ? Accepted
        : name.SequenceEqual("amqp:rejected:list"u8) ? Rejected
        : name.SequenceEqual("amqp:released:list"u8) ? Released
        : name.SequenceEqual("amqp:modified:list"u8) ? Modified
        : name.SequenceEqual("amqp:detach:list"u8) ? Detach
        : name.SequenceEqual("amqp:begin:list"u8) ? Begin
        : name.SequenceEqual("amqp:end:list"u8) ? End
        : 0;
}
