using Microsoft.Extensions.Logging;

namespace Amqp1.Embedded;

/// <summary>Settings of an <see cref="EmbeddedRouter"/>. They are read once, when it starts.</summary>
public sealed class EmbeddedRouterOptions
{
    /// <summary>Address or host name to listen on. Default <c>127.0.0.1</c>.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>TCP port; 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The container-id of the router, also part of the reply addresses it makes. Default: a generated one.</summary>
    public string? ContainerId { get; set; }

    /// <summary>
    /// Value of the <c>product</c> property in Open. The drivers take every product but <c>qpid-cpp</c> for a router and then use
    /// routable addresses. Default <c>amqp1-embedded-router</c>.
    /// </summary>
    public string Product { get; set; } = "amqp1-embedded-router";

    /// <summary>Largest frame the router takes, in bytes, 512 to 16 MiB. Default 64 KiB.</summary>
    public int MaxFrameSize { get; set; } = 64 * 1024;

    /// <summary>Largest message the router takes, in bytes. A larger one detaches the link that sends it. Default 64 MiB.</summary>
    public int MaxMessageSize { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// A peer that is silent for this long is disconnected; half of it is announced in Open. <see cref="TimeSpan.Zero"/> switches
    /// it off. Default 60 seconds.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A peer has this long from the TCP connect to its Open. Default 10 seconds.</summary>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Credit of a sender, and so the most messages of one sender link the router ever holds while consumers are slow.
    /// Default 250.
    /// </summary>
    public int LinkCapacity { get; set; } = 250;

    /// <summary>
    /// The most bytes of one sender link's waiting messages at which the sender still gets credit, so that few large messages fill the
    /// router as little as many small ones. Default 16 MiB.
    /// </summary>
    public int LinkCapacityBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// The most bytes of messages of one connection, waiting or half received, that the router holds. A connection that sends more is
    /// closed with <c>amqp:resource-limit-exceeded</c>: only a peer that sends large messages on many links at once, or against its
    /// credit, comes this far. At least <see cref="MaxMessageSize"/>. Default 1 GiB.
    /// </summary>
    public long MaxHeldBytesPerConnection { get; set; } = 1024 * 1024 * 1024;

    /// <summary>
    /// The most bytes that the router keeps for all its peers together: messages that wait or are half received, with their copies for
    /// the consumers of multicast addresses, unsettled deliveries, output that peers have not read, links and sessions. At three quarters
    /// of it no sender gets more credit; beyond it messages that would have to wait are released, and links are refused. At least
    /// <see cref="MaxMessageSize"/>. Null, the default: a quarter of the memory of the machine or container, 256 MiB at least.
    /// </summary>
    public long? MaxHeldBytes { get; set; }

    /// <summary>
    /// A consumer of a multicast address that holds up the others, because it takes no message although some wait for it, is detached with
    /// <c>amqp:resource-limit-exceeded</c> after this time. <see cref="TimeSpan.Zero"/> lets them wait for ever. Default 60 seconds.
    /// </summary>
    public TimeSpan SlowSubscriberTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The most bytes that wait for one consumer of a multicast address. It is detached when there are more in several messages. Default
    /// 64 MiB.
    /// </summary>
    public long SlowSubscriberBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// The most deliveries of one link that are sent and not settled. At that number a sender gets no more credit and a consumer no
    /// more messages. Default 100 000.
    /// </summary>
    public int MaxUnsettledPerLink { get; set; } = 100_000;

    /// <summary>
    /// The most connections at a time, counted from the TCP connect. A socket beyond the limit is closed at once. The router lowers the
    /// limit, with a warning, when the process may not open as many file descriptors. Default 10 000.
    /// </summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>
    /// The most connections at a time whose peer has not logged in and sent its Open. For one more, the oldest of them is dropped, so
    /// that silent peers do not keep out those that log in. Default 500.
    /// </summary>
    public int MaxUnopenedConnections { get; set; } = 500;

    /// <summary>The most sessions of one connection, 1 to 65536; announced as channel-max. Default 32768.</summary>
    public int MaxSessionsPerConnection { get; set; } = 32768;

    /// <summary>
    /// The most links of one connection, in all its sessions. One more is refused with <c>amqp:resource-limit-exceeded</c>.
    /// Default 65536.
    /// </summary>
    public int MaxLinksPerConnection { get; set; } = 65536;

    /// <summary>
    /// The longest container-id, link name and address, in bytes of UTF-8, 64 to 65536. What is longer is refused with
    /// <c>amqp:resource-limit-exceeded</c>. Default 2048.
    /// </summary>
    public int MaxNameLength { get; set; } = 2048;

    /// <summary>TLS on the router's port. Null, the default: clear TCP.</summary>
    public EmbeddedRouterTls? Tls { get; set; }

    /// <summary>
    /// Users and passwords for SASL SCRAM-SHA-256, SCRAM-SHA-1 and PLAIN. Null, the default: any name and password is taken, by PLAIN.
    /// </summary>
    public IDictionary<string, string>? Users { get; set; }

    /// <summary>Whether a peer may connect without a user: by SASL ANONYMOUS, or with no SASL layer at all. Default true.</summary>
    public bool AllowAnonymous { get; set; } = true;

    /// <summary>Which users may use which addresses. Empty, the default: everybody may use every address.</summary>
    public IList<EmbeddedAccessRule> Access { get; } = [];

    /// <summary>
    /// The SASL mechanisms that may be offered, of EXTERNAL, SCRAM-SHA-256, SCRAM-SHA-1, PLAIN and ANONYMOUS. Null, the default: all
    /// that the other options make possible. They are offered strongest first, whatever the order here.
    /// </summary>
    public IReadOnlyList<string>? SaslMechanisms { get; set; }

    /// <summary>
    /// Distribution by address prefix. A prefix matches the address that equals it and those that continue it after a <c>/</c> or
    /// <c>.</c>; the longest match wins. Preset: the prefixes of the driver's routable and legacy addresses.
    /// </summary>
    public IDictionary<string, Distribution> Addresses { get; } = new Dictionary<string, Distribution>(StringComparer.Ordinal)
    {
        ["openstack.org/om/rpc/multicast"] = Distribution.Multicast,
        ["openstack.org/om/rpc/unicast"] = Distribution.Closest,
        ["openstack.org/om/rpc/anycast"] = Distribution.Balanced,
        ["openstack.org/om/notify/multicast"] = Distribution.Multicast,
        ["openstack.org/om/notify/unicast"] = Distribution.Closest,
        ["openstack.org/om/notify/anycast"] = Distribution.Balanced,
        ["unicast"] = Distribution.Closest,
        ["exclusive"] = Distribution.Closest,
        ["broadcast"] = Distribution.Multicast,
    };

    /// <summary>Distribution of the addresses that match no prefix. Default <see cref="Distribution.Balanced"/>.</summary>
    public Distribution DefaultDistribution { get; set; } = Distribution.Balanced;

    /// <summary>Where the router logs. Null, the default: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock of every time limit. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

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
        ArgumentNullException.ThrowIfNull(TimeProvider);
        Security.SaslOffer.Validate(SaslMechanisms);
        Tls?.Validate();
        foreach (var rule in Access)
        {
            ArgumentNullException.ThrowIfNull(rule, nameof(Access));
            rule.Validate();
        }
    }
}
