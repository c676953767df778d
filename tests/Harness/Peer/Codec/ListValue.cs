namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A value of the type list.</summary>
internal sealed record ListValue(IReadOnlyList<object?> Items);
