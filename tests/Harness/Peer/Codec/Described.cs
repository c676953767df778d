namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A value with a descriptor.</summary>
internal sealed record Described(object? Descriptor, object? Value);
