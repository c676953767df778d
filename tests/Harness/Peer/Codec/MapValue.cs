namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A value of the type map, whose entries keep their order.</summary>
internal sealed record MapValue(IReadOnlyList<KeyValuePair<object?, object?>> Entries);
