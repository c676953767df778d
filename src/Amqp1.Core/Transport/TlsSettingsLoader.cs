using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Transport;

/// <summary>Loads the certificates that options name by their files.</summary>
internal static class TlsSettingsLoader
{
    private const string EncryptedKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    private const string TraditionalEncryption = "Proc-Type: 4,ENCRYPTED";

    /// <summary>Throws <see cref="MessagingException"/> with the file's name when one cannot be used.</summary>
    public static TlsSettings Load(
        string? caFile, string? certFile, string? keyFile, string? keyPassword, string? serverName, bool insecure) => new()
    {
        TrustedAuthorities = string.IsNullOrEmpty(caFile) ? null : ReadCertificates(caFile),
        ClientIdentity = string.IsNullOrEmpty(certFile)
            ? null
            : ReadIdentity(certFile, string.IsNullOrEmpty(keyFile) ? certFile : keyFile, keyPassword),
        ServerName = serverName,
        Insecure = insecure,
    };

    private static X509Certificate2Collection ReadCertificates(string file) => Read("certificate", file, () =>
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("there is no certificate in it.");
    });

    private static SslStreamCertificateContext ReadIdentity(string certFile, string keyFile, string? keyPassword)
    {
        var certificates = ReadCertificates(certFile);
        using var withKey = Read("key", keyFile, () => AddKey(File.ReadAllText(certFile), File.ReadAllText(keyFile), keyPassword));
        // A key that only lives in memory cannot be used by every platform's TLS; one read back from PKCS#12 can.
        var certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        certificates.RemoveAt(0);
        // The further certificates of the file are sent along, for servers that only know the root. Nothing is fetched from anywhere.
        return SslStreamCertificateContext.Create(certificate, certificates, offline: true);
    }

    private static X509Certificate2 AddKey(string certificate, string key, string? password)
    {
        if (key.Contains(TraditionalEncryption, StringComparison.Ordinal))
        {
            throw new CryptographicException("its encryption is that of old OpenSSL versions; 'openssl pkcs8 -topk8' turns it into PKCS#8.");
        }

        // The password of a key that is not encrypted is not asked for, as with the original driver.
        if (!key.Contains(EncryptedKey, StringComparison.Ordinal))
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }

        return string.IsNullOrEmpty(password)
            ? throw new CryptographicException("the key is encrypted and there is no password for it (SslKeyPassword, ssl_key_password).")
            : X509Certificate2.CreateFromEncryptedPem(certificate, key, password);
    }

    private static T Read<T>(string what, string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MessagingException($"The {what} file {file} cannot be used: {failure.Message}", failure);
        }
    }
}
