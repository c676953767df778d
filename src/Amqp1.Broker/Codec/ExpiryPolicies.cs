namespace Amqp1.Broker.Codec;

/// <summary>The symbols of <see cref="ExpiryPolicy"/>.</summary>
internal static class ExpiryPolicies
{
    /// <summary>Returns the policy of a symbol; null if there is no such policy.</summary>
    public static ExpiryPolicy? Parse(ReadOnlySpan<byte> symbol) =>
        symbol.SequenceEqual("link-detach"u8) ? ExpiryPolicy.LinkDetach
        : symbol.SequenceEqual("session-end"u8) ? ExpiryPolicy.SessionEnd
        : symbol.SequenceEqual("connection-close"u8) ? ExpiryPolicy.ConnectionClose
        : symbol.SequenceEqual("never"u8) ? ExpiryPolicy.Never
        : null;

    /// <summary>Returns the symbol of a policy.</summary>
    public static string Symbol(ExpiryPolicy policy) => policy switch
    {
        ExpiryPolicy.LinkDetach => "link-detach",
        ExpiryPolicy.SessionEnd => "session-end",
        ExpiryPolicy.ConnectionClose => "connection-close",
        _ => "never",
    };
}
