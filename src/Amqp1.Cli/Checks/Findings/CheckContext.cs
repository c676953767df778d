using System.Net;
using Amqp1.Cli.Checks.Probing;
using Amqp1.Cli.Checks.Sources;
using Amqp1.Transport;

namespace Amqp1.Cli.Checks.Findings;

/// <summary>The subject of the checks, and what earlier checks have found out for later ones. Used by one check at a time.</summary>
internal sealed class CheckContext
{
    public required LoadedSettings Settings { get; init; }

    public required Backend Backend { get; init; }

    public required CheckLimits Limits { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The random topic of all probes, so that they do not meet the messages of services.</summary>
    public required string ProbeTopic { get; init; }

    /// <summary>The topics of services whose addresses the user of the URL must be able to use.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The host that is being checked.</summary>
    public required PeerHost Host { get; init; }

    /// <summary>The addresses of the host.</summary>
    public IPAddress[] Addresses { get; set; } = [];

    /// <summary>The connection for the probes; null before it is open.</summary>
    public ProbeConnection? Connection { get; set; }

    /// <summary>The other hosts of the URL that have opened a connection.</summary>
    public IReadOnlyList<OtherHost> Others { get; set; } = [];

    /// <summary>The kinds of addresses that do not work, such as <c>fanout</c>. Checks that use one of them are skipped.</summary>
    public HashSet<string> FailedAddresses { get; } = [];

    /// <summary>Whether a message that was sent without a consumer is kept; null if this is not known.</summary>
    public bool? StoresMessages { get; set; }

    /// <summary>The time stamps that the intermediary has written into messages, with the time of their arrival.</summary>
    public List<(DateTimeOffset Written, DateTimeOffset Received)> TimeStamps { get; } = [];

    /// <summary>
    /// The exchange of all probes: a random one on RabbitMQ, where an exchange is an object that would remain, and otherwise null, the
    /// configured one, because the exchange is a part of addresses.
    /// </summary>
    public string? ProbeExchange => Connection is { IsRabbit: true } ? ProbeTopic : null;

    /// <summary>The open connection. Checks that use it need the check that opens it.</summary>
    public ProbeConnection OpenConnection => Connection ?? throw new InvalidOperationException("The connection is not open.");
}
