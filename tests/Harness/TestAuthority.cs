using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Tests.Harness;

/// <summary>A certificate authority that is created for one test, and the certificates that it issues.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly List<X509Certificate2> _issued = [];

    private TestAuthority(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    public static TestAuthority Create(string name = "test root")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        return new TestAuthority(Request(name, key, isAuthority: true).CreateSelfSigned(now.AddDays(-4), now.AddDays(4)));
    }

    public TestAuthority CreateIntermediate(string name) => new(Issue(name, [], isAuthority: true, DateTimeOffset.UtcNow.AddDays(2)));

    /// <summary>Issues a certificate with its key for these host names and addresses.</summary>
    public X509Certificate2 Issue(string commonName, params string[] names) => Issue(commonName, names, isAuthority: false);

    /// <summary>Issues a certificate that was valid until yesterday.</summary>
    public X509Certificate2 IssueExpired(string commonName, params string[] names) =>
        Issue(commonName, names, isAuthority: false, DateTimeOffset.UtcNow.AddDays(-1));

    public void Dispose()
    {
        _issued.ForEach(certificate => certificate.Dispose());
        Certificate.Dispose();
    }

    private X509Certificate2 Issue(string commonName, string[] names, bool isAuthority, DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(commonName, key, isAuthority);
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
            {
                if (IPAddress.TryParse(name, out var address))
                {
                    alternatives.AddIpAddress(address);
                }
                else
                {
                    alternatives.AddDnsName(name);
                }
            }

            request.CertificateExtensions.Add(alternatives.Build());
        }

        var end = notAfter ?? DateTimeOffset.UtcNow.AddDays(1);
        using var bare = request.Create(Certificate, end.AddDays(isAuthority ? -5 : -2.5), end, RandomNumberGenerator.GetBytes(12));
        var certificate = bare.CopyWithPrivateKey(key);
        _issued.Add(certificate);
        return certificate;
    }

    private static CertificateRequest Request(string commonName, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }
}
