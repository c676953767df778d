using Amqp1.Cli.Checks.Probing;
using Amqp1.Transport;

namespace Amqp1.Cli.Checks.Findings;

/// <summary>A further host of the URL, with its open connection.</summary>
/// <param name="Host">The host.</param>
/// <param name="Connection">The connection, which the runner closes.</param>
internal sealed record OtherHost(PeerHost Host, ProbeConnection Connection);
