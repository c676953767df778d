namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>Reads messages (AMQP 1.0 part 3, section 3.2) and checks the order and the content of their sections.</summary>
internal static class MessageReader
{
    /// <summary>Returns the sections by their numbers, in the order of the message. Only body sections can repeat.</summary>
    /// <exception cref="ViolationException">The message breaks a rule.</exception>
    public static IReadOnlyList<(ulong Code, object? Value)> Read(ReadOnlyMemory<byte> message)
    {
        var reader = new ByteReader(message);
        var sections = new List<(ulong Code, object? Value)>();
        while (reader.Remaining > 0)
        {
            if (ValueReader.Read(reader) is not Described section)
            {
                throw new ViolationException("A section of a message has no descriptor.");
            }

            var code = MessageSections.CodeOf(section.Descriptor);
            if (sections.Count > 0 && !MayFollow(sections[^1].Code, code))
            {
                throw new ViolationException($"Section 0x{code:x} of a message follows section 0x{sections[^1].Code:x}.");
            }

            sections.Add((code, ReadSection(code, section)));
        }

        return sections.Any(static section => MessageSections.IsBody(section.Code)) ? sections : throw new ViolationException("A message has no body.");
    }

    private static bool MayFollow(ulong previous, ulong next) => MessageSections.IsBody(previous) && MessageSections.IsBody(next)
        ? previous == next && next != MessageSections.Value
        : previous < next;

    private static object? ReadSection(ulong code, Described section)
    {
        switch (code)
        {
            case MessageSections.Value:
                return section.Value;
            case MessageSections.Data when section.Value is byte[]:
            case MessageSections.Sequence when section.Value is ListValue:
            case MessageSections.ApplicationProperties when section.Value is MapValue properties && properties.Entries.All(IsApplicationProperty):
            case MessageSections.DeliveryAnnotations or MessageSections.MessageAnnotations or MessageSections.Footer
                when section.Value is MapValue annotations && annotations.Entries.All(static entry => entry.Key is SymbolText or ulong):
                return section.Value;
            default:
                return CompositeReader.TryRead(section, [MessageSections.Header, MessageSections.Properties])
                    ?? throw new ViolationException($"The value of section 0x{code:x} is not of its type.");
        }
    }

    private static bool IsApplicationProperty(KeyValuePair<object?, object?> entry) =>
        entry is { Key: string, Value: not (ListValue or MapValue or ArrayValue or Described) };
}
