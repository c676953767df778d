namespace Amqp1.Wire;

/// <summary>The W3C trace context of a message: application properties <c>traceparent</c> and <c>tracestate</c>.</summary>
internal sealed record TraceContext(string Traceparent, string? Tracestate)
{
    public const string TraceparentName = "traceparent";
    public const string TracestateName = "tracestate";
}
