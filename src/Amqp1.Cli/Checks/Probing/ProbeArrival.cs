using Amqp;

namespace Amqp1.Cli.Checks.Probing;

/// <summary>A message that a probe has received.</summary>
/// <param name="Message">The message.</param>
/// <param name="Received">The time of its arrival.</param>
internal sealed record ProbeArrival(Message Message, DateTimeOffset Received);
