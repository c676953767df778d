using Amqp;

namespace Amqp1.Wire;

/// <summary>Reads the header of messages from any sender.</summary>
internal static class MessageHeader
{
    // The position of the field ttl in the header.
    private const int TtlField = 2;

    /// <summary>
    /// Returns the value of header.ttl. Null if the sender set no value, or 0, which several libraries use for messages that do not expire.
    /// absolute-expiry-time is ignored (docs/spec/messages.md#expiry). For a header without the field, AMQPNetLite returns the largest number.
    /// </summary>
    public static TimeSpan? TimeToLiveOf(Message message) => PlainMessage.TryOpen(message, out var plain, out _)
        ? TimeToLiveOf(plain.TimeToLive)
        : message.Header is { } header && header.HasField(TtlField) ? TimeToLiveOf(header.Ttl) : null;

    /// <summary>Returns the time of a value of header.ttl, in milliseconds; null for 0.</summary>
    public static TimeSpan? TimeToLiveOf(uint ttl) => ttl > 0 ? TimeSpan.FromMilliseconds(ttl) : null;
}
