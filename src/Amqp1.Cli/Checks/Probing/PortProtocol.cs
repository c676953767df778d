namespace Amqp1.Cli.Checks.Probing;

/// <summary>The protocol that a port speaks.</summary>
internal enum PortProtocol
{
    /// <summary>AMQP 1.0 without TLS.</summary>
    Amqp1,

    /// <summary>An older AMQP without TLS.</summary>
    OlderAmqp,

    /// <summary>TLS, with any protocol inside.</summary>
    Tls,

    /// <summary>HTTP without TLS.</summary>
    Http,

    /// <summary>The peer closes the connection or sends something else.</summary>
    Other,

    /// <summary>The peer accepts connections and does not answer.</summary>
    Silent,
}
