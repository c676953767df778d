using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>
/// From the first byte to the AMQP header: protocol headers (AMQP 1.0 part 2, section 2.2) and SASL (part 5, section 5.3). One port
/// serves peers with and without a SASL layer.
/// </summary>
internal sealed class Handshake(Connection connection)
{
    private const int MaxSaslFrame = 4096;
    private const byte SaslOk = 0;
    private const byte SaslAuth = 1;
    private readonly EmbeddedRouterOptions _options = connection.Router.Options;
    private bool _saslBegun;
    private bool _authenticated;

    private static ReadOnlySpan<byte> AmqpHeader => "AMQP\0\u0001\0\0"u8;

    private static ReadOnlySpan<byte> SaslHeader => "AMQP\u0003\u0001\0\0"u8;

    /// <summary>True once AMQP frames may follow.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Why the peer was refused, after which nothing more is read from it.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Takes the next header or frame; returns what it used, 0 when more is needed first.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
        {
            // Garbage need not wait for eight bytes.
            if (!_saslBegun && !AmqpHeader.StartsWith(bytes[..Math.Min(bytes.Length, 4)]))
            {
                Refuse("Its first bytes are no AMQP header.", AmqpHeader);
            }

            return 0;
        }

        return _saslBegun && !_authenticated ? TakeSaslFrame(bytes) : TakeHeader(bytes[..8]);
    }

    private int TakeHeader(ReadOnlySpan<byte> header)
    {
        if (header.SequenceEqual(AmqpHeader))
        {
            if (!_authenticated && !_options.AllowAnonymous)
            {
                Refuse("It has to authenticate.", SaslHeader);
                return 0;
            }

            connection.Send(AmqpHeader);
            IsDone = true;
            return 8;
        }

        if (!header.SequenceEqual(SaslHeader) || _saslBegun)
        {
            Refuse("Its protocol header is not supported.", AmqpHeader);
            return 0;
        }

        _saslBegun = true;
        connection.Send(SaslHeader);
        var frame = connection.Router.Frames.Start(0, PerformativeCode.SaslMechanisms, sasl: true);
        connection.Send((_options.AllowAnonymous ? frame.Symbols("PLAIN", "ANONYMOUS") : frame.Symbols("PLAIN")).CloseList());
        return 8;
    }

    private int TakeSaslFrame(ReadOnlySpan<byte> bytes)
    {
        var size = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var start = bytes[4] * 4;
        if (size < 8 || size > MaxSaslFrame || start < 8 || start > size || bytes[5] != 1)
        {
            Refuse("Its SASL frame is malformed.", default);
            return 0;
        }

        if (bytes.Length < size)
        {
            return 0;
        }

        bool accepted;
        try
        {
            accepted = Authenticate(bytes[start..size]);
        }
        catch (PeerFaultException)
        {
            Refuse("Its SASL frame does not decode.", default);
            return 0;
        }

        connection.Send(connection.Router.Frames.Start(0, PerformativeCode.SaslOutcome, sasl: true).UByte(accepted ? SaslOk : SaslAuth).CloseList());
        _authenticated = accepted;
        if (!accepted)
        {
            Refuse("It did not authenticate.", default);
        }

        return size;
    }

    private bool Authenticate(ReadOnlySpan<byte> body)
    {
        if (FieldReader.ReadDescribedList(body, out var fields, out _) != PerformativeCode.SaslInit)
        {
            throw PeerFaultException.Decode("A sasl-init is expected.");
        }

        var mechanism = fields.Symbol(out _);
        var response = fields.Binary(out _);
        if (mechanism.SequenceEqual("ANONYMOUS"u8))
        {
            return _options.AllowAnonymous;
        }

        return mechanism.SequenceEqual("PLAIN"u8) && IsKnownUser(response);
    }

    /// <summary>authzid NUL authcid NUL password (RFC 4616).</summary>
    private bool IsKnownUser(ReadOnlySpan<byte> response)
    {
        var user = response.IndexOf((byte)0) + 1;
        var password = user == 0 ? 0 : response[user..].IndexOf((byte)0) + user + 1;
        if (user == 0 || password == user)
        {
            return false;
        }

        if (_options.Users is not { } users)
        {
            return true;
        }

        return users.TryGetValue(Encoding.UTF8.GetString(response[user..(password - 1)]), out var expected)
            && CryptographicOperations.FixedTimeEquals(response[password..], Encoding.UTF8.GetBytes(expected));
    }

    private void Refuse(string reason, ReadOnlySpan<byte> header)
    {
        Refusal = reason;
        if (!header.IsEmpty)
        {
            connection.Send(header);
        }
    }
}
