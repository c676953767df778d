using Amqp.Types;
using Amqp1.Tests.Harness.Peer.Codec;
using Amqp1.Tests.Harness.Peer.Library;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>
/// Writes and reads frames with the codec of the peer. The bodies are classes of AMQPNetLite, which encode and decode nothing here.
/// </summary>
internal static class PeerFrames
{
    public static byte[] AmqpHeader { get; } = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 1, 0, 0];

    public static byte[] SaslHeader { get; } = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 3, 1, 0, 0];

    /// <summary>The largest SASL frame (AMQP 1.0 part 5, section 5.3.1).</summary>
    public const uint LargestSaslFrame = 512;

    public static byte[] Encode(ushort channel, DescribedList body, ReadOnlySpan<byte> payload = default) =>
        FrameWriter.Write(FrameType.Amqp, channel, LibraryTypes.ToComposite(body), payload);

    public static byte[] EncodeSasl(DescribedList body) => FrameWriter.Write(FrameType.Sasl, 0, LibraryTypes.ToComposite(body));

    /// <summary>
    /// Reads the next frame. The body of an empty frame is null. Throws <see cref="EndOfStreamException"/> at the end of the stream.
    /// </summary>
    /// <param name="stream">The stream of the frame.</param>
    /// <param name="largest">The maximum size of a frame.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="ViolationException">The frame breaks a rule of AMQP 1.0.</exception>
    public static async Task<(ushort Channel, DescribedList? Body, byte[] Payload)> ReadAsync(Stream stream, uint largest, CancellationToken cancel)
    {
        var frame = await FrameReader.ReadAsync(stream, FrameType.Amqp, largest, cancel);
        return (frame.Channel, frame.Body is { } body ? LibraryTypes.FromComposite(body) : null, frame.Payload);
    }

    /// <summary>Reads the next SASL frame, with the same exceptions.</summary>
    public static async Task<DescribedList> ReadSaslAsync(Stream stream, CancellationToken cancel)
    {
        var frame = await FrameReader.ReadAsync(stream, FrameType.Sasl, LargestSaslFrame, cancel);
        return LibraryTypes.FromComposite(frame.Body!);
    }
}
