namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The types of frames, with the values of the type byte (AMQP 1.0 part 2, section 2.3, and part 5, section 5.3.1).</summary>
internal enum FrameType : byte
{
    Amqp = 0,
    Sasl = 1,
}
