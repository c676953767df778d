namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The exception that bytes or a frame break a rule of AMQP 1.0.</summary>
internal sealed class ViolationException(string message) : Exception(message);
