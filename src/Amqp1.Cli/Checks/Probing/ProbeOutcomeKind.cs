namespace Amqp1.Cli.Checks.Probing;

/// <summary>The end of a message that a probe has sent.</summary>
internal enum ProbeOutcomeKind
{
    Accepted,
    Released,
    Rejected,
    Modified,

    /// <summary>The peer has closed the link, the session or the connection.</summary>
    Closed,

    /// <summary>The message was not sent, because the peer has not granted credit, or has no outcome within the limit.</summary>
    None,
}
