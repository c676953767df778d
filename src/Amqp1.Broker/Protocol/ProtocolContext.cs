using System.Net.Security;
using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Security;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Protocol;

/// <summary>The services that the connections of a broker share.</summary>
internal sealed class ProtocolContext : IDisposable
{
    public ProtocolContext(BrokerContext broker, NodeDirectory nodes, UndeliveredMessages undelivered)
    {
        Broker = broker;
        Nodes = nodes;
        Undelivered = undelivered;
        Sasl = new SaslOffer(broker.Options);
        Tls = broker.Options.Tls is { } tls ? TlsServer.CreateOptions(tls) : null;
        ReplyPrefix = DynamicAddress.PrefixOf(broker.ContainerId) + "temp.";
        Access = new AccessPolicy(broker.Options.Access, ReplyPrefix);
        Admission = new Admission(broker, DescriptorLimit.MostConnections(broker.Options.MaxConnections, broker.Log));
        OutputBacklogs = new OutputBacklogs(broker);
        UnauthorizedLog = new LogLimit(broker.Time);
    }

    public BrokerContext Broker { get; }

    public EmbeddedRouterOptions Options => Broker.Options;

    public TurnLogger Log => Broker.Log;

    public TurnScheduler Turns => Broker.Turns;

    public MemoryAccount Memory => Broker.Memory;

    public NodeDirectory Nodes { get; }

    public UndeliveredMessages Undelivered { get; }

    /// <summary>The attached links, by name.</summary>
    public LinkNames LinkNames { get; } = new();

    /// <summary>The attached links, in the order in which they were attached.</summary>
    public Registry<Link> Links { get; } = new();

    /// <summary>The open connections, in the order in which they were opened.</summary>
    public Registry<Connection> Connections { get; } = new();

    /// <summary>The deliveries from all peers.</summary>
    public DeliveryCounts Received { get; } = new();

    /// <summary>The deliveries to all peers.</summary>
    public DeliveryCounts Sent { get; } = new();

    /// <summary>The connections and their limits.</summary>
    public Admission Admission { get; }

    public OutputBacklogs OutputBacklogs { get; }

    public SaslOffer Sasl { get; }

    public AccessPolicy Access { get; }

    /// <summary>The prefix of the addresses that the broker creates for dynamic sources.</summary>
    public string ReplyPrefix { get; }

    /// <summary>Limits the log of messages that their senders are not permitted to send.</summary>
    public LogLimit UnauthorizedLog { get; }

    /// <summary>The TLS options; null for TCP without TLS.</summary>
    public SslServerAuthenticationOptions? Tls { get; }

    /// <summary>The builder of infrequent frames. Used in a turn.</summary>
    public FrameBuilder Frames { get; } = new();

    /// <summary>Stops the timers.</summary>
    public void Dispose() => OutputBacklogs.Dispose();
}
