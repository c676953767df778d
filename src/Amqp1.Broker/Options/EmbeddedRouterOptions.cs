using Amqp1.Broker.Storage;
using Microsoft.Extensions.Logging;

namespace Amqp1.Embedded;

/// <summary>The settings of an <see cref="EmbeddedRouter"/>. They are read once, when it starts.</summary>
public sealed class EmbeddedRouterOptions
{
    /// <summary>The IP address or host name to listen on. Default: <c>127.0.0.1</c>.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The TCP port. Default: 0, a free port.</summary>
    public int Port { get; set; }

    /// <summary>The container ID of the router, which is also part of the reply addresses that it creates. Default: a generated ID.</summary>
    public string? ContainerId { get; set; }

    /// <summary>
    /// The value of the <c>product</c> property in the Open frame. The drivers treat every product except <c>qpid-cpp</c> as a router and
    /// then use routable addresses. Default: <c>amqp1-embedded-router</c>.
    /// </summary>
    public string Product { get; set; } = Presets.ProductOf(EmbeddedPreset.Router);

    /// <summary>The maximum size of a received frame, in bytes, from 512 to 16 MiB. Default: 64 KiB.</summary>
    public int MaxFrameSize { get; set; } = 64 * 1024;

    /// <summary>The maximum size of a received message, in bytes. If a message is larger, its link is detached. Default: 64 MiB.</summary>
    public int MaxMessageSize { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// The idle time after which a peer is disconnected. The router announces half of it in the Open frame. <see cref="TimeSpan.Zero"/>
    /// disables the timeout. Default: 60 s.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The time from the TCP connect to the Open frame of the peer. Default: 10 s.</summary>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The credit of a sender, which is also the maximum number of messages of one sender link that the router holds while consumers are
    /// slow. Default: 250.
    /// </summary>
    public int LinkCapacity { get; set; } = 250;

    /// <summary>
    /// The maximum size of the waiting messages of one sender link, in bytes, at which the sender still gets credit. It limits the memory
    /// for large messages. Default: 16 MiB.
    /// </summary>
    public int LinkCapacityBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// The maximum size of the messages of one connection that are waiting or partly received, in bytes. A connection that exceeds it is
    /// closed with <c>amqp:resource-limit-exceeded</c>. Only a peer that sends large messages on many links at once, or that exceeds its
    /// credit, reaches this limit. At least <see cref="MaxMessageSize"/>. Default: 1 GiB.
    /// </summary>
    public long MaxHeldBytesPerConnection { get; set; } = 1024 * 1024 * 1024;

    /// <summary>
    /// The maximum memory for all peers together, in bytes: messages that are waiting or partly received, their copies for the consumers of
    /// multicast addresses, unsettled deliveries, output that peers have not read, links and sessions. At three quarters of the limit,
    /// senders get no further credit. Above the limit, messages that would have to wait are released, and links are refused. At least
    /// <see cref="MaxMessageSize"/>. Default: null, a quarter of the memory of the machine or container, but at least 256 MiB.
    /// </summary>
    public long? MaxHeldBytes { get; set; }

    /// <summary>
    /// The time after which a slow consumer of a multicast address is detached with <c>amqp:resource-limit-exceeded</c>. A slow consumer is
    /// one that delays the others because it accepts no message although messages are waiting for it. <see cref="TimeSpan.Zero"/> disables
    /// the timeout. Default: 60 s.
    /// </summary>
    public TimeSpan SlowSubscriberTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The maximum size of the messages waiting for one consumer of a multicast address, in bytes. A consumer that exceeds it with more
    /// than one message is detached. Default: 64 MiB.
    /// </summary>
    public long SlowSubscriberBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// The maximum number of unsettled deliveries of one link. At the limit, a sender gets no further credit and a consumer no further
    /// messages. Default: 100 000.
    /// </summary>
    public int MaxUnsettledPerLink { get; set; } = 100_000;

    /// <summary>
    /// The maximum number of connections, counted from the TCP connect. A further socket is closed at once. If the process may not open as
    /// many file descriptors, the router lowers the limit and logs a warning. Default: 10 000.
    /// </summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>
    /// The maximum number of connections whose peer has not authenticated and sent its Open frame. For a further connection, the oldest of
    /// them is closed, so that silent peers do not block others. Default: 500.
    /// </summary>
    public int MaxUnopenedConnections { get; set; } = 500;

    /// <summary>The maximum number of sessions of one connection, from 1 to 65536. It is announced as channel-max. Default: 32768.</summary>
    public int MaxSessionsPerConnection { get; set; } = 32768;

    /// <summary>
    /// The maximum number of links of one connection, in all its sessions. A further link is refused with
    /// <c>amqp:resource-limit-exceeded</c>. Default: 65536.
    /// </summary>
    public int MaxLinksPerConnection { get; set; } = 65536;

    /// <summary>
    /// The maximum length of a container ID, link name or address, in bytes of UTF-8, from 64 to 65536. A longer one is refused with
    /// <c>amqp:resource-limit-exceeded</c>. Default: 2048.
    /// </summary>
    public int MaxNameLength { get; set; } = 2048;

    /// <summary>The TLS settings of the router's port. Default: null, TCP without TLS.</summary>
    public EmbeddedRouterTls? Tls { get; set; }

    /// <summary>
    /// The users and passwords for SASL SCRAM-SHA-256, SCRAM-SHA-1 and PLAIN. Default: null, any user name and password is accepted by
    /// PLAIN.
    /// </summary>
    public IDictionary<string, string>? Users { get; set; }

    /// <summary>Whether a peer may connect without a user, by SASL ANONYMOUS or without a SASL layer. Default: true.</summary>
    public bool AllowAnonymous { get; set; } = true;

    /// <summary>The access rules for users and addresses. Default: empty, every user may use every address.</summary>
    public IList<EmbeddedAccessRule> Access { get; } = [];

    /// <summary>
    /// The allowed SASL mechanisms: EXTERNAL, SCRAM-SHA-256, SCRAM-SHA-1, PLAIN and ANONYMOUS. Default: null, all mechanisms that the other
    /// options permit. They are offered with the strongest first, regardless of the order here.
    /// </summary>
    public IReadOnlyList<string>? SaslMechanisms { get; set; }

    /// <summary>
    /// The distribution by address. A key is a prefix or a pattern. A prefix matches the address that equals it and addresses that continue
    /// it after a <c>/</c> or <c>.</c>. A pattern is a key in which <c>*</c> stands for one token and <c>#</c> for any number of tokens,
    /// separated by <c>/</c> or <c>.</c>; it matches the whole address. The key with the longest text before its first wildcard applies.
    /// Default: <see cref="EmbeddedPreset.Router"/>.
    /// </summary>
    public IDictionary<string, Distribution> Addresses { get; } = new Dictionary<string, Distribution>(Presets.Of(EmbeddedPreset.Router), StringComparer.Ordinal);

    /// <summary>The distribution for addresses that match no key. Default: <see cref="Distribution.Balanced"/>.</summary>
    public Distribution DefaultDistribution { get; set; } = Distribution.Balanced;

    /// <summary>
    /// The settings of queues and topics by address, with keys as in <see cref="Addresses"/>. Default: empty, <see cref="DefaultQueue"/>
    /// applies to all.
    /// </summary>
    public IDictionary<string, EmbeddedQueueOptions> Queues { get; } = new Dictionary<string, EmbeddedQueueOptions>(StringComparer.Ordinal);

    /// <summary>The settings of queues and topics whose address matches no key of <see cref="Queues"/>. Default: no limits.</summary>
    public EmbeddedQueueOptions DefaultQueue { get; set; } = new();

    /// <summary>
    /// The addresses of queues that are created at the start and remain without links and messages. Other queues are created on use.
    /// Default: empty.
    /// </summary>
    public IList<string> DeclaredQueues { get; } = [];

    /// <summary>The maximum number of queues, topics and subscriptions. Links that would need a further one are refused. Default: 10 000.</summary>
    public int MaxQueues { get; set; } = 10_000;

    /// <summary>
    /// The maximum size of the messages in all queues together, in bytes. At the limit, senders to queues get no further credit. It should
    /// be clearly less than <see cref="MaxHeldBytes"/>, so that full queues do not stop direct messages. Default: null, half of that limit.
    /// </summary>
    public long? MaxQueueBytes { get; set; }

    /// <summary>The factory of the router's loggers. Default: null, no logging.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock for all time limits. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Opens the durable store; null if messages are kept in memory only.</summary>
    internal Func<IStoreListener, TimeProvider, ILogger, IMessageStore>? OpenStore { get; set; }

    /// <summary>
    /// Sets <see cref="Addresses"/> for the addresses of the driver, with the default prefixes, <see cref="DefaultDistribution"/> and
    /// <see cref="Product"/> to those of a preset. Other keys remain.
    /// </summary>
    /// <returns>These options.</returns>
    public EmbeddedRouterOptions UsePreset(EmbeddedPreset preset)
    {
        foreach (var (address, distribution) in Presets.Of(preset))
        {
            Addresses[address] = distribution;
        }

        DefaultDistribution = preset == EmbeddedPreset.Broker ? Distribution.Queue : Distribution.Balanced;
        Product = Presets.ProductOf(preset);
        return this;
    }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Host);
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, 65535);
        ArgumentNullException.ThrowIfNull(Product);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFrameSize, 512);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxFrameSize, 16 * 1024 * 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxMessageSize, 1024 * 1024 * 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(IdleTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(IdleTimeout, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(OpenTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(OpenTimeout, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(LinkCapacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LinkCapacity, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(LinkCapacityBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHeldBytesPerConnection, MaxMessageSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHeldBytes ?? long.MaxValue, MaxMessageSize, nameof(MaxHeldBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(SlowSubscriberTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SlowSubscriberTimeout, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(SlowSubscriberBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxUnsettledPerLink, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxUnopenedConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSessionsPerConnection, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxSessionsPerConnection, 65536);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLinksPerConnection, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxNameLength, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxNameLength, 65536);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueues, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueueBytes ?? 1, 1, nameof(MaxQueueBytes));
        ArgumentNullException.ThrowIfNull(DefaultQueue);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        foreach (var queue in Queues.Values.Append(DefaultQueue))
        {
            ArgumentNullException.ThrowIfNull(queue, nameof(Queues));
            queue.Validate();
        }

        Tls?.Validate();
        foreach (var rule in Access)
        {
            ArgumentNullException.ThrowIfNull(rule, nameof(Access));
            rule.Validate();
        }
    }
}
