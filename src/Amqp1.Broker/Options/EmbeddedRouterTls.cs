using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Embedded;

/// <summary>
/// The TLS settings of an <see cref="EmbeddedRouter"/>. Every connection to its port begins with the TLS handshake, without an AMQP header
/// before it.
/// </summary>
public sealed class EmbeddedRouterTls
{
    /// <summary>The server certificate with its private key. Required. The router does not dispose of it.</summary>
    public X509Certificate2? ServerCertificate { get; set; }

    /// <summary>
    /// The certificates between <see cref="ServerCertificate"/> and the authority that clients trust. The router sends them to clients.
    /// Default: empty.
    /// </summary>
    public X509Certificate2Collection Intermediates { get; } = [];

    /// <summary>
    /// The handling of client certificates. A client with a certificate may authenticate by SASL EXTERNAL. Default: no certificate is
    /// requested.
    /// </summary>
    public ClientCertificates ClientCertificates { get; set; }

    /// <summary>
    /// The authorities of client certificates; no other authority is trusted. Required unless <see cref="ClientCertificates"/> is
    /// <see cref="ClientCertificates.Ignore"/>.
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
            throw new ArgumentException("Tls.TrustedAuthorities must contain the authorities of client certificates unless Tls.ClientCertificates is Ignore.");
        }
    }
}
