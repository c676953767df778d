namespace Amqp1.Diagnostics;

/// <summary>
/// The W3C trace context of a message: the application properties <c>traceparent</c> and <c>tracestate</c>, and <c>baggage</c> if it is
/// enabled.
/// </summary>
internal sealed record TraceContext(string Traceparent, string? Tracestate, string? Baggage = null)
{
    public const string TraceparentName = "traceparent";
    public const string TracestateName = "tracestate";
    public const string BaggageName = "baggage";

    /// <summary>
    /// The maximum length of a received tracestate in characters. A longer one is dropped, because it would be sent again with every
    /// message that a handler sends. W3C requires that at least 512 characters are passed on.
    /// </summary>
    public const int MaxTracestateLength = 2048;

    /// <summary>The maximum length of received baggage in characters, which is the limit of W3C Baggage.</summary>
    public const int MaxBaggageLength = 8192;
}
