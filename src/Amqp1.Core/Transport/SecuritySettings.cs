using Amqp1.Transport.Tls;

namespace Amqp1.Transport;

/// <summary>The settings for the protection and authentication of a connection.</summary>
internal sealed record SecuritySettings
{
    /// <summary>
    /// Whether the SASL layer is used, with ANONYMOUS, if neither a user nor a list of mechanisms is configured. Some brokers require the
    /// layer; the Python driver omits it (docs/spec/connection.md#sasl).
    /// </summary>
    public bool SaslWithoutUser { get; init; } = true;

    /// <summary>The mechanisms that may be used; empty for all mechanisms that this driver supports.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>The realm that is appended, after an @, to user names without a realm.</summary>
    public string? DefaultRealm { get; init; }

    /// <summary>The TLS settings; null for unencrypted TCP.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>The files from which <see cref="Tls"/> is read; null if it is not read from files.</summary>
    public TlsFiles? TlsFiles { get; init; }
}
