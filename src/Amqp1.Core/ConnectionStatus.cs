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

    /// <summary>Sender links in use.</summary>
    public int Senders { get; init; }

    /// <summary>Receiver links that are attached, without the one for replies.</summary>
    public int Receivers { get; init; }
}
