namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A value of the types decimal32, decimal64 and decimal128, as 4, 8 or 16 bytes of IEEE 754.</summary>
internal sealed record RawDecimal(byte[] Bytes);
