namespace Amqp1.Embedded;

/// <summary>The handling of client certificates by an <see cref="EmbeddedRouter"/> with TLS.</summary>
public enum ClientCertificates
{
    /// <summary>The router does not request a certificate.</summary>
    Ignore,

    /// <summary>The router requests a certificate. A client may omit it, but a certificate that it presents must be valid.</summary>
    Accept,

    /// <summary>The router rejects clients without a valid certificate.</summary>
    Require,
}
