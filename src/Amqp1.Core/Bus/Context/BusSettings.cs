using Amqp1.Dialects;
using Amqp1.Transport;

namespace Amqp1.Bus.Context;

/// <summary>The settings of one bus. They are resolved once from the options and the transport URL and never change.</summary>
internal sealed record BusSettings
{
    public required IReadOnlyList<PeerHost> Hosts { get; init; }
    public SecuritySettings Security { get; init; } = new();
    public required IDialects Dialects { get; init; }

    /// <summary>The container-id to send unchanged; null to generate a unique one (docs/spec/connection.md#open).</summary>
    public string? ContainerName { get; init; }

    /// <summary>The virtual host, part of the name of the bus's network; null for none.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>The value of Open.hostname: the virtual host if it is not part of the addresses; otherwise null.</summary>
    public string? OpenHostname { get; init; }

    /// <summary>The longest time that the peer may be silent; zero for no limit.</summary>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>The limit for one connection attempt, which covers name resolution, socket, TLS, SASL, Open and reply link.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);
    public int RetryBackoff { get; init; } = 2;
    public TimeSpan RetryIntervalMax { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan LinkRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The period of the sweep that detaches idle senders (docs/spec/links.md#idle-senders).</summary>
    public TimeSpan SenderLinkTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Whether W3C baggage is sent and read in addition to the trace context.</summary>
    public bool PropagateBaggage { get; init; }

    /// <summary>Whether every frame is logged.</summary>
    public bool Trace { get; init; }

    /// <summary>The maximum number of links per connection to destinations of calls, casts and notifications.</summary>
    public int MaxSenderLinks { get; init; } = 2000;

    /// <summary>The maximum number of links per connection to reply addresses.</summary>
    public int MaxReplyLinks { get; init; } = 2000;

    /// <summary>The time that requests wait for a server at an address without one; zero for no limit of its own.</summary>
    public TimeSpan NoServerGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The time that notifications wait for a listener at an address without one; zero for no limit of its own.</summary>
    public TimeSpan NoListenerGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether a fanout to an address without a server fails. Otherwise it succeeds after <see cref="NoServerGrace"/>.</summary>
    public bool FanoutRequiresServer { get; init; }

    /// <summary>Whether callers tell servers of cancelled calls, and servers listen for that.</summary>
    public bool PropagateCancellation { get; init; } = true;

    public int ReplyLinkCredit { get; init; } = 200;

    /// <summary>The kinds of messages that are sent settled. Empty by default, because routers drop settled messages during bursts.</summary>
    public IReadOnlySet<MessageKind> PreSettled { get; init; } = new HashSet<MessageKind>();
}
