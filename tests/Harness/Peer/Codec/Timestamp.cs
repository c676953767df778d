namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A value of the type timestamp, in milliseconds since 1970 (UTC).</summary>
internal sealed record Timestamp(long Milliseconds);
