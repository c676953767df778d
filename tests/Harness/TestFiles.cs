using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Tests.Harness;

/// <summary>The files of one test, in a directory of their own.</summary>
internal sealed class TestFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("amqp1-test-");

    /// <summary>Returns the path of a file that the test creates.</summary>
    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    public string Write(string name, params string[] parts)
    {
        var path = PathOf(name);
        File.WriteAllText(path, string.Join('\n', parts));
        return path;
    }

    public string Certificates(string name, params X509Certificate2[] certificates) =>
        Write(name, [.. certificates.Select(certificate => certificate.ExportCertificatePem())]);

    public static string Key(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    public static string EncryptedKey(X509Certificate2 certificate, string password)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
