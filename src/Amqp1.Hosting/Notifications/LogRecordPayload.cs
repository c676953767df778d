using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>
/// Converts a log record to the fields of Python's <c>logging</c> (docs/spec/behaviour.md#notifiers). .NET does not know the source
/// location of a record, so these fields have the values that Python uses for an unknown location.
/// </summary>
internal static class LogRecordPayload
{
    private const string OriginalFormat = "{OriginalFormat}";
    private static readonly string? ProcessName = Path.GetFileNameWithoutExtension(Environment.ProcessPath);

    public static JsonObject Of(
        string category, LogLevel level, string message, Exception? exception, IEnumerable<KeyValuePair<string, object?>>? values)
    {
        var (number, name) = LevelOf(level);
        return new JsonObject
        {
            ["name"] = category,
            ["levelno"] = number,
            ["levelname"] = name,
            ["exc_info"] = exception?.ToString(),
            ["pathname"] = "(unknown file)",
            ["lineno"] = 0,
            ["msg"] = message,
            ["funcName"] = "(unknown function)",
            ["thread"] = Environment.CurrentManagedThreadId,
            ["processName"] = ProcessName,
            ["process"] = Environment.ProcessId,
            ["extra"] = ExtraOf(values),
        };
    }

    /// <summary>Returns the named values of the record as text; null if there are none.</summary>
    private static JsonObject? ExtraOf(IEnumerable<KeyValuePair<string, object?>>? values)
    {
        JsonObject? extra = null;
        foreach (var (name, value) in values ?? [])
        {
            if (name != OriginalFormat)
            {
                (extra ??= [])[name] = Convert.ToString(value, CultureInfo.InvariantCulture);
            }
        }

        return extra;
    }

    private static (int Number, string Name) LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => (5, "TRACE"),
        LogLevel.Debug => (10, "DEBUG"),
        LogLevel.Information => (20, "INFO"),
        LogLevel.Warning => (30, "WARNING"),
        LogLevel.Error => (40, "ERROR"),
        _ => (50, "CRITICAL"),
    };
}
