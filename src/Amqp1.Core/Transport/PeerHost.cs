namespace Amqp1.Transport;

/// <summary>A host that the transport connects to, and the credentials for it. Its text form contains no credentials.</summary>
internal sealed record PeerHost(string Host, int Port, string? User = null, string? Password = null)
{
    /// <summary>The host and port in lower case.</summary>
    public string Name => ToString().ToLowerInvariant();

    /// <inheritdoc />
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
