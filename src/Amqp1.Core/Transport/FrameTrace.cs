using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Microsoft.Extensions.Logging;

namespace Amqp1.Transport;

/// <summary>
/// Logs the frames of one connection (option <c>trace</c>). The trace starts after SASL, so it does not contain credentials.
/// </summary>
internal sealed partial class FrameTrace(ILogger logger, string peer)
{
    /// <summary>The maximum number of characters of one frame in the log.</summary>
    private const int MaxLength = 4096;

    /// <summary>
    /// An instance that makes AMQPNetLite register its frame types. Before the first instance exists, AMQPNetLite decodes frames as unknown
    /// types.
    /// </summary>
    private static readonly Open Registered = new();

    public void Sent(ReadOnlySpan<byte> frame) => Frame(logger, "->", peer, PeerText.Clean(Describe(frame), MaxLength));

    public void Received(ReadOnlySpan<byte> frame) => Frame(logger, "<-", peer, PeerText.Clean(Describe(frame), MaxLength));

    private static string Describe(ReadOnlySpan<byte> frame)
    {
        if (frame.StartsWith("AMQP"u8))
        {
            return $"AMQP {frame[4]} {frame[5]}.{frame[6]}.{frame[7]}";
        }

        var start = frame[4] * 4;
        if (frame.Length <= start)
        {
            return "empty";
        }

        var channel = (frame[6] << 8) | frame[7];
        try
        {
            var bytes = frame.ToArray();
            var buffer = new ByteBuffer(bytes, start, bytes.Length - start, bytes.Length - start);
            var performative = Encoder.ReadDescribed(buffer, Encoder.ReadFormatCode(buffer));
            var payload = buffer.Length > 0 ? $" payload {buffer.Length}" : "";
            return $"ch{channel} {performative}{payload}";
        }
#pragma warning disable CA1031 // The trace must show a frame that it cannot decode. It must not end the connection.
        catch (Exception unreadable)
#pragma warning restore CA1031
        {
            return $"ch{channel} {Convert.ToHexString(frame)} ({unreadable.Message})";
        }
    }

    [LoggerMessage(1030, LogLevel.Information, "{Direction} {Peer} {Frame}")]
    private static partial void Frame(ILogger logger, string direction, string peer, string frame);
}
