using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Transport.Tls;

/// <summary>Adds TLS to a stream: direct TLS on the AMQP port, as in the original driver (docs/spec/connection.md#tls).</summary>
internal static class TlsUpgrade
{
    /// <summary>
    /// Returns the encrypted stream. Throws <see cref="AuthenticationException"/> with the host and the problem with its certificate; the
    /// inner stream is then closed.
    /// </summary>
    public static async Task<Stream> AuthenticateAsync(Stream stream, TlsSettings settings, string host, CancellationToken cancel)
    {
        var expected = settings.ServerName ?? host;
        string? rejection = null;
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = expected,
            ClientCertificateContext = settings.ClientIdentity,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (settings.Insecure)
        {
#pragma warning disable CA5359 // The operator has set the explicit option, and a warning is logged.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else
        {
            options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                rejection = errors == SslPolicyErrors.None ? null : TlsRejection.Describe(expected, certificate, chain, errors);
                return rejection is null;
            };
            if (settings.TrustedAuthorities is { } authorities)
            {
                options.CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                };
                options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
            }
        }

        try
        {
            await tls.AuthenticateAsClientAsync(options, cancel).ConfigureAwait(false);
            return tls;
        }
        catch (Exception failure)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            if (failure is not (AuthenticationException or IOException))
            {
                throw;
            }

            // The text is complete. There is no inner exception, because code that shows the reason of a failed attempt prefers the inner
            // one.
            throw new AuthenticationException(rejection ?? $"TLS with {expected} failed: {failure.GetBaseException().Message}");
        }
    }
}
