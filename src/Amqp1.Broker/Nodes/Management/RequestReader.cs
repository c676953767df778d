using System.Text.Unicode;
using Amqp1.Broker.Codec;
using Amqp1.Transport;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>
/// Decodes a request. Any message may arrive, so every length is checked, and the number of entries is limited. A message that cannot be
/// decoded throws a <see cref="PeerFaultException"/>.
/// </summary>
internal static class RequestReader
{
    /// <summary>The maximum size of a request in bytes.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MostEntries = 256;
    private const ulong Header = 0x70;
    private const ulong Properties = 0x73;
    private const ulong ApplicationProperties = 0x74;
    private const ulong AmqpValue = 0x77;
    private const ulong Footer = 0x78;
    private const string AttributeNames = "attributeNames";

    public static ManagementRequest Read(ReadOnlySpan<byte> message)
    {
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal);
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        var names = new List<string>();
        byte[] replyTo = [];
        byte[] correlationId = [];
        while (!message.IsEmpty)
        {
            var code = ReadDescriptor(message, out var start);
            var value = EncodedValue.Read(message[start..], out var length);
            switch (code)
            {
                case Properties:
                    ReadProperties(message[..(start + length)], out replyTo, out correlationId);
                    break;
                case ApplicationProperties:
                    ReadEntries(value, arguments, null);
                    break;
                case AmqpValue when value.Code is FormatCode.Map8 or FormatCode.Map32:
                    ReadEntries(value, attributes, names);
                    break;
                case < Header or > Footer:
                    throw PeerFaultException.Decode("The message has an unknown section.");
            }

            message = message[(start + length)..];
        }

        return new ManagementRequest
        {
            Arguments = arguments, Attributes = attributes, AttributeNames = names, ReplyTo = replyTo, CorrelationId = correlationId,
        };
    }

    private static ulong ReadDescriptor(ReadOnlySpan<byte> message, out int length)
    {
        if (message.Length < 2 || message[0] != FormatCode.Described)
        {
            throw PeerFaultException.Decode("A section of the message is malformed.");
        }

        var descriptor = EncodedValue.Read(message[1..], out length);
        length++;
        return (ulong?)descriptor.AsInteger() ?? throw PeerFaultException.Decode("The descriptor of a section is not a number.");
    }

    private static void ReadProperties(ReadOnlySpan<byte> section, out byte[] replyTo, out byte[] correlationId)
    {
        FieldReader.ReadDescribedList(section, out var fields, out _);
        var messageId = fields.Raw();
        fields.Skip();
        fields.Skip();
        fields.Skip();
        var address = fields.Utf8(out _);
        var correlation = fields.Raw();
        replyTo = Utf8.IsValid(address) ? address.ToArray() : throw PeerFaultException.Decode("The reply-to address is not valid UTF-8.");

        // The AMQP management draft wants the correlation-id of the request or, if there is none, its message-id.
        var id = correlation.IsEmpty ? messageId : correlation;
        correlationId = id.IsEmpty || IsMessageId(EncodedValue.Read(id, out _))
            ? id.ToArray()
            : throw PeerFaultException.Decode("A message-id is neither a ulong, a UUID, a binary value nor a string.");
    }

    private static bool IsMessageId(EncodedValue value) => value.Code switch
    {
        FormatCode.ULong0 or FormatCode.SmallULong or FormatCode.ULong or FormatCode.Uuid or FormatCode.Binary8 or FormatCode.Binary32 => true,
        FormatCode.String8 or FormatCode.String32 => Utf8.IsValid(value.Content),
        _ => false,
    };

    /// <summary>Adds the entries whose values are texts, integers or booleans; if <paramref name="names"/> is given, also the attribute names.</summary>
    private static void ReadEntries(EncodedValue map, Dictionary<string, object> entries, List<string>? names)
    {
        var reader = ElementReader.OfMap(map);
        while (reader.Next(out var key))
        {
            if (!reader.Next(out var value))
            {
                throw PeerFaultException.Decode("A key has no value.");
            }

            if (key.AsText() is not { } name)
            {
                throw PeerFaultException.Decode("A key is not a string.");
            }

            if (names is not null && name == AttributeNames && !value.IsNull)
            {
                ReadNames(value, names);
            }
            else if (((object?)value.AsText() ?? value.AsInteger() ?? (object?)value.AsBoolean()) is { } scalar)
            {
                entries[name] = entries.Count < MostEntries ? scalar : throw PeerFaultException.Decode("A map has too many entries.");
            }
        }
    }

    private static void ReadNames(EncodedValue list, List<string> names)
    {
        var reader = ElementReader.OfList(list);
        while (reader.Next(out var element))
        {
            if (names.Count == MostEntries)
            {
                throw PeerFaultException.Decode("The request names too many attributes.");
            }

            names.Add(element.AsText() ?? throw PeerFaultException.Decode("The name of an attribute is not a string."));
        }
    }
}
