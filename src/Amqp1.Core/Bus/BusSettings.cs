using Amqp1.Addressing;
using Amqp1.Transport;
using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>What one bus needs to know, resolved from options and transport URL once and never changed.</summary>
internal sealed record BusSettings
{
    public required IReadOnlyList<Endpoint> Endpoints { get; init; }
    public SecuritySettings Security { get; init; } = new();
    public AddressSettings Addressing { get; init; } = new();

    /// <summary>The container-id to send word for word; null for a unique one (docs/spec/connection.md#open).</summary>
    public string? ContainerName { get; init; }

    /// <summary>Open.hostname: the vhost when it is not part of the addresses, else null.</summary>
    public string? OpenHostname { get; init; }

    /// <summary>How long the peer may be silent; zero for ever.</summary>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>The limit for one attempt: name, socket, TLS, SASL, Open and reply link together.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);
    public int RetryBackoff { get; init; } = 2;
    public TimeSpan RetryIntervalMax { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan LinkRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The period of the sweep that detaches idle senders (docs/spec/links.md#idle-senders).</summary>
    public TimeSpan SenderLinkTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Whether W3C baggage is sent and read beside the trace context.</summary>
    public bool PropagateBaggage { get; init; }

    /// <summary>Whether every frame is logged.</summary>
    public bool Trace { get; init; }

    /// <summary>The most links to destinations of calls, casts and notifications on a connection.</summary>
    public int MaxSenderLinks { get; init; } = 2000;

    /// <summary>The most links to reply addresses on a connection.</summary>
    public int MaxReplyLinks { get; init; } = 2000;

    public int ReplyLinkCredit { get; init; } = 200;

    /// <summary>The kinds that are sent settled; nothing unless asked for, because routers drop settled messages under burst.</summary>
    public IReadOnlySet<MessageKind> PreSettled { get; init; } = new HashSet<MessageKind>();
}
