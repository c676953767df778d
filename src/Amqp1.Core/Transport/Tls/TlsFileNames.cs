namespace Amqp1.Transport.Tls;

/// <summary>The TLS files and settings from the options.</summary>
internal sealed record TlsFileNames
{
    /// <summary>The file with the trusted authorities; null for those of the machine.</summary>
    public string? Authorities { get; init; }

    /// <summary>The file with the client certificate; null for none.</summary>
    public string? Certificate { get; init; }

    /// <summary>The file with the key of the certificate; null if the key is in the certificate file.</summary>
    public string? Key { get; init; }

    /// <summary>The password of the key. This value is a secret.</summary>
    public string? KeyPassword { get; init; }

    /// <inheritdoc cref="TlsSettings.ServerName" />
    public string? ServerName { get; init; }

    public bool Insecure { get; init; }

    /// <summary>The file that contains the key; null without a certificate.</summary>
    public string? KeyFile => string.IsNullOrEmpty(Certificate) ? null : string.IsNullOrEmpty(Key) ? Certificate : Key;
}
