namespace Amqp1;

/// <summary>A snapshot of the status of a connection.</summary>
/// <remarks>Immutable and thread-safe. The values do not change when the connection changes.</remarks>
/// <param name="State">The state.</param>
/// <param name="Since">The time since which the connection has been in that state or, if it is not open, has not been open.</param>
public sealed record ConnectionStatus(ConnectionState State, DateTimeOffset Since)
{
    /// <summary>The host that is connected, was connected last or is being tried; null before the first attempt.</summary>
    public string? Host { get; init; }

    /// <summary>The name of the peer's product, from its Open; null when the Open contains none.</summary>
    public string? Product { get; init; }

    /// <summary>The version of the peer's product.</summary>
    public string? Version { get; init; }

    /// <summary>The dialect in use: <c>legacy</c> or <c>routable</c> addresses, or that of RabbitMQ; null before the first connection.</summary>
    public string? AddressMode { get; init; }

    /// <summary>The last error of the connection; null when there was none.</summary>
    public string? LastError { get; init; }

    /// <summary>The host to which <see cref="LastError"/> applies. It can differ from the host that is being tried now.</summary>
    public string? LastErrorHost { get; init; }

    /// <summary>
    /// The reason why the peer last refused or closed a link of a server, a listener or a destination; null when that has not happened.
    /// Links for replies are not included because callers choose their addresses.
    /// </summary>
    public string? LastLinkError { get; init; }

    /// <summary>
    /// The number of replies that could not be delivered since the start, for any reason. In most cases the caller no longer exists.
    /// </summary>
    public long UndeliveredReplies { get; init; }

    /// <summary>
    /// The last time at which a message had to wait for a link, or a reply was discarded, because all permitted links were in use; null
    /// when that has not happened.
    /// </summary>
    public DateTimeOffset? LinksExhaustedAt { get; init; }

    /// <summary>The number of sender links in use.</summary>
    public int Senders { get; init; }

    /// <summary>The number of attached receiver links, not including the link for replies.</summary>
    public int Receivers { get; init; }
}
