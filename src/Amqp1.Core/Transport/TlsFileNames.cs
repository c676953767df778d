namespace Amqp1.Transport;

/// <summary>What the options say about TLS.</summary>
internal sealed record TlsFileNames
{
    /// <summary>The file with the authorities that are trusted; null for the machine's own.</summary>
    public string? Authorities { get; init; }

    /// <summary>The file with the client's certificate; null for none.</summary>
    public string? Certificate { get; init; }

    /// <summary>The file with the key of the certificate; null when it is in the certificate's file.</summary>
    public string? Key { get; init; }

    /// <summary>The password of the key, a secret.</summary>
    public string? KeyPassword { get; init; }

    /// <inheritdoc cref="TlsSettings.ServerName" />
    public string? ServerName { get; init; }

    public bool Insecure { get; init; }

    /// <summary>The file that holds the key; null without a certificate.</summary>
    public string? KeyFile => string.IsNullOrEmpty(Certificate) ? null : string.IsNullOrEmpty(Key) ? Certificate : Key;
}
