using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Transport;

/// <summary>What TLS needs, already loaded. The server is verified unless <see cref="Insecure"/> says otherwise.</summary>
internal sealed record TlsSettings
{
    /// <summary>The authorities that are trusted; null for the machine's own.</summary>
    public X509Certificate2Collection? TrustedAuthorities { get; init; }

    /// <summary>The client's certificate, its key, and the intermediates that its file holds.</summary>
    public SslStreamCertificateContext? ClientIdentity { get; init; }

    public X509Certificate2? ClientCertificate => ClientIdentity?.TargetCertificate;

    /// <summary>The name to check instead of the URL's host (option <c>ssl_verify_vhost</c>).</summary>
    public string? ServerName { get; init; }

    public bool Insecure { get; init; }
}
