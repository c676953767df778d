namespace Amqp1.Transport;

/// <summary>How a connection is protected and authenticated.</summary>
internal sealed record SecuritySettings
{
    /// <summary>
    /// Whether a SASL layer is spoken when there is neither a user nor a list of mechanisms: ANONYMOUS then. Some brokers
    /// insist on the layer; the Python driver leaves it out (docs/spec/connection.md#sasl).
    /// </summary>
    public bool SaslWithoutUser { get; init; } = true;

    /// <summary>The mechanisms that may be used; empty for all that this driver knows.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>What user names without a realm get appended after an @.</summary>
    public string? DefaultRealm { get; init; }

    /// <summary>Null for clear TCP.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>Where <see cref="Tls"/> comes from; null when it does not come from files.</summary>
    public TlsFiles? TlsFiles { get; init; }
}
