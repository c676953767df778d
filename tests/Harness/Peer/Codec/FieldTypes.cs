namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The types of the fields of frames and of message sections.</summary>
internal static class FieldTypes
{
    /// <summary>The sizes of a frame and of a delivery tag that every peer accepts at least, and at most.</summary>
    private const uint SmallestMaxFrameSize = 512;
    private const int LargestDeliveryTag = 32;

    public static FieldType Any { get; } = new("any", static value => value);
    public static FieldType Boolean { get; } = FieldType.Of<bool>("boolean");
    public static FieldType Ubyte { get; } = FieldType.Of<byte>("ubyte");
    public static FieldType Ushort { get; } = FieldType.Of<ushort>("ushort");
    public static FieldType Uint { get; } = FieldType.Of<uint>("uint");
    public static FieldType Ulong { get; } = FieldType.Of<ulong>("ulong");
    public static FieldType String { get; } = FieldType.Of<string>("string");
    public static FieldType Symbol { get; } = FieldType.Of<SymbolText>("symbol");
    public static FieldType Binary { get; } = FieldType.Of<byte[]>("binary");
    public static FieldType Timestamp { get; } = FieldType.Of<Timestamp>("timestamp");
    public static FieldType Map { get; } = FieldType.Of<MapValue>("map");

    /// <summary>A map whose keys are symbols.</summary>
    public static FieldType Fields { get; } = FieldType.Of<MapValue>("fields", static map => map.Entries.All(static entry => entry.Key is SymbolText));

    /// <summary>A map of symbols to described values.</summary>
    public static FieldType FilterSet { get; } = FieldType.Of<MapValue>(
        "filter-set", static map => map.Entries.All(static entry => entry is { Key: SymbolText, Value: null or Described }));

    public static FieldType MaxFrameSize { get; } = FieldType.Of<uint>("uint of at least 512", static size => size >= SmallestMaxFrameSize);
    public static FieldType DeliveryTag { get; } = FieldType.Of<byte[]>("delivery-tag", static tag => tag.Length <= LargestDeliveryTag);
    public static FieldType SenderSettleMode { get; } = FieldType.Of<byte>("sender-settle-mode", static mode => mode <= 2);
    public static FieldType ReceiverSettleMode { get; } = FieldType.Of<byte>("receiver-settle-mode", static mode => mode <= 1);
    public static FieldType SaslCode { get; } = FieldType.Of<byte>("sasl-code", static code => code <= 4);
    public static FieldType Durability { get; } = FieldType.Of<uint>("terminus-durability", static durability => durability <= 2);
    public static FieldType DistributionMode { get; } = FieldType.Of<SymbolText>("std-dist-mode", static mode => mode.Text is "move" or "copy");

    public static FieldType ExpiryPolicy { get; } = FieldType.Of<SymbolText>(
        "terminus-expiry-policy", static policy => policy.Text is "link-detach" or "session-end" or "connection-close" or "never");

    /// <summary>The identifier of a message, which has one of four types (part 3, section 3.2.4).</summary>
    public static FieldType MessageId { get; } = FieldType.Of<object>("message-id", static id => id is ulong or Guid or byte[] or string);

    public static FieldType Error { get; } = FieldType.OfComposites("error", static () => [Performatives.Error]);
    public static FieldType Source { get; } = FieldType.OfComposites("source", static () => [Termini.Source]);
    public static FieldType Target { get; } = FieldType.OfComposites("target", static () => [Termini.Target, Termini.Coordinator]);
    public static FieldType DeliveryState { get; } = FieldType.OfComposites("delivery-state", static () => DeliveryStates.All);
    public static FieldType Outcome { get; } = FieldType.OfComposites("outcome", static () => DeliveryStates.Outcomes);
}
