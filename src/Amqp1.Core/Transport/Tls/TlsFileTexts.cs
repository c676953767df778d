namespace Amqp1.Transport.Tls;

/// <summary>The contents of the certificate files at one moment; null for a file that is not configured.</summary>
internal sealed record TlsFileTexts(string? Authorities, string? Certificate, string? Key);
