namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The sections of a message (AMQP 1.0 part 3, section 3.2).</summary>
internal static class MessageSections
{
    public const ulong DeliveryAnnotations = 0x71;
    public const ulong MessageAnnotations = 0x72;
    public const ulong ApplicationProperties = 0x74;
    public const ulong Data = 0x75;
    public const ulong Sequence = 0x76;
    public const ulong Value = 0x77;
    public const ulong Footer = 0x78;

    public static CompositeType Header { get; } = new(
        "header", 0x70,
        new("durable", FieldTypes.Boolean), new("priority", FieldTypes.Ubyte), new("ttl", FieldTypes.Uint),
        new("first-acquirer", FieldTypes.Boolean), new("delivery-count", FieldTypes.Uint));

    public static CompositeType Properties { get; } = new(
        "properties", 0x73,
        new("message-id", FieldTypes.MessageId), new("user-id", FieldTypes.Binary), new("to", FieldTypes.String),
        new("subject", FieldTypes.String), new("reply-to", FieldTypes.String), new("correlation-id", FieldTypes.MessageId),
        new("content-type", FieldTypes.Symbol), new("content-encoding", FieldTypes.Symbol),
        new("absolute-expiry-time", FieldTypes.Timestamp), new("creation-time", FieldTypes.Timestamp),
        new("group-id", FieldTypes.String), new("group-sequence", FieldTypes.Uint), new("reply-to-group-id", FieldTypes.String));

    private static readonly string[] Names =
    [
        "header", "delivery-annotations", "message-annotations", "properties", "application-properties", "data", "amqp-sequence", "amqp-value", "footer",
    ];

    /// <summary>Returns the number of a section.</summary>
    public static ulong CodeOf(object? descriptor) => descriptor switch
    {
        ulong code and >= 0x70 and <= Footer => code,
        SymbolText symbol when Array.FindIndex(Names, name => symbol.Text.StartsWith($"amqp:{name}:", StringComparison.Ordinal)) is >= 0 and var index => 0x70 + (ulong)index,
        _ => throw new ViolationException($"A section with the descriptor {descriptor ?? "none"} does not belong into a message."),
    };

    public static bool IsBody(ulong code) => code is Data or Sequence or Value;
}
