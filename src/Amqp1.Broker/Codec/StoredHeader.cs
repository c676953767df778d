using System.Buffers.Binary;
using Amqp1.Transport;

namespace Amqp1.Broker.Codec;

/// <summary>
/// The header of a message that the broker stores (AMQP 1.0 part 3, section 3.2.1). It is encoded in a fixed layout, so that its
/// time-to-live, first-acquirer and delivery-count can be overwritten in place each time the message is delivered.
/// </summary>
/// <param name="Durable">Whether the message must survive a restart of the broker.</param>
/// <param name="Priority">The priority; 4 is the default of the standard.</param>
/// <param name="TimeToLive">The time-to-live in milliseconds; 0 if there is none.</param>
/// <param name="DeliveryCount">The number of failed delivery attempts.</param>
internal readonly record struct StoredHeader(bool Durable, byte Priority, uint TimeToLive, uint DeliveryCount)
{
    private const byte DefaultPriority = 4;
    private const int PriorityAt = 7;
    private const int TimeToLiveAt = 9;
    private const int ShortLength = 16;
    private const int LongLength = 20;

    private static ReadOnlySpan<byte> ByNumber => [0x00, FormatCode.SmallULong, (byte)PerformativeCode.Header];

    private static ReadOnlySpan<byte> ByLongNumber => [0x00, FormatCode.ULong, 0, 0, 0, 0, 0, 0, 0, (byte)PerformativeCode.Header];

    private static ReadOnlySpan<byte> BySymbol => "\0\u00a3\u0010amqp:header:list"u8;

    /// <summary>Reads the header of a received message. <paramref name="length"/> is its encoded length; 0 if the message has none.</summary>
    /// <exception cref="PeerFaultException">The header cannot be decoded.</exception>
    public static StoredHeader Read(ReadOnlySpan<byte> message, out int length)
    {
        if (!message.StartsWith(ByNumber) && !message.StartsWith(ByLongNumber) && !message.StartsWith(BySymbol))
        {
            length = 0;
            return new StoredHeader(Durable: false, DefaultPriority, 0, 0);
        }

        FieldReader.ReadDescribedList(message, out var fields, out length);
        var durable = fields.Bool() ?? false;
        var priority = fields.UByte() ?? DefaultPriority;
        var timeToLive = fields.UInt() ?? 0;
        fields.Skip();
        var deliveryCount = fields.UInt() ?? 0;
        fields.End();
        return new StoredHeader(durable, priority, timeToLive, deliveryCount);
    }

    /// <summary>Returns the message with this header in place of the first <paramref name="length"/> bytes.</summary>
    public byte[] Write(ReadOnlySpan<byte> message, int length)
    {
        var own = TimeToLive > 0 ? LongLength : ShortLength;
        var stored = new byte[own + message.Length - length];
        ByNumber.CopyTo(stored);
        stored[3] = FormatCode.List8;
        stored[4] = (byte)(own - 5);
        stored[5] = 5;
        stored[6] = Durable ? FormatCode.True : FormatCode.False;
        stored[PriorityAt] = FormatCode.UByte;
        stored[PriorityAt + 1] = Priority;
        stored[TimeToLiveAt] = TimeToLive > 0 ? FormatCode.UInt : FormatCode.Null;
        stored[own - 5] = FormatCode.UInt;
        Overwrite(stored, TimeToLive, DeliveryCount == 0, DeliveryCount);
        message[length..].CopyTo(stored.AsSpan(own));
        return stored;
    }

    /// <summary>Overwrites the fields that change with each delivery, in a message that <see cref="Write"/> returned.</summary>
    /// <param name="stored">The message.</param>
    /// <param name="timeToLive">The remaining time-to-live in milliseconds. Ignored if the message has none.</param>
    /// <param name="firstAcquirer">Whether no other link has acquired the message before.</param>
    /// <param name="deliveryCount">The number of failed delivery attempts.</param>
    public static void Overwrite(Span<byte> stored, uint timeToLive, bool firstAcquirer, uint deliveryCount)
    {
        var own = ShortLength;
        if (stored[TimeToLiveAt] == FormatCode.UInt)
        {
            own = LongLength;
            BinaryPrimitives.WriteUInt32BigEndian(stored[(TimeToLiveAt + 1)..], timeToLive);
        }

        stored[own - 6] = firstAcquirer ? FormatCode.True : FormatCode.False;
        BinaryPrimitives.WriteUInt32BigEndian(stored[(own - 4)..], deliveryCount);
    }
}
