namespace Amqp1.Transport;

/// <summary>How a connection is protected and authenticated.</summary>
internal sealed record SecuritySettings
{
    /// <summary>Whether a SASL layer is spoken when the URL names no user.</summary>
    public SaslLayer SaslLayer { get; init; } = SaslLayer.Auto;

    /// <summary>The mechanisms that may be used; empty for all that this driver knows.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>What user names without a realm get appended after an @.</summary>
    public string? DefaultRealm { get; init; }

    /// <summary>Null for clear TCP.</summary>
    public TlsSettings? Tls { get; init; }
}
