using System.Text;
using Amqp1.Configuration;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>A whole outgoing message in the order of docs/spec/rabbit-messages.md#sections.</summary>
/// <remarks>
/// The address is that of the link, so that <c>to</c> is omitted. The header says that the message is durable, because RabbitMQ keeps a
/// message without this field in memory only.
/// </remarks>
internal sealed class EncodedMessage : EncodedSections
{
    private const byte HeaderSection = 0x70;
    private const byte PropertiesSection = 0x73;
    private const byte ApplicationPropertiesSection = 0x74;
    private const byte DataSection = 0x75;
    private const byte True = 0x41;

    private const int PropertyCount = 8;

    /// <summary>The properties before the correlation-id, all of which are null.</summary>
    private const int NullProperties = 5;

    /// <summary>The longest ID that RabbitMQ passes on as a correlation-id to peers of AMQP 0.9.1.</summary>
    private const int LongestCorrelationId = 255;

    private readonly OutgoingMessage _outgoing;
    private readonly uint? _timeToLive;
    private readonly string? _correlationId;
    private readonly bool _isCompressed;
    private readonly int _propertiesSize;
    private readonly int _applicationPropertiesSize;
    private JsonText _body;

    /// <param name="outgoing">The message to send.</param>
    /// <param name="attempt">The values of the attempt.</param>
    /// <param name="compression">The compression of the body.</param>
    public EncodedMessage(OutgoingMessage outgoing, in SendAttempt attempt, RabbitCompression compression)
    {
        _outgoing = outgoing;
        _timeToLive = attempt.TimeToLive is { } ttl ? (uint)Math.Clamp((long)ttl.TotalMilliseconds, 1, uint.MaxValue) : null;
        _correlationId = CorrelationIdOf(outgoing);
        _isCompressed = compression != RabbitCompression.None;
        _body = BodyText.Write(outgoing, attempt);
        if (_isCompressed)
        {
            var text = _body;
            _body = BodyCompression.Compress(text.Span);
            text.Return();
        }

        _propertiesSize = NullProperties + (_correlationId is null ? 1 : SizeOf(_correlationId)) + ContentType.Length;
        _applicationPropertiesSize = (outgoing.Trace is { } trace ? TraceSection.SizeOf(trace) : 0) + (_isCompressed ? SizeOfCompression : 0);
        SetLength(
            DescriptorSize + SectionWriter.SizeOfList(HeaderSize)
            + DescriptorSize + SectionWriter.SizeOfList(_propertiesSize)
            + (_applicationPropertiesSize == 0 ? 0 : DescriptorSize + SectionWriter.SizeOfList(_applicationPropertiesSize))
            + DescriptorSize + SectionWriter.SizeOfText(_body.Length));
    }

    /// <summary>The properties content-type and content-encoding, both of which are symbols.</summary>
    private static byte[] ContentType { get; } = [0xa3, 16, .. "application/json"u8, 0xa3, 5, .. "utf-8"u8];

    private static int SizeOfCompression => SizeOf(BodyCompression.PropertyName) + SizeOf(BodyCompression.Zlib);

    private int HeaderSize => 1 + (_timeToLive is { } ttl ? 1 + SectionWriter.SizeOfNumber(ttl) : 0);

    /// <inheritdoc />
    protected override void Write(SectionWriter writer)
    {
        if (_body.IsEmpty)
        {
            throw new InvalidOperationException("The message has already been written.");
        }

        writer.Descriptor(HeaderSection);
        WriteHeader(ref writer);
        writer.Descriptor(PropertiesSection);
        WriteProperties(ref writer);
        if (_applicationPropertiesSize > 0)
        {
            writer.Descriptor(ApplicationPropertiesSection);
            WriteApplicationProperties(ref writer);
        }

        writer.Descriptor(DataSection);
        var body = _body;
        _body = default;
        body.Span.CopyTo(writer.BinaryOf(body.Length));
        body.Return();
    }

    private void WriteHeader(ref SectionWriter writer)
    {
        writer.BeginList(HeaderSize, _timeToLive is null ? 1 : 3);
        writer.Encoded([True]);
        if (_timeToLive is { } ttl)
        {
            writer.NullValue();
            writer.Number(ttl);
        }
    }

    private void WriteProperties(ref SectionWriter writer)
    {
        writer.BeginList(_propertiesSize, PropertyCount);
        for (var i = 0; i < NullProperties; i++)
        {
            writer.NullValue();
        }

        if (_correlationId is not null)
        {
            writer.Text(_correlationId);
        }
        else
        {
            writer.NullValue();
        }

        writer.Encoded(ContentType);
    }

    private void WriteApplicationProperties(ref SectionWriter writer)
    {
        writer.BeginMap(_applicationPropertiesSize, (_outgoing.Trace is { } trace ? TraceSection.CountOf(trace) : 0) + (_isCompressed ? 2 : 0));
        if (_outgoing.Trace is not null)
        {
            TraceSection.Write(ref writer, _outgoing.Trace);
        }

        if (_isCompressed)
        {
            writer.Text(BodyCompression.PropertyName);
            writer.Text(BodyCompression.Zlib);
        }
    }

    private static string? CorrelationIdOf(OutgoingMessage outgoing) =>
        BodyText.CallOf(outgoing) is { Length: > 0 } id && Encoding.UTF8.GetByteCount(id) <= LongestCorrelationId ? id : null;

    private static int SizeOf(string text) => SectionWriter.SizeOfText(Encoding.UTF8.GetByteCount(text));
}
