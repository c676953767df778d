using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace Amqp1.Transport.Sasl;

/// <summary>
/// The client side of the SASL exchange on a new connection (AMQP 1.0, 5.3). Reads only the bytes that belong to the exchange.
/// </summary>
internal static class SaslNegotiator
{
    private const int MaxFrame = 4096;
    private const int FrameHeader = 8;

    /// <summary>
    /// An instance that makes AMQPNetLite register its frame types. Before the first instance exists, AMQPNetLite decodes frames as unknown
    /// types.
    /// </summary>
    private static readonly SaslInit Registered = new();

    private static readonly byte[] Header = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 3, 1, 0, 0];

    /// <summary>
    /// Performs the exchange. Throws <see cref="SaslException"/> if the peer refuses, or offers no mechanism that may be used.
    /// </summary>
    /// <param name="stream">The connection.</param>
    /// <param name="mechanisms">The mechanisms that may be used, strongest first.</param>
    /// <param name="cancel">Cancels the exchange.</param>
    /// <param name="onOffer">Receives the mechanisms that the peer offers, before one is chosen; null to ignore them.</param>
    public static async Task AuthenticateAsync(
        Stream stream, IReadOnlyList<ISaslMechanism> mechanisms, CancellationToken cancel, Action<IReadOnlyList<string>>? onOffer = null)
    {
        try
        {
            await ExchangeAsync(stream, mechanisms, onOffer, cancel).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            // Under TLS 1.3, a refused client certificate is also reported in this way, in the text of the innermost exception.
            throw new IOException($"The peer ended the connection before authentication was complete: {failure.GetBaseException().Message}");
        }
    }

    /// <summary>Describes a peer that answers the SASL header with something else. The protocol headers of AMQP begin with its name.</summary>
    private static string Explain(ReadOnlySpan<byte> answer) => answer switch
    {
        [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, _] =>
            "The peer speaks AMQP 0-9-1 and not AMQP 1.0. RabbitMQ 4 speaks both; RabbitMQ 3 needs its AMQP 1.0 plugin, and is not supported.",
        [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 1, 0, 0] => "The peer speaks AMQP 1.0 without SASL, which is required.",
        [(byte)'H', (byte)'T', (byte)'T', (byte)'P', ..] => "The peer speaks HTTP and not AMQP.",
        [0x15 or 0x16, 3, ..] => "The peer speaks TLS. Set Security:Ssl, or correct the port.",
        _ => $"The peer does not speak SASL: it answered {Convert.ToHexString(answer)}.",
    };

    private static async Task ExchangeAsync(
        Stream stream, IReadOnlyList<ISaslMechanism> mechanisms, Action<IReadOnlyList<string>>? onOffer, CancellationToken cancel)
    {
        await stream.WriteAsync(Header, cancel).ConfigureAwait(false);
        var answer = new byte[FrameHeader];
        var length = await stream.ReadAtLeastAsync(answer, FrameHeader, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        if (length == 0)
        {
            throw new EndOfStreamException("The peer closed the connection.");
        }

        if (!answer.AsSpan().SequenceEqual(Header))
        {
            throw new SaslException(Explain(answer.AsSpan(0, length)));
        }

        ISaslMechanism? chosen = null;
        while (true)
        {
            switch (await ReadAsync(stream, cancel).ConfigureAwait(false))
            {
                case SaslMechanisms offer when chosen is null:
                    var offered = (offer.SaslServerMechanisms ?? []).Select(symbol => symbol.ToString()).ToArray();
                    onOffer?.Invoke(offered);
                    chosen = Choose(offered, mechanisms);
                    var init = new SaslInit { Mechanism = chosen.Name };
                    if (chosen.Start() is { } response)
                    {
                        init.InitialResponse = response;
                    }

                    await WriteAsync(stream, init, cancel).ConfigureAwait(false);
                    break;
                case SaslChallenge challenge when chosen is not null:
                    var reply = new SaslResponse { Response = chosen.Respond(challenge.Challenge) };
                    await WriteAsync(stream, reply, cancel).ConfigureAwait(false);
                    break;
                case SaslOutcome { Code: SaslCode.Ok } outcome when chosen is not null:
                    chosen.Complete(outcome.AdditionalData);
                    return;
                case SaslOutcome outcome:
                    throw new SaslException($"{SaslException.Condition}: authentication of {chosen?.Identity} by {chosen?.Name} was refused ({outcome.Code}).");
                case var frame:
                    throw new SaslException($"The peer sent the unexpected frame {frame.Descriptor.Name}.");
            }
        }
    }

    private static ISaslMechanism Choose(string[] offered, IReadOnlyList<ISaslMechanism> mechanisms) =>
        mechanisms.FirstOrDefault(mechanism => offered.Contains(mechanism.Name, StringComparer.OrdinalIgnoreCase))
            ?? throw new SaslException(
                $"{SaslException.Condition}: no mechanism in common: the server offers {List(offered)}, but this side can use {List(mechanisms.Select(mechanism => mechanism.Name))}."
                + (offered.Contains("ANONYMOUS", StringComparer.OrdinalIgnoreCase)
                    ? " ANONYMOUS, which does not check the credentials, is used only if Amqp1:Security:SaslMechanisms names it."
                    : ""));

    private static string List(IEnumerable<string> names) => PeerText.Clean(string.Join(' ', names)) is { Length: > 0 } list ? list : "none";

    private static async Task<DescribedList> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var head = new byte[FrameHeader];
        await stream.ReadExactlyAsync(head, cancel).ConfigureAwait(false);
        var size = BinaryPrimitives.ReadInt32BigEndian(head);
        if (size is < FrameHeader or > MaxFrame || head[4] * 4 is var offset && (offset < FrameHeader || offset > size) || head[5] != 1)
        {
            throw new SaslException("The peer sent a frame that is not a SASL frame.");
        }

        var rest = new byte[size - FrameHeader];
        await stream.ReadExactlyAsync(rest, cancel).ConfigureAwait(false);
        var start = head[4] * 4 - FrameHeader;
        var buffer = new ByteBuffer(rest, start, rest.Length - start, rest.Length - start);
        return Encoder.ReadDescribed(buffer, Encoder.ReadFormatCode(buffer)) as DescribedList
            ?? throw new SaslException("The peer sent a frame that is not a SASL frame.");
    }

    private static async Task WriteAsync(Stream stream, DescribedList frame, CancellationToken cancel)
    {
        var buffer = new ByteBuffer(256, autoGrow: true);
        buffer.Append(FrameHeader);
        Encoder.WriteObject(buffer, frame);
        BinaryPrimitives.WriteInt32BigEndian(buffer.Buffer, buffer.Length);
        buffer.Buffer[4] = 2;
        buffer.Buffer[5] = 1;
        await stream.WriteAsync(buffer.Buffer.AsMemory(buffer.Offset, buffer.Length), cancel).ConfigureAwait(false);
    }
}
