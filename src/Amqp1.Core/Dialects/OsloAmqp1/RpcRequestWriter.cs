using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>
/// Writes an RPC request as JSON (docs/spec/messages.md#samples, docs/spec/messages.md#json). RPC requests never have an envelope
/// (docs/spec/messages.md#envelope).
/// </summary>
internal static class RpcRequestWriter
{
    private static readonly JsonEncodedText Request = JsonEncodedText.Encode("request");
    private static readonly JsonEncodedText Method = JsonEncodedText.Encode("method");
    private static readonly JsonEncodedText Args = JsonEncodedText.Encode("args");
    private static readonly JsonEncodedText Namespace = JsonEncodedText.Encode("namespace");
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Context = JsonEncodedText.Encode("context");
    private static readonly JsonEncodedText CallMonitorTimeout = JsonEncodedText.Encode("call_monitor_timeout");

    /// <summary>Writes the request; <paramref name="writeArguments"/> writes one JSON object.</summary>
    public static JsonText Write<TState>(
        string method,
        TState state,
        Action<Utf8JsonWriter, TState> writeArguments,
        ReadOnlySpan<byte> context,
        string? ns,
        string? version,
        TimeSpan? callMonitorTimeout)
    {
        var scratch = JsonScratch.Rent();
        var writer = scratch.Writer;
        writer.WriteStartObject();
        writer.WriteStartObject(Request);
        writer.WriteString(Method, method);
        writer.WritePropertyName(Args);
        writeArguments(writer, state);
        if (ns is not null)
        {
            writer.WriteString(Namespace, ns);
        }

        if (version is not null)
        {
            writer.WriteString(Version, version);
        }

        writer.WriteEndObject();
        writer.WritePropertyName(Context);
        writer.WriteRawValue(context, skipInputValidation: true);
        if (callMonitorTimeout is { } interval)
        {
            WriteSeconds(writer, interval);
        }

        writer.WriteEndObject();
        return scratch.Finish();
    }

    private static void WriteSeconds(Utf8JsonWriter writer, TimeSpan interval)
    {
        if (interval.Ticks % TimeSpan.TicksPerSecond == 0)
        {
            writer.WriteNumber(CallMonitorTimeout, interval.Ticks / TimeSpan.TicksPerSecond);
        }
        else
        {
            writer.WriteNumber(CallMonitorTimeout, interval.TotalSeconds);
        }
    }
}
