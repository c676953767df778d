using System.Buffers.Binary;
using System.Text;
using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Security;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// The handshake from the first byte to the AMQP header: protocol headers (AMQP 1.0 part 2, section 2.2) and SASL (part 5, section 5.3).
/// One port serves peers with and without a SASL layer.
/// </summary>
internal sealed class Handshake(Connection connection)
{
    private const int MaxSaslFrame = 4096;
    private const byte SaslOk = 0;
    private const byte SaslAuth = 1;
    private readonly EmbeddedRouterOptions _options = connection.Context.Options;
    private IServerMechanism? _mechanism;
    private string _mechanismName = "";
    private HandshakeStage _stage;

    private static ReadOnlySpan<byte> AmqpHeader => "AMQP\0\u0001\0\0"u8;

    private static ReadOnlySpan<byte> SaslHeader => "AMQP\u0003\u0001\0\0"u8;

    /// <summary>The header that the broker sends to a peer with an unsupported header.</summary>
    private ReadOnlySpan<byte> SupportedHeader => _options.AllowAnonymous || _stage == HandshakeStage.Authenticated ? AmqpHeader : SaslHeader;

    /// <summary>Whether AMQP frames may follow.</summary>
    public bool IsDone => _stage == HandshakeStage.Done;

    /// <summary>The reason why the peer was refused. Nothing more is read from it then.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Processes the next header or frame. Returns the number of bytes used; 0 if more bytes are needed.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
        {
            // Invalid input is refused before eight bytes have arrived.
            if (_stage == HandshakeStage.Header && !AmqpHeader.StartsWith(bytes[..Math.Min(bytes.Length, 4)]))
            {
                Refuse("The peer did not send an AMQP protocol header.", SupportedHeader);
            }

            return 0;
        }

        return _stage == HandshakeStage.Sasl ? TakeSaslFrame(bytes) : TakeHeader(bytes[..8]);
    }

    private int TakeHeader(ReadOnlySpan<byte> header)
    {
        if (header.SequenceEqual(AmqpHeader))
        {
            if (_stage != HandshakeStage.Authenticated && !_options.AllowAnonymous)
            {
                Refuse("The peer must authenticate.", SaslHeader);
                return 0;
            }

            connection.Send(AmqpHeader);
            _stage = HandshakeStage.Done;
            return 8;
        }

        if (!header.SequenceEqual(SaslHeader) || _stage != HandshakeStage.Header)
        {
            Refuse("The protocol header of the peer is not supported.", SupportedHeader);
            return 0;
        }

        _stage = HandshakeStage.Sasl;
        connection.Send(SaslHeader);
        var frame = connection.Context.Frames.Start(0, PerformativeCode.SaslMechanisms, sasl: true);
        connection.Send(frame.Symbols(connection.Context.Sasl.Names(connection.PeerCertificate)).CloseList());
        return 8;
    }

    private int TakeSaslFrame(ReadOnlySpan<byte> bytes)
    {
        var size = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var start = bytes[4] * 4;
        if (size < 8 || size > MaxSaslFrame || start < 8 || start > size || bytes[5] != 1)
        {
            Refuse("The SASL frame of the peer is malformed.", default);
            return 0;
        }

        if (bytes.Length < size)
        {
            return 0;
        }

        try
        {
            Answer(Step(bytes[start..size]));
        }
        catch (PeerFaultException)
        {
            Refuse("The SASL frame of the peer cannot be decoded.", default);
            return 0;
        }

        return size;
    }

    private SaslStep Step(ReadOnlySpan<byte> body)
    {
        var code = FieldReader.ReadDescribedList(body, out var fields, out _);
        if (code == PerformativeCode.SaslResponse && _mechanism is not null)
        {
            return _mechanism.Take(fields.Binary(out _));
        }

        if (code != PerformativeCode.SaslInit || _mechanism is not null)
        {
            throw PeerFaultException.Decode("The SASL frame was sent out of order.");
        }

        _mechanismName = Encoding.ASCII.GetString(fields.Symbol(out _));
        _mechanism = connection.Context.Sasl.Create(_mechanismName, connection.PeerCertificate);
        return _mechanism?.Take(fields.Binary(out _)) ?? SaslStep.Refused;
    }

    private void Answer(SaslStep step)
    {
        var frames = connection.Context.Frames;
        if (step.Challenge is { } challenge)
        {
            connection.Send(frames.Start(0, PerformativeCode.SaslChallenge, sasl: true).Binary(challenge).CloseList());
            return;
        }

        connection.Send(frames.Start(0, PerformativeCode.SaslOutcome, sasl: true).UByte(step.Identity is not null ? SaslOk : SaslAuth).CloseList());
        if (step.Identity is { } identity)
        {
            _stage = HandshakeStage.Authenticated;
            connection.Identity = identity;
            connection.Mechanism = _mechanismName;
            connection.Context.Log.Authenticated(connection.Peer, _mechanismName, identity);
        }
        else
        {
            Refuse("The peer failed to authenticate.", default);
        }
    }

    private void Refuse(string reason, ReadOnlySpan<byte> header)
    {
        _stage = HandshakeStage.Refused;
        Refusal = reason;
        if (!header.IsEmpty)
        {
            connection.Send(header);
        }
    }
}
