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
    private readonly SendAttempt _attempt;
    private readonly uint? _timeToLive;
    private readonly string? _correlationId;
    private readonly JsonText _failure;
    private readonly byte[]? _compressed;
    private readonly int _bodyLength;
    private readonly int _propertiesSize;
    private readonly int _applicationPropertiesSize;

    /// <param name="outgoing">The message to send. Its content is read when the message is passed to a link, and not after that.</param>
    /// <param name="attempt">The values of the attempt.</param>
    /// <param name="compression">The compression of the body.</param>
    public EncodedMessage(OutgoingMessage outgoing, in SendAttempt attempt, RabbitCompression compression)
    {
        _outgoing = outgoing;
        _attempt = attempt;
        _timeToLive = attempt.TimeToLive is { } ttl ? (uint)Math.Clamp((long)ttl.TotalMilliseconds, 1, uint.MaxValue) : null;
        _correlationId = CorrelationIdOf(outgoing);
        _failure = BodyText.FailureOf(outgoing);
        var counter = BodyWriter.Counter();
        BodyText.Write(ref counter, outgoing, attempt, _failure.Span);
        _bodyLength = counter.Length;
        if (compression != RabbitCompression.None)
        {
            _compressed = Compressed();
            _bodyLength = _compressed.Length;
        }

        _propertiesSize = NullProperties + (_correlationId is null ? 1 : SizeOf(_correlationId)) + ContentType.Length;
        _applicationPropertiesSize = (outgoing.Trace is { } trace ? TraceSection.SizeOf(trace) : 0) + (_compressed is null ? 0 : SizeOfCompression);
        SetLength(
            DescriptorSize + SectionWriter.SizeOfList(HeaderSize)
            + DescriptorSize + SectionWriter.SizeOfList(_propertiesSize)
            + (_applicationPropertiesSize == 0 ? 0 : DescriptorSize + SectionWriter.SizeOfList(_applicationPropertiesSize))
            + DescriptorSize + SectionWriter.SizeOfText(_bodyLength));
    }

    /// <summary>The properties content-type and content-encoding, both of which are symbols.</summary>
    private static byte[] ContentType { get; } = [0xa3, 16, .. "application/json"u8, 0xa3, 5, .. "utf-8"u8];

    private static int SizeOfCompression => SizeOf(BodyCompression.PropertyName) + SizeOf(BodyCompression.Zlib);

    private int HeaderSize => 1 + (_timeToLive is { } ttl ? 1 + SectionWriter.SizeOfNumber(ttl) : 0);

    /// <inheritdoc />
    protected override void Write(SectionWriter writer)
    {
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
        WriteBody(writer.BinaryOf(_bodyLength));
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
        writer.BeginMap(_applicationPropertiesSize, (_outgoing.Trace is { } trace ? TraceSection.CountOf(trace) : 0) + (_compressed is null ? 0 : 2));
        if (_outgoing.Trace is not null)
        {
            TraceSection.Write(ref writer, _outgoing.Trace);
        }

        if (_compressed is not null)
        {
            writer.Text(BodyCompression.PropertyName);
            writer.Text(BodyCompression.Zlib);
        }
    }

    private void WriteBody(Span<byte> target)
    {
        if (_compressed is not null)
        {
            _compressed.CopyTo(target);
            return;
        }

        var writer = BodyWriter.Writer(target);
        BodyText.Write(ref writer, _outgoing, _attempt, _failure.Span);
    }

    private byte[] Compressed()
    {
        var text = GC.AllocateUninitializedArray<byte>(_bodyLength);
        var writer = BodyWriter.Writer(text);
        BodyText.Write(ref writer, _outgoing, _attempt, _failure.Span);
        return BodyCompression.Compress(text);
    }

    private static string? CorrelationIdOf(OutgoingMessage outgoing) =>
        BodyText.CallOf(outgoing) is { Length: > 0 } id && Encoding.UTF8.GetByteCount(id) <= LongestCorrelationId ? id : null;

    private static int SizeOf(string text) => SectionWriter.SizeOfText(Encoding.UTF8.GetByteCount(text));
}
