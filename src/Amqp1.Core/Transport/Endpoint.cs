namespace Amqp1.Transport;

/// <summary>One host of a transport URL, with its credentials.</summary>
internal sealed record Endpoint(string Host, int Port, string? User = null, string? Password = null)
{
    /// <summary>The host and port in lower case.</summary>
    public string Name => ToString().ToLowerInvariant();

    /// <inheritdoc />
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
