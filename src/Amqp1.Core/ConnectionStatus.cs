namespace Amqp1;

/// <summary>What is known of a connection at one moment.</summary>
/// <remarks>Immutable and thread-safe; it does not follow the connection.</remarks>
/// <param name="State">The state.</param>
/// <param name="Since">Since when it is in that state, or since when it is not open.</param>
public sealed record ConnectionStatus(ConnectionState State, DateTimeOffset Since)
{
    /// <summary>The host that is or was connected, or is being tried; null before the first attempt.</summary>
    public string? Host { get; init; }

    /// <summary>The product that the peer names in its Open; null when it names none.</summary>
    public string? Product { get; init; }

    /// <summary>The version of that product.</summary>
    public string? Version { get; init; }

    /// <summary>The address mode in force, <c>legacy</c> or <c>routable</c>; null before the first connection.</summary>
    public string? AddressMode { get; init; }

    /// <summary>The last thing that went wrong with the connection; null when nothing has.</summary>
    public string? LastError { get; init; }

    /// <summary>The host that <see cref="LastError"/> is about, which need not be the one that is being tried now.</summary>
    public string? LastErrorHost { get; init; }

    /// <summary>
    /// Why the peer last refused or closed a link of a server, a listener or a destination; null when it never has. Links for replies do not
    /// count, because their addresses are chosen by callers.
    /// </summary>
    public string? LastLinkError { get; init; }

    /// <summary>How many replies could not be delivered since the start, for whichever reason: most often their callers were gone.</summary>
    public long UndeliveredReplies { get; init; }

    /// <summary>
    /// When a message last had to wait for a link, or a reply was given up, because all links that the limits allow were in use; null when
    /// that was never the case.
    /// </summary>
    public DateTimeOffset? LinksExhaustedAt { get; init; }

    /// <summary>Sender links in use.</summary>
    public int Senders { get; init; }

    /// <summary>Receiver links that are attached, without the one for replies.</summary>
    public int Receivers { get; init; }
}
