namespace Amqp1.Benchmarks.Contenders;

/// <summary>The arguments of the call, and the payload of the notification.</summary>
internal sealed record EchoPayload(string Data);
