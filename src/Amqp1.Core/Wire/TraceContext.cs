namespace Amqp1.Wire;

/// <summary>
/// The W3C trace context of a message: application properties <c>traceparent</c> and <c>tracestate</c>, and <c>baggage</c> where it is
/// switched on.
/// </summary>
internal sealed record TraceContext(string Traceparent, string? Tracestate, string? Baggage = null)
{
    public const string TraceparentName = "traceparent";
    public const string TracestateName = "tracestate";
    public const string BaggageName = "baggage";

    /// <summary>
    /// The length, in characters, above which a received tracestate is dropped: it would be sent again with every message that a handler
    /// sends. W3C asks for at least 512 to be passed on.
    /// </summary>
    public const int MaxTracestateLength = 2048;

    /// <summary>The same for baggage; the limit is the one of W3C Baggage.</summary>
    public const int MaxBaggageLength = 8192;
}
