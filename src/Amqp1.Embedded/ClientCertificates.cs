namespace Amqp1.Embedded;

/// <summary>What an <see cref="EmbeddedRouter"/> with TLS does about certificates of its clients.</summary>
public enum ClientCertificates
{
    /// <summary>Clients are not asked for one.</summary>
    Ignore,

    /// <summary>Clients are asked for one and may do without; one that is shown must be valid.</summary>
    Accept,

    /// <summary>Clients without a valid one are refused.</summary>
    Require,
}
