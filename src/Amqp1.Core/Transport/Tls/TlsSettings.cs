using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Transport.Tls;

/// <summary>The loaded TLS settings. The server is verified unless <see cref="Insecure"/> is set.</summary>
internal sealed record TlsSettings
{
    /// <summary>The trusted authorities; null for those of the machine.</summary>
    public X509Certificate2Collection? TrustedAuthorities { get; init; }

    /// <summary>The client certificate with its key and the intermediate certificates from its file.</summary>
    public SslStreamCertificateContext? ClientIdentity { get; init; }

    public X509Certificate2? ClientCertificate => ClientIdentity?.TargetCertificate;

    /// <summary>The name to verify instead of the URL's host (option <c>ssl_verify_vhost</c>).</summary>
    public string? ServerName { get; init; }

    public bool Insecure { get; init; }
}
