namespace Amqp1.Transport;

/// <summary>What the certificate files held at one moment; null for a file that is not named.</summary>
internal sealed record TlsFileTexts(string? Authorities, string? Certificate, string? Key);
