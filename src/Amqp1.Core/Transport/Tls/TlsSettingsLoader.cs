using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Amqp1.Transport.Tls;

/// <summary>Loads certificates from the files that the options name.</summary>
internal static class TlsSettingsLoader
{
    private const string EncryptedKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    private const string TraditionalEncryption = "Proc-Type: 4,ENCRYPTED";

    /// <summary>Reads the files. Throws <see cref="MessagingException"/> with the name of the file if one cannot be read.</summary>
    public static TlsFileTexts Read(TlsFileNames names) => new(
        Text(names.Authorities), Text(names.Certificate), names.KeyFile == names.Certificate ? null : Text(names.KeyFile));

    /// <inheritdoc cref="Read" />
    public static async Task<TlsFileTexts> ReadAsync(TlsFileNames names, CancellationToken cancel) => new(
        await TextAsync(names.Authorities, cancel).ConfigureAwait(false),
        await TextAsync(names.Certificate, cancel).ConfigureAwait(false),
        names.KeyFile == names.Certificate ? null : await TextAsync(names.KeyFile, cancel).ConfigureAwait(false));

    /// <summary>
    /// Creates settings from the contents of the files. Throws <see cref="MessagingException"/> with the name of the file if one cannot be
    /// used.
    /// </summary>
    public static TlsSettings Create(TlsFileNames names, TlsFileTexts texts) => new()
    {
        TrustedAuthorities = texts.Authorities is null ? null : ParseCertificates(names.Authorities!, texts.Authorities),
        ClientIdentity = texts.Certificate is null ? null : CreateIdentity(names, texts.Certificate, texts.Key ?? texts.Certificate),
        ServerName = names.ServerName,
        Insecure = names.Insecure,
    };

    private static string? Text(string? file) => string.IsNullOrEmpty(file) ? null : Use("certificate", file, () => File.ReadAllText(file));

    private static async Task<string?> TextAsync(string? file, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(file))
        {
            return null;
        }

        try
        {
            return await File.ReadAllTextAsync(file, cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsAboutTheFile(failure))
        {
            throw Unusable("certificate", file, failure);
        }
    }

    private static X509Certificate2Collection ParseCertificates(string file, string text) => Use("certificate", file, () =>
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(text);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("it contains no certificate.");
    });

    private static SslStreamCertificateContext CreateIdentity(TlsFileNames names, string certificateText, string keyText)
    {
        var certificates = ParseCertificates(names.Certificate!, certificateText);
        using var withKey = Use("key", names.KeyFile!, () => AddKey(certificateText, keyText, names.KeyPassword));
        // The TLS implementations of some platforms cannot use a key that exists only in memory. They can use a key that is loaded from
        // PKCS#12.
        var certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        certificates.RemoveAt(0);
        // The other certificates of the file are sent along, for servers that know only the root. Nothing is downloaded.
        return SslStreamCertificateContext.Create(certificate, certificates, offline: true);
    }

    private static X509Certificate2 AddKey(string certificate, string key, string? password)
    {
        if (key.Contains(TraditionalEncryption, StringComparison.Ordinal))
        {
            throw new CryptographicException("it is encrypted in the format of old OpenSSL versions; 'openssl pkcs8 -topk8' converts it to PKCS#8.");
        }

        // The password is ignored if the key is not encrypted, as in the original driver.
        if (!key.Contains(EncryptedKey, StringComparison.Ordinal))
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }

        return string.IsNullOrEmpty(password)
            ? throw new CryptographicException("the key is encrypted, but no password is set (SslKeyPassword, ssl_key_password).")
            : X509Certificate2.CreateFromEncryptedPem(certificate, key, password);
    }

    private static T Use<T>(string what, string file, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception failure) when (IsAboutTheFile(failure))
        {
            throw Unusable(what, file, failure);
        }
    }

    private static bool IsAboutTheFile(Exception failure) =>
        failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    private static MessagingException Unusable(string what, string file, Exception failure) =>
        new($"The {what} file {file} cannot be used: {failure.Message}", failure);
}
