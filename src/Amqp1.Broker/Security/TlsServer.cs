using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Broker.Security;

/// <summary>Converts the TLS settings of the router to stream options, once for all connections.</summary>
internal static class TlsServer
{
    public static SslServerAuthenticationOptions CreateOptions(EmbeddedRouterTls tls)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(tls.ServerCertificate!, tls.Intermediates, offline: true),
            ClientCertificateRequired = tls.ClientCertificates != ClientCertificates.Ignore,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (tls.ClientCertificates == ClientCertificates.Ignore)
        {
            return options;
        }

        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(tls.TrustedAuthorities);
        var without = tls.ClientCertificates == ClientCertificates.Accept;
        options.RemoteCertificateValidationCallback = (_, _, _, errors) =>
            errors == SslPolicyErrors.None || (without && errors == SslPolicyErrors.RemoteCertificateNotAvailable);
        return options;
    }
}
