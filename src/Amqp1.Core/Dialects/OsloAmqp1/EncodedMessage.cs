using System.Text;
using Amqp;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>
/// A whole outgoing message in the order of docs/spec/messages.md#sections, used in place of its body section. AMQPNetLite writes it
/// directly into the frame, without an object for each section and without a .NET string for the JSON and the ID.
/// </summary>
/// <remarks>
/// absolute-expiry-time is omitted: the value of oslo.messaging is wrong, and brokers that use it would drop calls
/// (docs/spec/messages.md#expiry).
/// </remarks>
internal sealed class EncodedMessage : EncodedSections
{
    private const byte HeaderSection = 0x70;
    private const byte PropertiesSection = 0x73;
    private const byte ApplicationPropertiesSection = 0x74;
    private const byte ValueSection = 0x77;

    private const int HeaderFields = 3;

    private readonly OutgoingMessage _outgoing;
    private readonly string _address;
    private readonly uint? _timeToLive;
    private readonly CallId? _messageId;
    private readonly string? _replyTo;
    private readonly int _textLength;
    private readonly byte[]? _correlationId;
    private readonly int _propertiesSize;
    private readonly int _traceSize;

    /// <param name="outgoing">The message to send. Its content is read when the message is passed to a link, and not after that.</param>
    /// <param name="attempt">The values of the attempt. The address is written as <c>to</c>.</param>
    public EncodedMessage(OutgoingMessage outgoing, in SendAttempt attempt)
    {
        _outgoing = outgoing;
        _address = attempt.Address;
        _timeToLive = attempt.TimeToLive is { } ttl ? (uint)Math.Clamp((long)ttl.TotalMilliseconds, 1, uint.MaxValue) : null;
        _messageId = attempt.Call;
        _replyTo = attempt.ReplyTo;
        _textLength = BodyText.LengthOf(outgoing.Content);
        _correlationId = outgoing.CorrelationId is null or string ? null : Encode(outgoing.CorrelationId);
        _propertiesSize = SizeOfProperties();
        _traceSize = outgoing.Trace is { } trace ? TraceSection.SizeOf(trace) : 0;
        SetLength(DescriptorSize + SectionWriter.SizeOfList(HeaderSize)
            + DescriptorSize + SectionWriter.SizeOfList(_propertiesSize)
            + (_traceSize == 0 ? 0 : DescriptorSize + SectionWriter.SizeOfList(_traceSize))
            + DescriptorSize + (outgoing.Content is null ? 1 : SectionWriter.SizeOfText(_textLength)));
    }

    // Durable and priority keep their defaults.
    private int HeaderSize => _timeToLive is { } ttl ? 2 + SectionWriter.SizeOfNumber(ttl) : 0;

    private int PropertyCount => _outgoing.CorrelationId is not null ? 6 : _messageId is not null ? 5 : 3;

    /// <inheritdoc />
    protected override void Write(SectionWriter writer)
    {
        writer.Descriptor(HeaderSection);
        if (_timeToLive is { } ttl)
        {
            writer.BeginList(HeaderSize, HeaderFields);
            writer.NullValue();
            writer.NullValue();
            writer.Number(ttl);
        }
        else
        {
            writer.BeginList(0, 0);
        }

        writer.Descriptor(PropertiesSection);
        WriteProperties(ref writer);
        if (_outgoing.Trace is { } trace)
        {
            writer.Descriptor(ApplicationPropertiesSection);
            writer.BeginMap(_traceSize, TraceSection.CountOf(trace));
            TraceSection.Write(ref writer, trace);
        }

        writer.Descriptor(ValueSection);
        if (_outgoing.Content is { } content)
        {
            BodyText.Write(content, writer.TextOf(_textLength));
        }
        else
        {
            writer.NullValue();
        }
    }

    private void WriteProperties(ref SectionWriter writer)
    {
        var count = PropertyCount;
        writer.BeginList(_propertiesSize, count);
        if (_messageId is { } id)
        {
            id.Write(writer.TextOf(CallId.Length));
        }
        else
        {
            writer.NullValue();
        }

        writer.NullValue();
        writer.Text(_address);
        if (count == 3)
        {
            return;
        }

        writer.NullValue();
        if (_replyTo is not null)
        {
            writer.Text(_replyTo);
        }
        else
        {
            writer.NullValue();
        }

        if (_correlationId is not null)
        {
            writer.Encoded(_correlationId);
        }
        else if (_outgoing.CorrelationId is string correlationId)
        {
            writer.Text(correlationId);
        }
    }

    private int SizeOfProperties()
    {
        // Message-id and user-id and, if a field follows the address, subject.
        var size = (_messageId is null ? 1 : SectionWriter.SizeOfText(CallId.Length)) + 1 + SizeOf(_address);
        if (PropertyCount == 3)
        {
            return size;
        }

        size += 1 + (_replyTo is null ? 1 : SizeOf(_replyTo));
        return _correlationId is not null ? size + _correlationId.Length
            : _outgoing.CorrelationId is string correlationId ? size + SizeOf(correlationId)
            : size;
    }

    private static int SizeOf(string text) => SectionWriter.SizeOfText(Encoding.UTF8.GetByteCount(text));

    /// <summary>Encodes an ID from a foreign sender in its original type.</summary>
    private static byte[] Encode(object id)
    {
        var buffer = new ByteBuffer(32, true);
        Amqp.Types.Encoder.WriteObject(buffer, id);
        return buffer.Buffer[buffer.Offset..buffer.WritePos];
    }
}
