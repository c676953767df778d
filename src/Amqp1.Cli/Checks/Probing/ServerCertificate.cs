using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Cli.Checks.Probing;

/// <summary>The data of a server certificate that a report needs.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Issuer">The issuer.</param>
/// <param name="Names">The names and addresses for which it is valid.</param>
/// <param name="NotBefore">The begin of its validity.</param>
/// <param name="NotAfter">The end of its validity.</param>
internal sealed record ServerCertificate(string Subject, string Issuer, IReadOnlyList<string> Names, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    public static ServerCertificate Of(X509Certificate2 certificate) => new(
        PeerText.Clean(certificate.Subject),
        PeerText.Clean(certificate.Issuer),
        [
            .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
                .Select(name => PeerText.Clean(name)),
        ],
        certificate.NotBefore.ToUniversalTime(),
        certificate.NotAfter.ToUniversalTime());
}
