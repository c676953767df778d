using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Transport;

/// <summary>Loads the certificates that options name by their files.</summary>
internal static class TlsSettingsLoader
{
    /// <summary>Throws <see cref="MessagingException"/> with the file's name when one cannot be used.</summary>
    public static TlsSettings Load(
        string? caFile, string? certFile, string? keyFile, string? keyPassword, string? serverName, bool insecure) => new()
    {
        TrustedAuthorities = string.IsNullOrEmpty(caFile) ? null : Read(caFile, () => ReadAuthorities(caFile)),
        ClientCertificate = string.IsNullOrEmpty(certFile) ? null : Read(certFile, () => ReadCertificate(certFile, keyFile, keyPassword)),
        ServerName = serverName,
        Insecure = insecure,
    };

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("there is no certificate in it");
    }

    private static X509Certificate2 ReadCertificate(string certFile, string? keyFile, string? keyPassword)
    {
        var key = string.IsNullOrEmpty(keyFile) ? certFile : keyFile;
        using var pem = string.IsNullOrEmpty(keyPassword)
            ? X509Certificate2.CreateFromPemFile(certFile, key)
            : X509Certificate2.CreateFromEncryptedPemFile(certFile, keyPassword, key);
        // A key that only lives in memory cannot be used by every platform's TLS; one read back from PKCS#12 can.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MessagingException($"The certificate file {file} cannot be used: {failure.Message}", failure);
        }
    }
}
