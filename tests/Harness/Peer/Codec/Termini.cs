namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The sources and targets of links (AMQP 1.0 part 3, section 3.5, and part 4, section 4.5.1).</summary>
internal static class Termini
{
    public static CompositeType Source { get; } = new(
        "source", 0x28,
        new("address", FieldTypes.String), new("durable", FieldTypes.Durability), new("expiry-policy", FieldTypes.ExpiryPolicy),
        new("timeout", FieldTypes.Uint), new("dynamic", FieldTypes.Boolean), new("dynamic-node-properties", FieldTypes.Fields),
        new("distribution-mode", FieldTypes.DistributionMode), new("filter", FieldTypes.FilterSet),
        new("default-outcome", FieldTypes.Outcome), new("outcomes", FieldTypes.Symbol, IsMultiple: true),
        new("capabilities", FieldTypes.Symbol, IsMultiple: true));

    public static CompositeType Target { get; } = new(
        "target", 0x29,
        new("address", FieldTypes.String), new("durable", FieldTypes.Durability), new("expiry-policy", FieldTypes.ExpiryPolicy),
        new("timeout", FieldTypes.Uint), new("dynamic", FieldTypes.Boolean), new("dynamic-node-properties", FieldTypes.Fields),
        new("capabilities", FieldTypes.Symbol, IsMultiple: true));

    public static CompositeType Coordinator { get; } = new(
        "coordinator", 0x30, new Field("capabilities", FieldTypes.Symbol, IsMultiple: true));
}
