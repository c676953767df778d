namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A frame. The body of an empty frame is null. The payload is the part of a message behind a transfer.</summary>
internal sealed record Frame(FrameType Type, ushort Channel, Composite? Body, byte[] Payload);
