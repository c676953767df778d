namespace Amqp1.Dialects;

/// <summary>
/// The correlation-id of a probe: a prefix and the message-id of a call. It answers no call, so that a heartbeat and a probe are never taken for
/// each other (docs/spec/behaviour.md#lost-callers).
/// </summary>
internal static class ProbeId
{
    private const string Prefix = "probe:";

    public static string Of(CallId call) => Prefix + call.ToText();

    /// <summary>Returns the call that a probe names; null if the correlation-id is not that of a probe.</summary>
    public static CallId? Read(object? correlationId) =>
        correlationId is string text && text.StartsWith(Prefix, StringComparison.Ordinal) ? CallId.Parse((object)text[Prefix.Length..]) : null;
}
