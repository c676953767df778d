using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer.Library;

/// <summary>Reads and writes messages with the codec of the peer, as messages of AMQPNetLite.</summary>
internal static class LibraryMessages
{
    public static byte[] Encode(Message message)
    {
        var sections = new List<(ulong Code, object? Value)>();
        AddComposite(sections, message.Header);
        AddMap(sections, MessageSections.DeliveryAnnotations, message.DeliveryAnnotations);
        AddMap(sections, MessageSections.MessageAnnotations, message.MessageAnnotations);
        AddComposite(sections, message.Properties);
        AddMap(sections, MessageSections.ApplicationProperties, message.ApplicationProperties);
        AddBody(sections, message.BodySection);
        AddMap(sections, MessageSections.Footer, message.Footer);
        return MessageWriter.Write(sections);
    }

    /// <exception cref="ViolationException">The message breaks a rule of AMQP 1.0.</exception>
    public static Message Decode(ReadOnlyMemory<byte> encoded)
    {
        var message = new Message();
        foreach (var (code, value) in MessageReader.Read(encoded))
        {
            switch (value)
            {
                case Composite composite when LibraryTypes.FromComposite(composite) is Properties properties:
                    message.Properties = properties;
                    break;
                case Composite composite:
                    message.Header = (Header)LibraryTypes.FromComposite(composite);
                    break;
                case MapValue map when code is not MessageSections.Value:
                    SetMap(message, code, map);
                    break;
                default:
                    AddBody(message, code, value);
                    break;
            }
        }

        return message;
    }

    private static void AddComposite(List<(ulong Code, object? Value)> sections, DescribedList? section)
    {
        if (section is not null)
        {
            var composite = LibraryTypes.ToComposite(section);
            sections.Add((composite.Type.Code, composite));
        }
    }

    private static void AddMap(List<(ulong Code, object? Value)> sections, ulong code, DescribedMap? section)
    {
        if (section is not null)
        {
            sections.Add((code, LibraryValues.ToMap(section.Map)));
        }
    }

    private static void AddBody(List<(ulong Code, object? Value)> sections, RestrictedDescribed? body)
    {
        switch (body)
        {
            case null:
                break;
            case AmqpValue value:
                sections.Add((MessageSections.Value, LibraryValues.ToCodec(value.Value)));
                break;
            case AmqpSequence sequence:
                sections.Add((MessageSections.Sequence, LibraryValues.ToCodec(sequence.List)));
                break;
            case Data data:
                sections.Add((MessageSections.Data, data.Binary));
                break;
            case DataList list:
                sections.AddRange(Enumerable.Range(0, list.Count).Select(i => (MessageSections.Data, (object?)list[i].Binary)));
                break;
            default:
                throw new ArgumentException($"{body.GetType()} is not a body.", nameof(body));
        }
    }

    private static void SetMap(Message message, ulong code, MapValue map)
    {
        switch (code)
        {
            case MessageSections.DeliveryAnnotations:
                LibraryValues.FromMap(map, (message.DeliveryAnnotations = new DeliveryAnnotations()).Map);
                break;
            case MessageSections.MessageAnnotations:
                LibraryValues.FromMap(map, (message.MessageAnnotations = new MessageAnnotations()).Map);
                break;
            case MessageSections.ApplicationProperties:
                LibraryValues.FromMap(map, (message.ApplicationProperties = new ApplicationProperties()).Map);
                break;
            default:
                LibraryValues.FromMap(map, (message.Footer = new Footer()).Map);
                break;
        }
    }

    private static void AddBody(Message message, ulong code, object? value)
    {
        message.BodySection = (code, message.BodySection) switch
        {
            (MessageSections.Value, _) => new AmqpValue { Value = LibraryValues.FromCodec(value) },
            (MessageSections.Sequence, AmqpSequence earlier) => new AmqpSequence { List = Joined(earlier, (ListValue)value!) },
            (MessageSections.Sequence, _) => new AmqpSequence { List = LibraryValues.FromList((ListValue)value!) },
            (_, null) => new Data { Binary = (byte[])value! },
            (_, var earlier) => Joined(earlier, new Data { Binary = (byte[])value! }),
        };
    }

    private static List Joined(AmqpSequence earlier, ListValue more)
    {
        var list = LibraryValues.FromList(more);
        foreach (var item in earlier.List.Cast<object?>().Reverse())
        {
            list.Insert(0, item);
        }

        return list;
    }

    private static DataList Joined(RestrictedDescribed earlier, Data more)
    {
        var list = earlier as DataList ?? new DataList();
        if (earlier is Data first)
        {
            list.Add(first);
        }

        list.Add(more);
        return list;
    }
}
