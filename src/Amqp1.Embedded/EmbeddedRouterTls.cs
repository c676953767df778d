using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Embedded;

/// <summary>TLS of an <see cref="EmbeddedRouter"/>: every connection to its port begins with the handshake, without an AMQP header before it.</summary>
public sealed class EmbeddedRouterTls
{
    /// <summary>The certificate that the router shows, with its private key. Required; not disposed of by the router.</summary>
    public X509Certificate2? ServerCertificate { get; set; }

    /// <summary>Certificates between <see cref="ServerCertificate"/> and the authority that clients trust; they are sent along. Default: none.</summary>
    public X509Certificate2Collection Intermediates { get; } = [];

    /// <summary>Whether clients show a certificate. Those that do may authenticate by SASL EXTERNAL. Default: they are not asked.</summary>
    public ClientCertificates ClientCertificates { get; set; }

    /// <summary>
    /// The authorities that client certificates must come from; nothing else is trusted. Required unless
    /// <see cref="ClientCertificates"/> is <see cref="ClientCertificates.Ignore"/>.
    /// </summary>
    public X509Certificate2Collection TrustedAuthorities { get; } = [];

    internal void Validate()
    {
        if (ServerCertificate is not { HasPrivateKey: true })
        {
            throw new ArgumentException("Tls.ServerCertificate must be a certificate with its private key.");
        }

        if (ClientCertificates != ClientCertificates.Ignore && TrustedAuthorities.Count == 0)
        {
            throw new ArgumentException("Tls.TrustedAuthorities must hold the authorities of client certificates when these are asked for.");
        }
    }
}
