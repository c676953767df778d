using Microsoft.Extensions.Logging;

namespace Amqp1.Payloads;

/// <summary>The log events of stored payloads (docs/operating/log-events.md).</summary>
internal static partial class PayloadLog
{
    [LoggerMessage(1300, LogLevel.Warning, "The payload store {Store} has no room; large payloads are sent in their messages")]
    public static partial void Full(ILogger logger, string store);

    [LoggerMessage(1301, LogLevel.Information, "The payload store {Store} has room again; {Unstored} payloads were sent in their messages")]
    public static partial void HasRoom(ILogger logger, string store, long unstored);

    [LoggerMessage(1302, LogLevel.Warning, "The payload store {Store} did not store a payload of {Length} bytes, which is sent in its message")]
    public static partial void NotStored(ILogger logger, string store, int length, Exception failure);

    [LoggerMessage(1303, LogLevel.Warning, "The payload store {Store} did not read payload {Name}")]
    public static partial void NotRead(ILogger logger, string store, string name, Exception failure);

    [LoggerMessage(1304, LogLevel.Debug, "The payload store {Store} did not remove payload {Name}, which stays until it expires")]
    public static partial void NotRemoved(ILogger logger, string store, string name, Exception failure);

    [LoggerMessage(1305, LogLevel.Warning, "Expired payloads in {Directory} could not be removed; this is tried again")]
    public static partial void SweepFailed(ILogger logger, string directory, Exception failure);

    [LoggerMessage(1306, LogLevel.Debug, "Removed {Removed} expired payloads from {Directory}, which now holds {Bytes} bytes")]
    public static partial void Swept(ILogger logger, string directory, int removed, long bytes);

    [LoggerMessage(1307, LogLevel.Warning, "Amqp1:ClaimCheck:{Option} has no effect, because no payload store is registered. Large payloads are sent in their messages")]
    public static partial void NoStore(ILogger logger, string option);
}
