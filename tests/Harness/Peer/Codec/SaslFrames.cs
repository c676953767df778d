namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The bodies of SASL frames (AMQP 1.0 part 5, section 5.3.3).</summary>
internal static class SaslFrames
{
    public static CompositeType Mechanisms { get; } = new(
        "sasl-mechanisms", 0x40, new Field("sasl-server-mechanisms", FieldTypes.Symbol, IsMandatory: true, IsMultiple: true));

    public static CompositeType Init { get; } = new(
        "sasl-init", 0x41,
        new("mechanism", FieldTypes.Symbol, IsMandatory: true), new("initial-response", FieldTypes.Binary), new("hostname", FieldTypes.String));

    public static CompositeType Challenge { get; } = new("sasl-challenge", 0x42, new Field("challenge", FieldTypes.Binary, IsMandatory: true));

    public static CompositeType Response { get; } = new("sasl-response", 0x43, new Field("response", FieldTypes.Binary, IsMandatory: true));

    public static CompositeType Outcome { get; } = new(
        "sasl-outcome", 0x44, new("code", FieldTypes.SaslCode, IsMandatory: true), new("additional-data", FieldTypes.Binary));

    public static IReadOnlyList<CompositeType> All { get; } = [Mechanisms, Init, Challenge, Response, Outcome];
}
