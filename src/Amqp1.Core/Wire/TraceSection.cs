using System.Text;
using Amqp1.Diagnostics;
using Amqp1.Dialects;

namespace Amqp1.Wire;

/// <summary>Writes the W3C trace context of a message as entries of the application properties.</summary>
internal static class TraceSection
{
    /// <summary>Returns the number of keys and values.</summary>
    public static int CountOf(TraceContext trace) =>
        2 + (string.IsNullOrEmpty(trace.Tracestate) ? 0 : 2) + (string.IsNullOrEmpty(trace.Baggage) ? 0 : 2);

    /// <summary>Returns the size of the entries in bytes.</summary>
    public static int SizeOf(TraceContext trace) =>
        SizeOf(TraceContext.TraceparentName) + SizeOf(trace.Traceparent)
        + SizeOfEntry(TraceContext.TracestateName, trace.Tracestate)
        + SizeOfEntry(TraceContext.BaggageName, trace.Baggage);

    /// <summary>Writes the entries into a map that the caller has begun.</summary>
    public static void Write(ref SectionWriter writer, TraceContext trace)
    {
        writer.Text(TraceContext.TraceparentName);
        writer.Text(trace.Traceparent);
        if (!string.IsNullOrEmpty(trace.Tracestate))
        {
            writer.Text(TraceContext.TracestateName);
            writer.Text(trace.Tracestate);
        }

        if (!string.IsNullOrEmpty(trace.Baggage))
        {
            writer.Text(TraceContext.BaggageName);
            writer.Text(trace.Baggage);
        }
    }

    private static int SizeOfEntry(string name, string? value) => string.IsNullOrEmpty(value) ? 0 : SizeOf(name) + SizeOf(value);

    private static int SizeOf(string text) => SectionWriter.SizeOfText(Encoding.UTF8.GetByteCount(text));
}
