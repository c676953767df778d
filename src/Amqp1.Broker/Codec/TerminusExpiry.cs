namespace Amqp1.Broker.Codec;

/// <summary>How long a terminus outlives its link.</summary>
/// <param name="Policy">The event that starts the timeout.</param>
/// <param name="Timeout">The timeout in seconds, after which the terminus is deleted unless its link is attached again.</param>
internal readonly record struct TerminusExpiry(ExpiryPolicy Policy, uint Timeout);
