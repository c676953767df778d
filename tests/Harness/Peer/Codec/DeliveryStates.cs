namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The states of deliveries (AMQP 1.0 part 3, section 3.4).</summary>
internal static class DeliveryStates
{
    public static CompositeType Received { get; } = new(
        "received", 0x23, new("section-number", FieldTypes.Uint, IsMandatory: true), new("section-offset", FieldTypes.Ulong, IsMandatory: true));

    public static CompositeType Accepted { get; } = new("accepted", 0x24);

    public static CompositeType Rejected { get; } = new("rejected", 0x25, new Field("error", FieldTypes.Error));

    public static CompositeType Released { get; } = new("released", 0x26);

    public static CompositeType Modified { get; } = new(
        "modified", 0x27,
        new("delivery-failed", FieldTypes.Boolean), new("undeliverable-here", FieldTypes.Boolean), new("message-annotations", FieldTypes.Fields));

    public static IReadOnlyList<CompositeType> Outcomes { get; } = [Accepted, Rejected, Released, Modified];

    public static IReadOnlyList<CompositeType> All { get; } = [Received, .. Outcomes];
}
