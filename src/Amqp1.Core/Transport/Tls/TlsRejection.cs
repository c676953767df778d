using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Transport.Tls;

/// <summary>Describes why a server certificate is not accepted, with the terms of .NET, for which operators can search.</summary>
internal static class TlsRejection
{
    public static string Describe(string expected, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            reasons.Add($"{SslPolicyErrors.RemoteCertificateNotAvailable} (the server sent no certificate)");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add($"{SslPolicyErrors.RemoteCertificateNameMismatch} (the certificate is for {PeerText.Clean(Names(certificate))})");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            var statuses = chain?.ChainStatus.Select(status => status.Status).Distinct() ?? [];
            reasons.Add($"{SslPolicyErrors.RemoteCertificateChainErrors} ({string.Join(", ", statuses)})");
        }

        return $"The server's certificate is not accepted for {expected}: {string.Join(", ", reasons)}.";
    }

    private static string Names(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 { } known)
        {
            return certificate?.Subject ?? "nobody";
        }

        var names = known.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToArray();
        return names.Length > 0 ? string.Join(", ", names) : known.Subject;
    }
}
