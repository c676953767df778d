using Amqp1.Configuration;

namespace Amqp1.Dialects.OsloRabbit;

/// <summary>The settings of the dialect for one bus. They are resolved once from the options and the transport URL and never change.</summary>
internal sealed record OsloRabbitSettings
{
    /// <summary>The virtual host, decoded. A URL without a virtual host means <c>/</c>.</summary>
    public string VirtualHost { get; init; } = "/";

    /// <summary>The value of Open.hostname, with which RabbitMQ selects the virtual host.</summary>
    public string OpenHostname => "vhost:" + VirtualHost;

    /// <summary>The exchange of RPC targets without an exchange, and of all notifications.</summary>
    public string DefaultExchange { get; init; } = "openstack";

    /// <summary>Whether exchanges and queues of topics and notifications are durable. True if <see cref="QuorumQueues"/>.</summary>
    public bool Durable { get; init; }

    /// <summary>Whether exchanges and queues of topics and notifications are deleted when they are no longer used.</summary>
    public bool AutoDelete { get; init; }

    /// <summary>Whether queues of topics and notifications are quorum queues with the limits <c>Quorum…</c>.</summary>
    public bool QuorumQueues { get; init; }

    /// <summary>Whether queues of fanouts and replies are durable quorum queues.</summary>
    public bool TransientQuorumQueues { get; init; }

    /// <summary>The argument <c>x-delivery-limit</c> of quorum queues; zero to leave it out.</summary>
    public int QuorumDeliveryLimit { get; init; }

    /// <summary>The argument <c>x-max-in-memory-length</c> of quorum queues; zero to leave it out.</summary>
    public int QuorumMaxMemoryLength { get; init; }

    /// <summary>The argument <c>x-max-in-memory-bytes</c> of quorum queues; zero to leave it out.</summary>
    public int QuorumMaxMemoryBytes { get; init; }

    /// <summary>Whether queues have the argument <c>x-ha-policy</c> with the value <c>all</c>. False if <see cref="QuorumQueues"/>.</summary>
    public bool HaQueues { get; init; }

    /// <summary>Whether fanouts of a topic go through one stream. Implies <see cref="TransientQuorumQueues"/> and a prefetch count.</summary>
    public bool StreamFanout { get; init; }

    /// <summary>The argument <c>x-expires</c> of transient queues and <c>x-max-age</c> of streams, in whole seconds; zero to leave it out.</summary>
    public TimeSpan TransientQueuesTtl { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>Whether transient queues have names of host, process and number instead of random names.</summary>
    public bool UseQueueManager { get; init; }

    /// <summary>The host in the names of transient queues. Not empty.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>The process in the names of transient queues. Not empty.</summary>
    public string ProcessName { get; init; } = "dotnet";

    /// <summary>The compression of the bodies of sent messages.</summary>
    public RabbitCompression Compression { get; init; }
}
