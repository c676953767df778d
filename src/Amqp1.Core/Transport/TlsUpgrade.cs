using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Transport;

/// <summary>Puts TLS on a stream: direct TLS on the AMQP port, as the driver does it (specification B.3).</summary>
internal static class TlsUpgrade
{
    public static async Task<Stream> AuthenticateAsync(Stream stream, TlsSettings settings, string host, CancellationToken cancel)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.ServerName ?? host,
            ClientCertificates = settings.ClientCertificate is { } certificate ? [certificate] : null,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (settings.Insecure)
        {
#pragma warning disable CA5359 // The operator asked for it by the explicit option, and the log warns.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (settings.TrustedAuthorities is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        await tls.AuthenticateAsClientAsync(options, cancel).ConfigureAwait(false);
        return tls;
    }
}
